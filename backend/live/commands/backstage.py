"""Behind the stage: talk of the host's people and the judges, cues for the speaker, and the speaker's own hand on the deck."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.backstage.enums import ChatChannel, CueLight
from backend.backstage.services import chatting, cueing, speaking
from backend.core.actors import Actor
from backend.live.commands import Payload, command


class Say(Payload):
    """`line` is its id, chosen by the hand that writes."""

    room: UUID
    line: UUID
    channel: ChatChannel
    text: str = Field(max_length=2000)


class TakeBack(Payload):
    room: UUID
    line: UUID


class Light(Payload):
    """For the speaker of `item`, which is on stage; null takes it away."""

    room: UUID
    item: UUID
    light: CueLight | None


class Note(Payload):
    """Words for the speaker of `item`; blank takes them away."""

    room: UUID
    item: UUID
    note: str = Field(max_length=400)


class TurnOwnPage(Payload):
    room: UUID
    item: UUID
    page: int


@command("backstage.say", Say)
def say(actor: Actor, payload: Say, now: datetime) -> None:
    chatting.say(
        actor=actor,
        event_id=payload.room,
        line_id=payload.line,
        channel=payload.channel,
        words=payload.text,
        now=now,
    )


@command("backstage.take_back", TakeBack)
def take_back(actor: Actor, payload: TakeBack, now: datetime) -> None:
    chatting.take_back(actor=actor, event_id=payload.room, line_id=payload.line, now=now)


@command("stage.set_light", Light)
def set_light(actor: Actor, payload: Light, now: datetime) -> None:
    cueing.light(actor=actor, event_id=payload.room, line_id=payload.item, light=payload.light, now=now)


@command("stage.set_note", Note)
def set_note(actor: Actor, payload: Note, now: datetime) -> None:
    cueing.say(actor=actor, event_id=payload.room, line_id=payload.item, note=payload.note, now=now)


@command("speaker.turn_page", TurnOwnPage)
def turn_own_page(actor: Actor, payload: TurnOwnPage, now: datetime) -> None:
    speaking.turn_own_page(actor=actor, event_id=payload.room, line_id=payload.item, page=payload.page, now=now)
