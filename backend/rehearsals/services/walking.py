"""Simulated guests go through an evening, by the same services as real ones, on a copy that nobody ever sees.

Everything happens in one transaction that is undone at its end: no row, no mail, no word in a room is left of it, and no row of the
real event is held meanwhile.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.db import transaction

from backend.accounts.models import User
from backend.core.actors import SYSTEM, Juror
from backend.core.errors import DomainError
from backend.core.ids import new_id
from backend.interactions.enums import PollState, QuestionState, ReactionKind
from backend.interactions.models import Poll, Question, RoomRules
from backend.interactions.report_room import room_of
from backend.interactions.selectors.participants import rules_of
from backend.interactions.services import polls, reacting
from backend.interactions.services.asking import ask, set_vote
from backend.interactions.services.entering import enter
from backend.interactions.services.moderating import move
from backend.interactions.services.voting import set_answer
from backend.judging.enums import PanelState
from backend.judging.links import link_digest
from backend.judging.models import Criterion, Judge, Panel
from backend.judging.selectors.panels import applying, judged_of, panel_of, rubric_of
from backend.judging.services import panels
from backend.judging.services.sheets import save_sheet
from backend.rehearsals.enums import Step
from backend.roadshows import consent
from backend.roadshows.enums import YES, EventState, EventVisibility, QuestionKind, RegistrationState
from backend.roadshows.models import AgendaItem, Event, TicketType
from backend.roadshows.models import Question as Asked
from backend.roadshows.selectors.asking import asked_questions
from backend.roadshows.selectors.events import released_items
from backend.roadshows.selectors.stage import public_items
from backend.roadshows.services import stage
from backend.roadshows.services.approving import Decision, decide
from backend.roadshows.services.copying import write_copies
from backend.roadshows.services.event_states import begin_event, end_event
from backend.roadshows.services.registrations import Companion, Guest, Said, register_member
from backend.roadshows.services.releasing import put_out

GUESTS, JUDGES = 20, 3
_BEGINS_IN = timedelta(minutes=10)
# Of a line, so many ask, and so many vote for what was asked.
_ASKERS, _VOTERS = 3, 5


@dataclass(slots=True)
class Walked:
    """How often each step was done, and by which codes it was refused."""

    done: Counter[Step] = field(default_factory=Counter)
    refused: dict[Step, Counter[str]] = field(default_factory=dict)

    def tried(self, step: Step, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """None where it was refused, which is counted and changes nothing."""
        try:
            with transaction.atomic():
                made = act(*given, **named)
        except DomainError as refusal:
            self.refused.setdefault(step, Counter())[refusal.code] += 1
            return None
        self.done[step] += 1
        return made


class _UndoneError(Exception):
    """Raised at the end of every walk, so that nothing of it stays."""


def walk(event: Event, *, now: datetime) -> Walked:
    """Safe at any time: it changes nothing."""
    walked = Walked()
    try:
        with transaction.atomic():
            _Evening(event, walked, now).go_through()
            raise _UndoneError
    except _UndoneError:
        return walked


class _Evening:
    """The copy, its guests, and what they do one after the other."""

    def __init__(self, event: Event, walked: Walked, now: datetime) -> None:
        self.walked, self.now = walked, now
        self.copy = _copy_of(event, now)
        self.guests = [_guest(number) for number in range(GUESTS)]
        self.lines = [one.line for one in public_items(self.copy)]
        self.rubric = _panel_like(event, self.copy)
        self.judges = [_judge(self.copy, number) for number in range(JUDGES if self.rubric else 0)]
        self.polls = _polls_like(event, self.copy)

    def go_through(self) -> None:
        self._register()
        self._enter()
        begin_event(actor=SYSTEM, event=self.copy, edition=self._edition(), now=self.now)
        for line in self.lines:
            self._on_stage(line)
        self._polls()
        self._judging()
        end_event(actor=SYSTEM, event=self.copy, edition=self._edition(), now=self.now)
        self._report()

    def _edition(self) -> int:
        return Event.objects.values_list("edition", flat=True).get(pk=self.copy.pk)

    def _register(self) -> None:
        """By turns for each kind of ticket; of a closed event places come by invitation, which is not walked through."""
        if self.copy.visibility == EventVisibility.INVITED:
            return
        kinds = _open_kinds(self.copy)
        answers = _answers(list(asked_questions(self.copy)))
        for number, guest in enumerate(self.guests):
            kind = kinds[number % len(kinds)] if kinds else None
            self.walked.tried(Step.REGISTER, self._registered, guest, kind, answers)
        waiting = self.copy.registrations.filter(state=RegistrationState.PENDING_APPROVAL)
        for pk in list(waiting.values_list("pk", flat=True)):
            self.walked.tried(Step.APPROVE, self._approved, pk)

    def _registered(self, guest: User, kind: TicketType | None, answers: tuple[Said, ...]) -> Any:
        return register_member(
            actor=guest,
            event=self.copy,
            guest=Guest(
                guest.display_name,
                guest.display_name,
                *("", "", consent.current().version),
                ticket_type=kind.pk if kind else None,
                answers=answers,
                event_consent=self.copy.own_consent_id,
                companions=tuple(Companion("彩排同行") for _ in range(kind.min_per_order - 1 if kind else 0)),
            ),
            key=uuid4().hex,
            language="zh-hans",
            now=self.now,
        )

    def _approved(self, pk: UUID) -> Any:
        return decide(
            actor=SYSTEM, event=self.copy, registration_ids=[pk], decision=Decision(approve=True), now=self.now
        )

    def _enter(self) -> None:
        for guest in self.guests:
            self.walked.tried(Step.ENTER, enter, actor=guest, event_id=self.copy.pk)

    def _on_stage(self, line: UUID) -> None:
        at: dict[str, Any] = {"actor": SYSTEM, "event_id": self.copy.pk, "item_id": line, "now": self.now}
        shown = self.walked.tried(Step.STAGE, stage.show_item, **at)
        if shown is None:
            return
        stage.start_timer(**at, ends_at=self.now + timedelta(seconds=shown.timer_seconds))
        for page in range(2, shown.pages + 1):
            stage.turn_page(**at, page=page)
        askers = self.guests[:_ASKERS]
        asked = [self.walked.tried(Step.ASK, self._asked, who) for who in askers]
        for question in asked:
            if question is not None:
                self._voted(question)
        taps = {f"{self.copy.pk}:{line}:{guest.pk}": ReactionKind.CLAP for guest in self.guests}
        if self.walked.tried(Step.REACT, reacting.count, event_id=self.copy.pk, taps=taps):
            self.walked.done[Step.REACT] += len(taps) - 1

    def _asked(self, who: User) -> Question:
        # Each a while after the one before, however slow the host has made the room.
        self.now += timedelta(minutes=10)
        words = f"彩排提问 {self.walked.done[Step.ASK] + 1}"
        question = ask(
            actor=who, event_id=self.copy.pk, question_id=uuid4(), words=words, is_anonymous=False, now=self.now
        )
        if question.state == QuestionState.QUEUE:
            move(
                actor=SYSTEM,
                event_id=self.copy.pk,
                question_id=question.pk,
                state=QuestionState.VISIBLE,
                now=self.now,
            )
        return question

    def _voted(self, question: Question) -> None:
        for guest in self.guests[_ASKERS : _ASKERS + _VOTERS]:
            said: dict[str, Any] = {"actor": guest, "event_id": self.copy.pk, "question_id": question.pk, "wants": True}
            self.walked.tried(Step.VOTE, set_vote, **said, now=self.now)

    def _polls(self) -> None:
        for poll in self.polls:
            at: dict[str, Any] = {"event_id": self.copy.pk, "poll_id": poll.pk, "now": self.now}
            polls.move(actor=SYSTEM, state=PollState.OPEN, **at)
            for guest in self.guests:
                self.walked.tried(Step.POLL, set_answer, actor=guest, chosen=[0], **at)
            polls.move(actor=SYSTEM, state=PollState.CLOSED, **at)

    def _judging(self) -> None:
        if not self.judges:
            return
        for judge in self.judges:
            for one in judged_of(self.copy):
                points = {line.pk: line.most_points // 2 for line in applying(self.rubric, one.pitch.stage)}
                self.walked.tried(
                    Step.JUDGE,
                    save_sheet,
                    actor=Juror(judge.pk, judge.link_edition),
                    event_id=self.copy.pk,
                    pitch_id=one.pitch.pk,
                    edition=0,
                    points=points,
                    now=self.now,
                )
        for state in (PanelState.CLOSED, PanelState.REVEALED):
            panels.set_state(actor=SYSTEM, event_id=self.copy.pk, state=state, now=self.now)

    def _report(self) -> None:
        """The report says what the guests did, or the walk has found a fault of ours."""
        figures = room_of(self.copy)
        asked = sum(line.questions for line in figures.lines) if figures else 0
        voters = sum(poll.voters for poll in figures.polls) if figures else 0
        for told, done in ((asked, Step.ASK), (voters, Step.POLL)):
            if told == self.walked.done[done]:
                self.walked.done[Step.REPORT] += 1
            else:
                self.walked.refused.setdefault(Step.REPORT, Counter())["rehearsals.figures_differ"] += 1


def _copy_of(event: Event, now: datetime) -> Event:
    """Published, about to begin, with the lines and the yeses of the one that is rehearsed; its draft's where none are out."""
    (copy,) = write_copies(event, [now + _BEGINS_IN - event.starts_at], created_by=None)
    lines = released_items(event) if event.published_at is not None else event.agenda.order_by("position")
    AgendaItem.objects.filter(event=copy).delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            event=copy,
            **{name: getattr(one, name) for name in ("kind", "title", "title_en", "speaker", "minutes", "pitch_id")},
            position=one.position,
            is_confirmed=one.is_confirmed,
            shows_deck=one.shows_deck,
        )
        for one in lines
    )
    # Who may register when is not what is rehearsed.
    TicketType.objects.filter(event=copy).update(sold_from=None, sold_until=None)
    Event.objects.filter(pk=copy.pk).update(
        state=EventState.PUBLISHED, published_at=now, submitted_at=now, registration_closes_at=None
    )
    copy.refresh_from_db()
    rules = rules_of(event)
    kept = ("takes_questions", "looks_first", "slow_seconds", "held_words")
    RoomRules.objects.create(event=copy, **{name: getattr(rules, name) for name in kept})
    put_out(copy, by=None, note="", now=now)
    return copy


def _open_kinds(copy: Event) -> list[TicketType]:
    """What anybody may have: of the others it depends on who comes."""
    kinds = TicketType.objects.filter(event=copy, is_offered=True, is_hidden=False, is_for_list=False)
    return [one for one in kinds.order_by("position") if not one.members_of and not one.needs_standing]


def _guest(number: int) -> User:
    """An account with an address that exists nowhere (RFC 2606)."""
    address = f"rehearsal-{uuid4().hex}@rehearsal.invalid"
    person = User.objects.create_user(email=address, display_name=f"彩排来宾 {number + 1}")
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    return person


def _answers(questions: Sequence[Asked]) -> tuple[Said, ...]:
    """Something that is fit to be said to each question a guest is shown."""
    said: dict[UUID, tuple[str, ...]] = {}
    for one in questions:
        before = said.get(one.shown_if_id, ()) if one.shown_if_id else ()
        if one.shown_if_id is None or set(before) & set(one.shown_if_values):
            said[one.pk] = (_ANSWERS.get(QuestionKind(one.kind)) or one.options[0],)
    return tuple(Said(question, values) for question, values in said.items())


_ANSWERS = {
    QuestionKind.SHORT_TEXT: "彩排",
    QuestionKind.LONG_TEXT: "彩排",
    QuestionKind.YES_NO: YES,
    QuestionKind.NUMBER: "1",
    QuestionKind.DATE: "2026-01-01",
}


def _panel_like(event: Event, copy: Event) -> list[Criterion]:
    rubric = list(rubric_of(panel_of(event)))
    if not rubric:
        return []
    panel = Panel.objects.create(event=copy, method=panel_of(event).method, state=PanelState.OPEN)
    for one in rubric:
        one.pk, one.id, one.panel, one._state.adding = None, new_id(), panel, True
    return list(Criterion.objects.bulk_create(rubric))


def _judge(copy: Event, number: int) -> Judge:
    pk = new_id()
    return Judge.objects.create(id=pk, event=copy, name=f"彩排评委 {number + 1}", link_digest=link_digest(pk, 1))


def _polls_like(event: Event, copy: Event) -> list[Poll]:
    kept = ("kind", "text", "choices", "right", "most", "shows_early")
    return [
        Poll.objects.create(event=copy, votes=[0] * len(one.choices), **{name: getattr(one, name) for name in kept})
        for one in Poll.objects.filter(event=event, state=PollState.DRAFT).order_by("created_at", "pk")
    ]
