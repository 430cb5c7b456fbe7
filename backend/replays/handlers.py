"""Keeping what the room said as soon as the evening is over, before old events are tidied away."""

from backend.core import outbox
from backend.replays.services import keeping
from backend.roadshows.events import EventEnded


@outbox.on(EventEnded)
def on_event_ended(event: EventEnded) -> None:
    keeping.keep(event_id=event.event_id)
