"""What a host does with questions and with those who ask them. Every act names what shall be, so that two hands end where
the later one says.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.errors import Invalid
from backend.feeds import services as feeds
from backend.feeds.services import redact
from backend.interactions.enums import OPEN, SHOWN, HiddenBecause, QuestionState
from backend.interactions.errors import BadMove, QuestionUnknown
from backend.interactions.events import QuestionsHandedOn
from backend.interactions.models import Participant, Question, RoomRules
from backend.interactions.room_state import (
    DeskChanged,
    DeskPayload,
    DeskRows,
    MutedPayload,
    OwnMuted,
    QuestionsOpened,
    QuestionsTaken,
    RoomDeskMuted,
)
from backend.interactions.services import telling
from backend.interactions.services.holding import hold_desk, hold_room
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.rooms import public_feed
from backend.roadshows.services.events import hold_open

_MOST_WORDS, _LONGEST_WORD = 100, 40
# What may become of a question in each of its states. Everything can be taken back.
MOVES: Mapping[str, frozenset[str]] = {
    # Handed on it would be shown to everybody, so somebody looks first.
    QuestionState.QUEUE: frozenset({"visible", "on_screen", "answered", "hidden"}),
    QuestionState.VISIBLE: frozenset({"on_screen", "answered", "hidden", "deferred"}),
    QuestionState.ON_SCREEN: frozenset({"visible", "answered", "hidden", "deferred"}),
    QuestionState.ANSWERED: frozenset({"visible", "on_screen", "hidden", "deferred"}),
    QuestionState.HIDDEN: frozenset({"visible"}),
    QuestionState.DEFERRED: frozenset({"visible", "on_screen", "answered", "hidden"}),
}


@transaction.atomic
def move(*, actor: Actor, event_id: UUID, question_id: UUID, state: str, because: str = "", now: datetime) -> Question:
    """Show, put on the screen, tick off, hide with a reason or hand on a question; the one that was on the screen is answered.

    Raises NotFound, NotPermitted, WrongState, QuestionUnknown, BadMove, Invalid where hiding says no reason.
    """
    event = hold_room(actor, event_id)
    hold_desk(event)
    if (state == QuestionState.HIDDEN) != (because in HiddenBecause.values):
        raise Invalid(fields={"because": [str(Invalid.message)]})
    rows = Question.objects.select_for_update(of=("self",), no_key=True).select_related("participant")
    held = {one.pk: one for one in rows.filter(event=event, pk=question_id)}
    question = held.get(question_id)
    if question is None:
        raise QuestionUnknown
    if (question.state, question.hidden_because) == (state, because):
        return question
    if question.state != state and state not in MOVES[question.state]:
        raise BadMove
    if state == QuestionState.DEFERRED and question.pitch_id is None:
        # Nobody would ever answer it.
        raise BadMove
    moved = {question.pk: question}
    if state == QuestionState.ON_SCREEN:
        for before in rows.filter(event=event, state=QuestionState.ON_SCREEN).exclude(pk=question.pk):
            moved = {before.pk: before, **moved}
            _set(before, QuestionState.ANSWERED, "", actor, now)
            _record(actor, event, before)
    shown_before = {pk for pk, one in moved.items() if one.state in SHOWN}
    _set(question, state, because, actor, now)
    telling.questions_moved(event, moved, shown_before, now=now)
    if state == QuestionState.HIDDEN:
        # Nor does anybody read it in what was said before.
        redact(public_feed(event.pk), "questions", question.pk)
    if state == QuestionState.DEFERRED and question.line_id is not None:
        outbox.publish(QuestionsHandedOn(line_id=question.line_id, at=now, is_end=False))
    _record(actor, event, question)
    return question


def _record(actor: Actor, event: Event, question: Question) -> None:
    said = {"event": str(event.pk), "because": question.hidden_because}
    audit.record(actor, f"question.{question.state}", question, organizations=[event.organization_id], **said)


@transaction.atomic
def hand_on(*, event_id: UUID, now: datetime) -> int:
    """After the evening: what nobody had time for goes to the companies it was asked of. Safe to run twice.

    Returns how many questions went.
    """
    event = hold_open(event_id)
    hold_desk(event)
    rows = Question.objects.select_for_update(of=("self",), no_key=True).select_related("participant")
    open_ones = rows.filter(event=event, pitch__isnull=False, state__in=OPEN).order_by("pk")
    moved = {one.pk: one for one in open_ones}
    if event.state != EventState.ENDED or not moved:
        return 0
    for one in moved.values():
        _set(one, QuestionState.DEFERRED, "", SYSTEM, now)
    telling.questions_moved(event, moved, set(moved), now=now)
    for line_id in sorted({one.line_id for one in moved.values() if one.line_id is not None}):
        outbox.publish(QuestionsHandedOn(line_id=line_id, at=now, is_end=True))
    audit.record(SYSTEM, "question.handed_on", event, organizations=[event.organization_id], count=len(moved))
    return len(moved)


def _set(question: Question, state: str, because: str, actor: Actor, now: datetime) -> None:
    question.state, question.hidden_because, question.moved_at = state, because, now
    question.moved_by_id = actor.pk if is_person(actor) else None
    question.is_held = question.is_held and state == QuestionState.QUEUE
    question.save(update_fields=["state", "hidden_because", "moved_at", "moved_by", "is_held", "updated_at"])


@transaction.atomic
def set_muted(*, actor: Actor, event_id: UUID, question_id: UUID, is_muted: bool, now: datetime) -> Participant:
    """Let whoever asked this read and no more, or take part again once no question of theirs mutes them. Raises NotFound, NotPermitted, WrongState, QuestionUnknown."""
    event = hold_room(actor, event_id)
    question = Question.objects.filter(pk=question_id, event=event).first()
    if question is None:
        raise QuestionUnknown
    row = Participant.objects.select_for_update(no_key=True).get(pk=question.participant_id)
    hold_desk(event)
    theirs = Question.objects.filter(participant=row)
    # Told of these alone, and the same whatever else of theirs was muted: else the host would learn whose the nameless are.
    alike = theirs.filter(pk=question.pk) if question.is_anonymous else theirs.filter(is_anonymous=False)
    changed = list(alike.exclude(mutes_asker=is_muted).order_by("pk").values_list("pk", flat=True))
    if not changed:
        return row
    Question.objects.filter(pk__in=changed).update(mutes_asker=is_muted, updated_at=now)
    rows = DeskRows(desk={pk: RoomDeskMuted(is_muted=is_muted) for pk in changed})
    changes = [telling.to_desk(event, DeskChanged(payload=DeskPayload(rows=rows)))]
    remains = theirs.filter(mutes_asker=True).exists()
    if remains != (row.muted_at is not None):
        row.muted_at = now if remains else None
        row.muted_by_id = actor.pk if remains and is_person(actor) else None
        row.save(update_fields=["muted_at", "muted_by", "updated_at"])
        changes.append(telling.to_one(row, OwnMuted(payload=MutedPayload(is_muted=remains))))
    feeds.append(changes, now=now)
    act = "participant.muted" if is_muted else "participant.unmuted"
    audit.record(actor, act, question, organizations=[event.organization_id], event=str(event.pk))
    return row


@transaction.atomic
def set_rules(
    *,
    actor: Actor,
    event_id: UUID,
    takes_questions: bool,
    looks_first: bool,
    slow_seconds: int,
    held_words: Sequence[str],
    now: datetime,
) -> RoomRules:
    """How questions are taken from now on. Raises NotFound, NotPermitted, WrongState, Invalid."""
    event = hold_room(actor, event_id)
    words = list(dict.fromkeys(word.strip() for word in held_words if word.strip()))
    if len(words) > _MOST_WORDS or any(len(word) > _LONGEST_WORD for word in words):
        raise Invalid(fields={"held_words": [str(Invalid.message)]})
    if not 0 <= slow_seconds <= 3600:
        raise Invalid(fields={"slow_seconds": [str(Invalid.message)]})
    rules = hold_desk(event)
    before = telling.rules_set(rules)
    did_take = rules.takes_questions
    rules.takes_questions, rules.looks_first = takes_questions, looks_first
    rules.slow_seconds, rules.held_words = slow_seconds, words
    told = telling.rules_set(rules)
    if told == before:
        return rules
    rules.save()
    changes = [telling.to_desk(event, told)]
    if did_take != takes_questions:
        taken = QuestionsTaken(takes_questions=takes_questions)
        changes.append(telling.to_all(event, QuestionsOpened(payload=taken)))
    feeds.append(changes, now=now)
    audit.record(actor, "room.rules_set", event, organizations=[event.organization_id])
    return rules
