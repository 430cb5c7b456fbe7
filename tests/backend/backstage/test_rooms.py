"""What each audience hears of the backstage: snapshot and events make the present state; and what is forgotten with the guests."""

import random
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.db import transaction

from backend.accounts.exports import gather
from backend.backstage.enums import ChatChannel, CueLight
from backend.backstage.models import ChatLine, SpeakerLink, SpeakerNotes
from backend.backstage.room_state import (
    JudgesChatEvent,
    SpeakersEvent,
    TeamEvent,
    judges_chat_event,
    speakers_event,
    team_event,
)
from backend.backstage.services import cueing, speaking
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.errors import DomainError
from backend.feeds import selectors as feeds
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.roadshows.models import Event
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import judges_feed, organizers_feed, speakers_feed
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.services.stage import show_item
from tests.support.behind_the_stage import JUDGES, TEAM, Backstage

pytestmark = pytest.mark.django_db


class Night(Backstage):
    """Acts of the host, a judge and speakers, chosen at random."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)
        self.said: list[ChatLine] = []

    def act(self) -> None:
        self.now += timedelta(seconds=1)
        try:
            with transaction.atomic():
                self.chance.choice([self._say, self._say, self._take_back, self._cue, self._line])()
        except DomainError:
            pass

    def _say(self) -> None:
        talks: list[tuple[Any, ChatChannel]] = [(self.host, TEAM), (self.host, JUDGES), (self.juror(), JUDGES)]
        actor, channel = self.chance.choice(talks)
        self.said.append(self.say(actor, channel, str(len(self.said))))

    def _take_back(self) -> None:
        if self.said:
            hands: list[Any] = [self.host, self.juror()]
            self.take_back(self.chance.choice(hands), self.chance.choice(self.said))

    def _cue(self) -> None:
        at: dict[str, Any] = {
            "actor": self.host,
            "event_id": self.event.pk,
            "line_id": self.chance.choice(self.lines).pk,
        }
        if self.chance.random() < 0.5:
            cueing.light(**at, light=self.chance.choice([None, *CueLight]), now=self.now)
        else:
            cueing.say(**at, note=self.chance.choice(["", "请收尾"]), now=self.now)

    def _line(self) -> None:
        line = self.chance.choice(self.lines)
        show_item(actor=self.host, event_id=self.event.pk, item_id=line.pk, now=self.now)


def _state(feed: FeedName) -> tuple[int, dict[str, Any]]:
    found = feeds.snapshot(feed, now=clock.now())
    return found.seq, found.state


def _types(events: Any) -> set[str]:
    return {one.model_fields["type"].default for one in get_args(events) or (events,)}


@pytest.mark.parametrize("seed", range(3))
def test_snapshot_and_events_make_the_present_state_for_every_audience(seed: int) -> None:
    night = Night(seed)
    audiences: dict[FeedName, Any] = {
        speakers_feed(night.event.pk): speakers_event,
        judges_feed(night.event.pk): judges_chat_event,
        organizers_feed(night.event.pk): team_event,
    }
    seen = {feed: [_state(feed)] for feed in audiences}
    for _ in range(60):
        night.act()
        for feed, states in seen.items():
            states.append(_state(feed))
    told = set[str]()
    for feed, kinds in audiences.items():
        last, present = _state(feed)
        rows = list(FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, last + 1))
        for row in rows:
            told.add(row.type)
            kinds.validate_python({"type": row.type, "payload": row.payload})
        for seq, state in seen[feed]:
            for row in rows[seq:]:
                state = reduce(state, row.payload)
            assert state == present
    assert told == _types(SpeakersEvent) | _types(JudgesChatEvent) | _types(TeamEvent)


def test_what_one_said_is_in_ones_own_data_without_what_was_taken_back() -> None:
    night = Backstage()
    night.say(night.host, TEAM, "留下的")
    night.take_back(night.host, night.say(night.host, TEAM, "收回的"))
    night.say(night.juror(), JUDGES, "别人的")
    assert [one["text"] for one in gather(night.host)["backstage_lines"]] == ["留下的"]


def test_talk_notes_and_links_go_with_the_guests() -> None:
    night, other = Backstage(), Backstage()
    over = clock.now() - timedelta(days=3650)
    Event.objects.filter(pk=night.event.pk).update(state="ended", starts_at=over - timedelta(hours=2), ends_at=over)
    for one in (night, other):
        one.say(one.host)
        one.link()
        speaking.write_notes(
            actor=one.founders[0], event_id=one.event.pk, line_id=one.lines[0].pk, page=1, text="备注", was=""
        )
    for _ in range(2):
        remove_contacts(actor=SYSTEM, now=clock.now())
    for model in (ChatLine, SpeakerLink, SpeakerNotes):
        assert [row.event_id for row in model._default_manager.all()] == [other.event.pk]
