"""Saying in the room what changed of its judging, in the transaction of the change."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from backend.feeds import services as feeds
from backend.feeds.services import Change, redact
from backend.judging.models import Panel, Placing, Sheet
from backend.judging.room_state import (
    PanelPayload,
    PanelSet,
    RankingPayload,
    RankingRows,
    ResultsRevealed,
    RoomPlace,
    SheetRows,
    SheetSaved,
    SheetsPayload,
)
from backend.judging.selectors.panels import panel_row, place_row, sheet_row
from backend.roadshows.models import Event
from backend.roadshows.rooms import judges_feed, organizers_feed, public_feed


def panel_set(event: Event, panel: Panel) -> list[Change]:
    """To its judges and to who runs it."""
    told = PanelSet(payload=PanelPayload(panel=panel_row(panel)))
    return [Change(feed(event.pk), told.type, told.payload.plain()) for feed in (judges_feed, organizers_feed)]


def sheet_saved(event: Event, sheet: Sheet) -> list[Change]:
    told = SheetSaved(payload=SheetsPayload(rows=SheetRows(sheets={sheet.pk: sheet_row(sheet)})))
    return [Change(organizers_feed(event.pk), told.type, told.payload.plain())]


def ranking_revealed(event: Event, placings: Iterable[Placing]) -> list[Change]:
    return _ranking(event, {one.line_id: place_row(one) for one in placings})


def ranking_withdrawn(event: Event, lines: Iterable[UUID]) -> list[Change]:
    return _ranking(event, dict.fromkeys(lines))


def redact_ranking(event: Event, lines: Iterable[UUID]) -> None:
    """Once it was withdrawn, nobody reads it in what was said before either."""
    for line in lines:
        redact(public_feed(event.pk), "ranking", line)


def say(event: Event, changes: list[Change], *, now: datetime) -> None:
    """Once in a transaction: feeds are held in the order of their names. An event nobody could read yet has no room to say
    it in.
    """
    if event.published_at is not None:
        feeds.append(changes, now=now)


def _ranking(event: Event, rows: Mapping[UUID, RoomPlace | None]) -> list[Change]:
    told = ResultsRevealed(payload=RankingPayload(rows=RankingRows(ranking=dict(rows))))
    return [Change(public_feed(event.pk), told.type, told.payload.plain())]
