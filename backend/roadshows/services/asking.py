"""What an event asks of its guests, and what they say: written, kept, and changed by whoever holds the ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.ids import new_id
from backend.core.languages import text
from backend.roadshows.asking import Asked, Given, Wrong, read
from backend.roadshows.enums import (
    DECIDES_OTHERS,
    HOLDS_A_PLACE,
    WITH_OPTIONS,
    EventState,
    HolderAct,
    QuestionPhase,
    RegistrationState,
)
from backend.roadshows.errors import (
    AnswersNotAllowed,
    AnswersWait,
    AnswersWrong,
    ConditionWrong,
    OptionsWrong,
    QuestionUnknown,
    TicketNotChangeable,
)
from backend.roadshows.events import ApprovalAsked
from backend.roadshows.models import Answer, Event, EventConsent, Question, Registration
from backend.roadshows.selectors.asking import allowed_values, asked_of, asked_questions, reckoned
from backend.roadshows.services.events import hold_open, locked_event, require_step, save_changed, tell

MAX_QUESTIONS, MAX_OPTIONS = 40, 40
_WRONG: Mapping[Wrong, Any] = {
    Wrong.NEEDED: text("请回答此问题。", "Please answer this."),
    Wrong.NOT_AN_OPTION: text("请从所列选项中选择。", "Choose among what is offered."),
    Wrong.ONE_ALONE: text("只能有一个答案。", "There is one answer only."),
    Wrong.TOO_LONG: text("内容过长。", "This is too long."),
    Wrong.NOT_A_NUMBER: text("请填写数字。", "Give a number."),
    Wrong.NOT_A_DATE: text("请填写日期。", "Give a date."),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question as its host writes it; `id` of one that stands, or of a new one. `options` in Chinese and English."""

    id: UUID
    phase: str
    kind: str
    label: str
    label_en: str = ""
    options: Sequence[tuple[str, str]] = ()
    is_required: bool = False
    is_gated: bool = False
    is_per_place: bool = False
    is_shown_at_door: bool = False
    is_asked_at_door: bool = False
    shown_if: UUID | None = None
    shown_if_values: Sequence[str] = ()


@transaction.atomic
def write_questions(*, actor: Actor, event: Event, edition: int, lines: Sequence[QuestionLine], now: datetime) -> Event:
    """Make these the questions, in this order. One that was answered keeps its words: with others it is another
    question, and the old one is retired with its answers.

    Raises StaleEvent, NotPermitted, WrongState, QuestionUnknown, OptionsWrong, ConditionWrong.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "update_event", locked)
    held = {one.pk: one for one in asked_questions(locked)}
    at_door = {pk for pk, one in held.items() if one.is_shown_at_door}
    ids = [line.id for line in lines]
    if len(set(ids)) != len(ids) or Question.objects.filter(pk__in=set(ids) - held.keys()).exists():
        raise QuestionUnknown
    answered = set(Answer.objects.filter(question__in=held).values_list("question", flat=True))
    written: dict[UUID, Question] = {}
    for position, line in enumerate(lines, start=1):
        written[line.id] = _written(locked, line, position, held.get(line.id), written, line.id in answered)
    for row in written.values():
        row.save()
    kept = {row.pk for row in written.values()}
    gone = Question.objects.filter(pk__in=held.keys() - kept)
    gone.update(shown_if=None, shown_if_values=[], retired_at=now, updated_at=now)
    gone.exclude(pk__in=answered).delete()
    # A door asks for the tickets that changed: those of whose answers it may see more from now on, or less, have.
    differs = at_door ^ {row.pk for row in written.values() if row.is_shown_at_door}
    if differs:
        Registration.objects.filter(event=locked, answers__question__in=differs).update(updated_at=now)
    save_changed(locked)
    tell(actor, "event.questions_written", locked, questions=len(lines))
    return locked


def _written(
    event: Event,
    line: QuestionLine,
    position: int,
    held: Question | None,
    before: Mapping[UUID, Question],
    is_answered: bool,
) -> Question:
    options = [pair[0].strip() for pair in line.options] if line.kind in WITH_OPTIONS else []
    if line.kind in WITH_OPTIONS and (len(options) < 2 or len(set(options)) != len(options) or not all(options)):
        raise OptionsWrong
    row = held or Question(pk=line.id, event=event)
    words: dict[str, Any] = {
        "phase": line.phase,
        "kind": line.kind,
        "label": line.label.strip(),
        "label_en": line.label_en.strip(),
        "options": options,
        "options_en": [pair[1].strip() for pair in line.options] if options else [],
    }
    if is_answered and any(getattr(row, name) != value for name, value in words.items()):
        row = Question(pk=new_id(), event=event)
    for name, value in words.items():
        setattr(row, name, value)
    row.position, row.is_required = position, line.is_required
    row.is_gated = line.is_gated and line.phase == QuestionPhase.REGISTERING
    row.is_per_place = line.is_per_place
    row.is_shown_at_door, row.is_asked_at_door = line.is_shown_at_door, line.is_asked_at_door
    row.shown_if, row.shown_if_values = _condition(line, before)
    return row


def _condition(line: QuestionLine, before: Mapping[UUID, Question]) -> tuple[Question | None, list[str]]:
    """On an earlier question of the same phase, whose answers are known beforehand; one that is asked of each depends only
    on what is asked of each.
    """
    if line.shown_if is None:
        return None, []
    other = before.get(line.shown_if)
    if other is None or other.kind not in DECIDES_OTHERS or other.phase != line.phase:
        raise ConditionWrong
    if line.is_per_place and not other.is_per_place:
        raise ConditionWrong
    wanted = [one for one in allowed_values(other) if one in line.shown_if_values]
    if not wanted or len(wanted) != len(set(line.shown_if_values)):
        raise ConditionWrong
    return other, wanted


@transaction.atomic
def write_consent(*, actor: Actor, event: Event, edition: int, words: str, words_en: str) -> Event:
    """What guests agree to from now on beside the street's own text; blank: nothing. Who agreed before keeps what they
    read. Raises StaleEvent, NotPermitted, WrongState.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "update_event", locked)
    words, words_en, own = words.strip(), words_en.strip(), locked.own_consent
    if words and (own is None or (own.text, own.text_en) != (words, words_en)):
        number = locked.consents.count() + 1
        locked.own_consent = EventConsent.objects.create(event=locked, number=number, text=words, text_en=words_en)
    elif not words:
        locked.own_consent = None
    save_changed(locked)
    tell(actor, "event.consent_written", locked, consent=str(locked.own_consent_id or ""))
    return locked


def keep_answers(registration: Registration, given: Given) -> None:
    """What is said while registering, in the transaction that writes the registration; its event is held open.

    Raises AnswersWrong.
    """
    questions = reckoned(asked_of(registration, QuestionPhase.REGISTERING))
    if questions:
        _write(registration, checked(questions, given))


def keep_answers_at_door(registration: Registration, given: Given) -> None:
    """What somebody says who comes without a ticket, to the questions marked for it; likewise. One that depends on a
    question that is not asked there is not shown there.

    Raises AnswersWrong.
    """
    questions = reckoned(asked_questions(registration.event).filter(is_asked_at_door=True))
    if questions:
        _write(registration, checked(questions, given))


def checked(questions: Sequence[Asked], given: Given) -> dict[UUID, tuple[str, ...]]:
    """What of it is kept. Raises AnswersWrong."""
    reading = read(questions, given)
    if reading.wrong:
        raise AnswersWrong(fields={f"answers.{pk}": [_WRONG[why]] for pk, why in reading.wrong.items()})
    return reading.answers


def _write(registration: Registration, answers: Mapping[UUID, Sequence[str]]) -> None:
    Answer.objects.bulk_create(answers_of(registration, answers))


def answers_of(registration: Registration, answers: Mapping[UUID, Sequence[str]]) -> list[Answer]:
    """Rows of what was said and checked, not written yet."""
    return [Answer(registration=registration, question_id=pk, values=list(said)) for pk, said in answers.items()]


def is_changeable(ticket: Registration, now: datetime) -> bool:
    """Whether its holder may change anything of a ticket: while it holds a place of an event that is not over."""
    event = ticket.event
    is_over = event.state in (EventState.ENDED, EventState.CANCELLED) or event.ends_at <= now
    return not is_over and ticket.state in HOLDS_A_PLACE and ticket.contact_removed_at is None


def phases_of(ticket: Registration) -> tuple[QuestionPhase, ...]:
    """What is asked of whoever holds a ticket in this state."""
    is_confirmed = ticket.state == RegistrationState.CONFIRMED
    return (QuestionPhase.REGISTERING, QuestionPhase.CONFIRMED) if is_confirmed else (QuestionPhase.REGISTERING,)


@transaction.atomic
def change_answers(*, actor: Actor, registration: Registration, given: Given, now: datetime) -> Registration:
    """The holder answers anew. Another answer to a gated question of a kind that needs approval is asked for again, and
    the ticket opens no door meanwhile.

    Raises TicketNotChangeable, AnswersNotAllowed where the host takes first answers alone, AnswersWrong, and AnswersWait
    for a gated answer of a place that is to be paid.
    """
    hold_open(registration.event_id)
    rows = Registration.objects.select_for_update(of=("self",))
    row = rows.select_related("event__organization__logo", "ticket_type", "voucher").get(pk=registration.pk)
    if not is_changeable(row, now):
        raise TicketNotChangeable
    questions = list(asked_of(row, *phases_of(row)))
    said = Answer.objects.filter(registration=row, question__in=questions)
    before = {one.question_id: tuple(one.values) for one in said}
    after = checked(reckoned(questions), given)
    changed = [one for one in questions if before.get(one.pk, ()) != after.get(one.pk, ())]
    if not changed:
        return row
    if HolderAct.ANSWERS not in row.event.holder_may and any(one.pk in before for one in changed):
        raise AnswersNotAllowed
    ids = [one.pk for one in changed]
    said.filter(question__in=ids).delete()
    _write(row, {pk: after[pk] for pk in ids if pk in after})
    if any(one.is_shown_at_door for one in changed):
        Registration.objects.filter(pk=row.pk).update(updated_at=now)
    audit.record(
        actor,
        "registration.answers_changed",
        row,
        organizations=[row.event.organization_id],
        questions=[str(pk) for pk in ids],
    )
    if any(one.is_gated for one in changed) and needs_approval(row):
        _ask_again(actor, row)
    return row


def needs_approval(row: Registration) -> bool:
    """Of its kind, unless a code skips it."""
    return row.ticket_type.needs_approval and not (row.voucher is not None and row.voucher.skips_approval)


def _ask_again(actor: Actor, row: Registration) -> None:
    if row.state == RegistrationState.AWAITING_PAYMENT:
        raise AnswersWait
    if row.state == RegistrationState.CONFIRMED:
        row.state = RegistrationState.PENDING_APPROVAL
        row.save(update_fields=["state", "updated_at"])
        audit.record(actor, "registration.reopened", row, organizations=[row.event.organization_id])
        outbox.publish(ApprovalAsked(registration_id=row.pk))
