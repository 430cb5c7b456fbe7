"""An investor's taps during a pitch."""

from datetime import datetime
from uuid import UUID

from backend.core.actors import Actor
from backend.interactions.enums import InterestKind
from backend.interactions.services import marking
from backend.live.commands import Payload, command


class Mark(Payload):
    """`kind` null takes it back."""

    room: UUID
    pitch: UUID
    kind: InterestKind | None


@command("interest.set", Mark)
def mark(actor: Actor, payload: Mark, now: datetime) -> None:
    marking.set_mark(actor=actor, event_id=payload.room, pitch_id=payload.pitch, kind=payload.kind, now=now)
