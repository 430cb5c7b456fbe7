"""What the host says to everybody, for those who run the room."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.actors import Actor
from backend.interactions.services import announcing
from backend.live.commands import Payload, command


class Announce(Payload):
    """`announcement` is its id, chosen by the hand that writes."""

    room: UUID
    announcement: UUID
    text: str = Field(max_length=1000)


class Withdraw(Payload):
    room: UUID
    announcement: UUID


@command("room.announce", Announce)
def announce(actor: Actor, payload: Announce, now: datetime) -> None:
    announcing.announce(
        actor=actor, event_id=payload.room, announcement_id=payload.announcement, words=payload.text, now=now
    )


@command("room.withdraw_announcement", Withdraw)
def withdraw(actor: Actor, payload: Withdraw, now: datetime) -> None:
    announcing.withdraw(actor=actor, event_id=payload.room, announcement_id=payload.announcement, now=now)
