"""Polls in the room: for whoever is in it, and for those who run it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.actors import Actor
from backend.core.errors import DomainError
from backend.interactions.enums import PollKind, PollState
from backend.interactions.services import polls, voting
from backend.live.commands import Payload, Refusals, command


class Save(Payload):
    """`poll` is its id, chosen by the hand that writes; `right` are places of choices."""

    room: UUID
    poll: UUID
    kind: PollKind
    text: str = Field(max_length=1000)
    choices: list[str] = Field(max_length=20)
    right: list[int] = Field(default_factory=list, max_length=20)
    most: int = 1
    shows_early: bool = False


class ThrowAway(Payload):
    room: UUID
    poll: UUID


class Move(Payload):
    room: UUID
    poll: UUID
    state: PollState


class Show(Payload):
    """`poll` null takes what is there off the screen."""

    room: UUID
    poll: UUID | None


class Answer(Payload):
    """`chosen` are places of choices; none takes the answer back."""

    room: UUID
    poll: UUID
    chosen: list[int] = Field(max_length=20)


@command("poll.save", Save)
def save(actor: Actor, payload: Save, now: datetime) -> None:
    words = polls.Words(
        kind=payload.kind,
        text=payload.text,
        choices=payload.choices,
        right=payload.right,
        most=payload.most,
        shows_early=payload.shows_early,
    )
    polls.save(actor=actor, event_id=payload.room, poll_id=payload.poll, words=words, now=now)


@command("poll.throw_away", ThrowAway)
def throw_away(actor: Actor, payload: ThrowAway, now: datetime) -> None:
    polls.throw_away(actor=actor, event_id=payload.room, poll_id=payload.poll, now=now)


@command("poll.move", Move)
def move(actor: Actor, payload: Move, now: datetime) -> None:
    polls.move(actor=actor, event_id=payload.room, poll_id=payload.poll, state=payload.state, now=now)


@command("poll.show", Show)
def show(actor: Actor, payload: Show, now: datetime) -> None:
    polls.show(actor=actor, event_id=payload.room, poll_id=payload.poll, now=now)


def answer_together(asked: Sequence[tuple[Actor, Answer]], now: datetime) -> Refusals:
    answers = [voting.Answer(actor, one.poll, one.chosen) for actor, one in asked]
    outcomes = voting.set_answers(event_id=asked[0][1].room, answers=answers, now=now)
    return [one if isinstance(one, DomainError) else None for one in outcomes]


@command("poll.answer", Answer, together=answer_together, beside=("question.ask", "question.vote"))
def answer(actor: Actor, payload: Answer, now: datetime) -> None:
    voting.set_answer(actor=actor, event_id=payload.room, poll_id=payload.poll, chosen=payload.chosen, now=now)
