"""Lights and words for the speaker on stage."""

from typing import Any

import pytest
from django.db import transaction

from backend.backstage.enums import CueLight
from backend.backstage.errors import BadCue
from backend.backstage.models import Cue
from backend.backstage.services.cueing import give
from backend.core import clock
from backend.core.errors import DomainError, NotPermitted
from backend.feeds import selectors as feeds
from backend.feeds.models import FeedEvent
from backend.roadshows.enums import EventState
from backend.roadshows.errors import StageMoved, WrongState
from backend.roadshows.models import Event
from backend.roadshows.rooms import organizers_feed, public_feed, speakers_feed
from backend.roadshows.services.stage import show_item
from tests.support.behind_the_stage import Backstage

pytestmark = pytest.mark.django_db


def _on_stage() -> Backstage:
    night = Backstage()
    show_item(actor=night.host, event_id=night.event.pk, item_id=night.lines[0].pk, now=night.now)
    return night


def _give(night: Backstage, **given: Any) -> Cue:
    said: dict[str, Any] = {"actor": night.host, "line_id": night.lines[0].pk, "light": CueLight.STOP, **given}
    return give(event_id=night.event.pk, now=night.now, **said)


def _refused(error: type[DomainError], night: Backstage, **given: Any) -> None:
    before = FeedEvent.objects.count()
    with pytest.raises(error), transaction.atomic():
        _give(night, **given)
    assert (FeedEvent.objects.count(), Cue.objects.count()) == (before, 0)


def test_a_cue_is_seen_by_speakers_and_host_and_by_nobody_else() -> None:
    night = _on_stage()
    public = feeds.position(public_feed(night.event.pk)).head
    _give(night, note="请重复问题")
    wanted = {
        "line": str(night.lines[0].pk),
        "light": "stop",
        "note": "请重复问题",
        "given_at": night.now.isoformat().replace("+00:00", "Z"),
    }
    for feed in (speakers_feed(night.event.pk), organizers_feed(night.event.pk)):
        assert feeds.snapshot(feed, now=clock.now()).state["cue"] == wanted
        assert feeds.position(feed).head == 1
    assert feeds.position(public_feed(night.event.pk)).head == public
    assert "cue" not in feeds.snapshot(public_feed(night.event.pk), now=clock.now()).state


def test_the_same_cue_is_given_once_and_nothing_takes_it_away() -> None:
    night = _on_stage()
    for _ in range(2):
        _give(night)
    for _ in range(2):
        _give(night, light=None)
    feed = speakers_feed(night.event.pk)
    assert feeds.position(feed).head == 2
    assert feeds.snapshot(feed, now=clock.now()).state == {"cue": None}
    assert Cue.objects.get().given_by_id == night.host.pk


def test_what_is_refused() -> None:
    night = _on_stage()
    _refused(StageMoved, night, line_id=night.lines[1].pk)
    _refused(BadCue, night, note="字" * 81)
    _refused(NotPermitted, night, actor=night.founders[0])
    Event.objects.filter(pk=night.event.pk).update(state=EventState.ENDED)
    _refused(WrongState, night)
