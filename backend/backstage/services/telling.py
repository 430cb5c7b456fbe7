"""Saying what changed behind the stage, in the transaction of the change."""

from datetime import datetime
from uuid import UUID

from backend.backstage.enums import ChatChannel
from backend.backstage.models import Cue
from backend.backstage.room_state import (
    CueGiven,
    CuePayload,
    JudgesChatPayload,
    JudgesChatRows,
    JudgesChatted,
    RoomChatLine,
    TeamChatPayload,
    TeamChatRows,
    TeamChatted,
)
from backend.backstage.selectors.chat import cue_row
from backend.feeds import services as feeds
from backend.feeds.names import FeedName
from backend.feeds.services import Change, redact
from backend.roadshows.models import Event
from backend.roadshows.rooms import judges_feed, organizers_feed, speakers_feed


def chatted(event: Event, channel: ChatChannel, rows: dict[UUID, RoomChatLine | None], *, now: datetime) -> None:
    """To everybody who follows the channel, in one go. A row of None is shown no more."""
    told: JudgesChatted | TeamChatted = TeamChatted(payload=TeamChatPayload(rows=TeamChatRows(team_chat=rows)))
    if channel is ChatChannel.JUDGES:
        told = JudgesChatted(payload=JudgesChatPayload(rows=JudgesChatRows(judges_chat=rows)))
    feeds.append([Change(feed, told.type, told.payload.plain()) for feed in _readers_of(event, channel)], now=now)


def forget_line(event: Event, channel: ChatChannel, line_id: UUID) -> None:
    """Once it was taken back, nobody reads it in what was said before either."""
    for feed in _readers_of(event, channel):
        redact(feed, f"{channel.value}_chat", line_id)


def cue_given(event: Event, cue: Cue, *, now: datetime) -> None:
    told = CueGiven(payload=CuePayload(cue=cue_row(cue)))
    both = (speakers_feed(event.pk), organizers_feed(event.pk))
    feeds.append([Change(feed, told.type, told.payload.plain()) for feed in both], now=now)


def _readers_of(event: Event, channel: ChatChannel) -> list[FeedName]:
    team = organizers_feed(event.pk)
    return [team, judges_feed(event.pk)] if channel is ChatChannel.JUDGES else [team]
