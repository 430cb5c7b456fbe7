"""What is on stage, for everybody who may follow the room."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.files.enums import FileState
from backend.files.models import StoredFile
from backend.roadshows.enums import EventState
from backend.roadshows.models import AgendaItem, Event, Stage
from backend.roadshows.room_state import (
    RoadshowAgenda,
    RoadshowItem,
    RoadshowRoomState,
    RoadshowShown,
    RoadshowTimer,
)
from backend.roadshows.selectors.events import open_pitches, open_to_all, said_yes, visible_events


def public_items(event: Event) -> QuerySet[AgendaItem]:
    """The lines of the run of show that a room names."""
    return AgendaItem.objects.filter(said_yes(), event=event).select_related("pitch__deck").order_by("position")


def agenda_of(event: Event) -> RoadshowAgenda:
    return RoadshowAgenda(
        items=tuple(
            RoadshowItem(
                id=item.pk,
                kind=item.kind,
                title=item.title,
                title_en=item.title_en,
                speaker=item.speaker,
                minutes=item.minutes,
            )
            for item in public_items(event)
        )
    )


def shown_on(stage: Stage | None) -> RoadshowShown:
    if stage is None or stage.item_id is None:
        return RoadshowShown(item_id=None, pages=0, page=0, timer=None)
    timer = RoadshowTimer(seconds=stage.timer_seconds, ends_at=stage.timer_ends_at, left_ms=stage.timer_left_ms)
    return RoadshowShown(item_id=stage.item_id, pages=stage.pages, page=stage.page, timer=timer)


def state_of(event: Event) -> RoadshowRoomState:
    """The state of the room's public feed, from the rows."""
    stage = Stage.objects.filter(event=event).first()
    return RoadshowRoomState(
        phase=event.state,
        items=agenda_of(event).items,
        **dict(shown_on(stage)),
    )


def deck_of(item: AgendaItem) -> StoredFile | None:
    """The deck that may be shown with a line now: its company said so, its pitch is open, its pages are made."""
    if item.pitch is None or not item.shows_deck or item.pitch_id not in open_pitches([item.pitch.pk]):
        return None
    deck = item.pitch.deck
    return deck if deck is not None and deck.state == FileState.READY and deck.page_count else None


@dataclass(frozen=True, slots=True)
class ShownPage:
    deck: StoredFile
    number: int


def shown_page(viewer: Viewer, event_id: UUID, *, item_id: UUID, number: int) -> ShownPage:
    """The page of the deck that is on stage now; those who run the stage may fetch its other pages beforehand.

    Raises NotFound for anything else: a page that was shown before is not shown any more.
    """
    event = visible_events(viewer).filter(open_to_all(), pk=event_id, state=EventState.LIVE).first()
    stages = Stage.objects.select_related("deck", "item__pitch__deck")
    stage = stages.filter(event=event, item=item_id, deck__isnull=False).first() if event else None
    if event is None or stage is None or stage.item is None or stage.deck is None:
        raise NotFound
    is_on_stage = number == stage.page or (1 <= number <= stage.pages and may(viewer, "roadshows.run_stage", event))
    if not is_on_stage or deck_of(stage.item) is None:
        raise NotFound
    return ShownPage(stage.deck, number)
