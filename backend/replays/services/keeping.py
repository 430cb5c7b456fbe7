"""Keeping what a room said, and opening it to those who were not there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.core import audit, clock
from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.core.permissions import may
from backend.feeds import rooms
from backend.feeds import services as feeds
from backend.feeds.models import FeedEvent
from backend.feeds.services import Change
from backend.interactions.services import polls
from backend.replays.condensing import TABLES, Said, condensed
from backend.replays.errors import BadRecording, NothingToReplay
from backend.replays.models import Replay
from backend.replays.permissions import RULE, WRITES_REPLAY
from backend.replays.room_state import ReplayOpened
from backend.replays.selectors.replays import PHASE_CHANGED, replay_state
from backend.roadshows.enums import EventState
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from backend.roadshows.rooms import public_feed
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.services.events import locked_event
from backend.roadshows.services.room import open_replay

# A recording of the evening begins with it, or was switched on while the hall was set up.
NEAR = timedelta(days=1)
_POLL = "poll.changed"
_NOTHING_YET: dict[str, Any] = {"item_id": None, "page": 0, "pages": 0, "timer": None}


@transaction.atomic
def keep(*, event_id: UUID) -> Replay | None:
    """Keep what was said from the moment the event went on until it ended, and how the polls stood that its end closed.

    Kept once; None where the room left nothing.
    """
    event = locked_event(event_id)
    known = Replay.objects.filter(event=event).first()
    if known is not None or event.state != EventState.ENDED:
        return known
    polls.close_all(event_id=event.pk, now=clock.now())
    feed = public_feed(event.pk)
    rows = list(FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq"))
    began = next((at for at, one in enumerate(rows) if _is_phase(one, EventState.LIVE)), None)
    ended = next((at for at, one in enumerate(rows) if _is_phase(one, EventState.ENDED)), None)
    if began is None or ended is None:
        return None
    said = [Said(one.at, one.payload) for one in rows]
    closed = [Said(rows[ended].at, one.payload) for one in rows[ended + 1 :] if one.type == _POLL]
    found = condensed(_empty(event), said[: began + 1], [*said[began + 1 : ended + 1], *closed], rows[began].at)
    return Replay.objects.create(
        event=event, began_at=rows[began].at, ended_at=rows[ended].at, start=found.start, log=found.log
    )


@transaction.atomic
def write(
    *,
    actor: Actor,
    event_id: UUID,
    recording_url: str,
    recording_began_at: datetime | None,
    is_open: bool,
    now: datetime,
) -> Replay:
    """Say where the recording is and whether the evening may be watched.

    Raises NotFound, NotPermitted, WrongState before the event is over, NothingToReplay, BadRecording.
    """
    event = event_by_id(actor, event_id)
    if not may(actor, RULE, event):
        raise WrongState(state=event.state) if WRITES_REPLAY(actor, event) else NotPermitted(rule=RULE)
    replay = keep(event_id=event.pk)
    if replay is None:
        raise NothingToReplay
    if recording_url and not recording_url.startswith("https://"):
        raise BadRecording
    began_at = (recording_began_at or replay.began_at) if recording_url else None
    if began_at is not None and not replay.began_at - NEAR <= began_at <= replay.ended_at + NEAR:
        raise BadRecording
    wanted = (recording_url, began_at, is_open)
    if (replay.recording_url, replay.recording_began_at, replay.is_open) == wanted:
        return replay
    was_open = replay.is_open
    replay.recording_url, replay.recording_began_at, replay.is_open = wanted
    replay.save(update_fields=["recording_url", "recording_began_at", "is_open", "updated_at"])
    if was_open != is_open:
        open_replay(event, is_open=is_open)
        told = ReplayOpened(payload=replay_state(event))
        feeds.append([Change(public_feed(event.pk), told.type, told.payload.plain())], now=now)
    audit.record(actor, "replay.written", event, organizations=[event.organization_id], is_open=is_open)
    return replay


def _is_phase(row: FeedEvent, state: EventState) -> bool:
    return row.type == PHASE_CHANGED and row.payload.get("phase") == state


def _empty(event: Event) -> dict[str, Any]:
    """The room before anything happened in it: with the run of show that is out, which stands still during the evening."""
    feed = public_feed(event.pk)
    owner = rooms.owner_of(feed)
    state = dict(owner.state(feed, now=event.updated_at)) if owner else {}
    counts = dict.fromkeys(state.get("counts", {}), 0)
    return {**state, **_NOTHING_YET, "counts": counts, **{table: {} for table in TABLES}}
