"""The stage of an event, for its organizers."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime

from backend.core.actors import Actor
from backend.live.commands import Payload, command
from backend.roadshows.services import stage


class ShowItem(Payload):
    """`item` null clears the stage."""

    room: UUID
    item: UUID | None


class TurnPage(Payload):
    room: UUID
    item: UUID
    page: int


class StartTimer(Payload):
    """`ends_at` by the server's clock."""

    room: UUID
    item: UUID
    ends_at: AwareDatetime


class StopTimer(Payload):
    room: UUID
    item: UUID
    left_ms: int


@command("stage.show_item", ShowItem)
def show_item(actor: Actor, payload: ShowItem, now: datetime) -> None:
    stage.show_item(actor=actor, event_id=payload.room, item_id=payload.item, now=now)


@command("stage.turn_page", TurnPage)
def turn_page(actor: Actor, payload: TurnPage, now: datetime) -> None:
    stage.turn_page(actor=actor, event_id=payload.room, item_id=payload.item, page=payload.page, now=now)


@command("stage.start_timer", StartTimer)
def start_timer(actor: Actor, payload: StartTimer, now: datetime) -> None:
    stage.start_timer(actor=actor, event_id=payload.room, item_id=payload.item, ends_at=payload.ends_at, now=now)


@command("stage.stop_timer", StopTimer)
def stop_timer(actor: Actor, payload: StopTimer, now: datetime) -> None:
    stage.stop_timer(actor=actor, event_id=payload.room, item_id=payload.item, left_ms=payload.left_ms, now=now)
