"""What is on stage, for everybody who may follow the room."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.files.enums import FileState
from backend.files.models import StoredFile
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event, FinalDeck, ReleasedItem, Stage
from backend.roadshows.room_state import (
    RoadshowAgenda,
    RoadshowItem,
    RoadshowRoomState,
    RoadshowShown,
    RoadshowTimer,
)
from backend.roadshows.selectors.events import open_pitches, released_items, said_yes, visible_events, was_published


def public_items(event: Event) -> QuerySet[ReleasedItem]:
    """The lines of the agenda that is out that a room names."""
    return released_items(event).filter(said_yes()).select_related("pitch__deck", "release")


def agenda_of(event: Event) -> RoadshowAgenda:
    return RoadshowAgenda(
        items=tuple(
            RoadshowItem(
                id=item.line,
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


def deck_of(item: ReleasedItem) -> StoredFile | None:
    """The deck that may be shown with a line now: its company said so, its pitch is open, its pages are made.

    The one it brought for the event, or that of its pitch.
    """
    if item.pitch is None or not item.shows_deck or item.pitch_id not in open_pitches([item.pitch.pk]):
        return None
    brought = FinalDeck.objects.filter(event=item.release.event_id, pitch=item.pitch_id).select_related("file").first()
    decks = (brought.file if brought else None, item.pitch.deck)
    return next((one for one in decks if one is not None and one.state == FileState.READY and one.page_count), None)


@dataclass(frozen=True, slots=True)
class ShownPage:
    deck: StoredFile
    number: int


def shown_page(viewer: Viewer, event_id: UUID, *, item_id: UUID, number: int) -> ShownPage:
    """The page of the deck that is on stage now; those who run the stage may fetch its other pages beforehand.

    Raises NotFound for anything else: a page that was shown before is not shown any more.
    """
    event = visible_events(viewer).filter(was_published(), pk=event_id, state=EventState.LIVE).first()
    if event is None:
        raise NotFound
    return page_on_stage(
        event, item_id=item_id, number=number, any_page=lambda: may(viewer, "roadshows.run_stage", event)
    )


def page_on_stage(event: Event, *, item_id: UUID, number: int, any_page: Callable[[], bool]) -> ShownPage:
    """For a caller whom something else lets in: the page on stage, and with `any_page` each page of the deck that is.

    Raises NotFound for anything else, and while the event is not on.
    """
    stage = Stage.objects.select_related("deck").filter(event=event, item_id=item_id, deck__isnull=False).first()
    if event.state != EventState.LIVE or stage is None or stage.deck is None:
        raise NotFound
    is_shown = number == stage.page or (1 <= number <= stage.pages and any_page())
    item = public_items(event).filter(line=item_id).first() if is_shown else None
    if item is None or deck_of(item) is None:
        raise NotFound
    return ShownPage(stage.deck, number)
