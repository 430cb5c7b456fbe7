"""Questions in the room: for whoever is in it, and for those who run it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.actors import Actor
from backend.core.errors import DomainError
from backend.interactions.enums import HiddenBecause, QuestionState
from backend.interactions.services import asking, moderating
from backend.live.commands import Payload, Refusals, command


class Ask(Payload):
    """`question` is its id, chosen by the asker."""

    room: UUID
    question: UUID
    text: str = Field(max_length=2000)
    is_anonymous: bool = False


class Vote(Payload):
    room: UUID
    question: UUID
    wants: bool


class Move(Payload):
    """`because` when it is hidden."""

    room: UUID
    question: UUID
    state: QuestionState
    because: HiddenBecause | None = None


class Mute(Payload):
    """Whoever asked the question."""

    room: UUID
    question: UUID
    is_muted: bool


class SetRules(Payload):
    room: UUID
    takes_questions: bool
    looks_first: bool
    slow_seconds: int
    held_words: list[str] = Field(max_length=100)


@command("question.ask", Ask)
def ask(actor: Actor, payload: Ask, now: datetime) -> None:
    asking.ask(
        actor=actor,
        event_id=payload.room,
        question_id=payload.question,
        words=payload.text,
        is_anonymous=payload.is_anonymous,
        now=now,
    )


def vote_together(asked: Sequence[tuple[Actor, Vote]], now: datetime) -> Refusals:
    votes = [asking.Vote(actor, one.question, one.wants) for actor, one in asked]
    outcomes = asking.set_votes(event_id=asked[0][1].room, votes=votes, now=now)
    return [one if isinstance(one, DomainError) else None for one in outcomes]


@command("question.vote", Vote, together=vote_together, beside=("question.ask", "poll.answer"))
def vote(actor: Actor, payload: Vote, now: datetime) -> None:
    asking.set_vote(actor=actor, event_id=payload.room, question_id=payload.question, wants=payload.wants, now=now)


@command("question.move", Move)
def move(actor: Actor, payload: Move, now: datetime) -> None:
    moderating.move(
        actor=actor,
        event_id=payload.room,
        question_id=payload.question,
        state=payload.state,
        because=payload.because or "",
        now=now,
    )


@command("question.mute", Mute)
def mute(actor: Actor, payload: Mute, now: datetime) -> None:
    moderating.set_muted(
        actor=actor,
        event_id=payload.room,
        question_id=payload.question,
        is_muted=payload.is_muted,
        now=now,
    )


@command("room.set_rules", SetRules)
def set_rules(actor: Actor, payload: SetRules, now: datetime) -> None:
    moderating.set_rules(
        actor=actor,
        event_id=payload.room,
        takes_questions=payload.takes_questions,
        looks_first=payload.looks_first,
        slow_seconds=payload.slow_seconds,
        held_words=payload.held_words,
        now=now,
    )
