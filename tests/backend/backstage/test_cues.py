"""Lights and words for the speaker on stage."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from backend.backstage.enums import CueLight
from backend.backstage.errors import BadCue
from backend.backstage.models import Cue
from backend.backstage.services import cueing
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


def _light(night: Backstage, light: CueLight | None = CueLight.STOP, **given: Any) -> Cue:
    said: dict[str, Any] = {"actor": night.host, "line_id": night.lines[0].pk, **given}
    return cueing.light(event_id=night.event.pk, light=light, now=night.now, **said)


def _say(night: Backstage, note: str = "请重复问题", **given: Any) -> Cue:
    said: dict[str, Any] = {"actor": night.host, "line_id": night.lines[0].pk, **given}
    return cueing.say(event_id=night.event.pk, note=note, now=night.now, **said)


def _refused(error: type[DomainError], act: Callable[..., Any], *given: Any, **named: Any) -> None:
    before = FeedEvent.objects.count()
    with pytest.raises(error), transaction.atomic():
        act(*given, **named)
    assert (FeedEvent.objects.count(), Cue.objects.count()) == (before, 0)


def test_a_cue_is_seen_by_speakers_and_host_and_by_nobody_else() -> None:
    night = _on_stage()
    public = feeds.position(public_feed(night.event.pk)).head
    _light(night)
    _say(night)
    wanted = {
        "line": str(night.lines[0].pk),
        "light": "stop",
        "note": "请重复问题",
        "given_at": night.now.isoformat().replace("+00:00", "Z"),
    }
    for feed in (speakers_feed(night.event.pk), organizers_feed(night.event.pk)):
        assert feeds.snapshot(feed, now=clock.now()).state["cue"] == wanted
        assert feeds.position(feed).head == 2
    assert feeds.position(public_feed(night.event.pk)).head == public
    assert "cue" not in feeds.snapshot(public_feed(night.event.pk), now=clock.now()).state


def test_the_same_cue_is_given_once_and_each_part_is_taken_away_by_itself() -> None:
    night = _on_stage()
    for _ in range(2):
        _light(night)
        _say(night)
    feed = speakers_feed(night.event.pk)
    assert feeds.position(feed).head == 2
    for _ in range(2):
        _light(night, None)
    assert feeds.snapshot(feed, now=clock.now()).state["cue"]["note"] == "请重复问题"
    for _ in range(2):
        _say(night, "")
    assert feeds.position(feed).head == 4
    assert feeds.snapshot(feed, now=clock.now()).state == {"cue": None}
    assert Cue.objects.get().given_by_id == night.host.pk


def test_the_next_speaker_begins_without_what_the_last_one_was_shown() -> None:
    night = _on_stage()
    _say(night)
    show_item(actor=night.host, event_id=night.event.pk, item_id=night.lines[1].pk, now=night.now)
    _light(night, line_id=night.lines[1].pk)
    cue = feeds.snapshot(speakers_feed(night.event.pk), now=clock.now()).state["cue"]
    assert (cue["line"], cue["light"], cue["note"]) == (str(night.lines[1].pk), "stop", "")


def test_what_is_refused() -> None:
    night = _on_stage()
    for act in (_light, _say):
        _refused(StageMoved, act, night, line_id=night.lines[1].pk)
        _refused(NotPermitted, act, night, actor=night.founders[0])
    _refused(BadCue, _say, night, "字" * 81)
    Event.objects.filter(pk=night.event.pk).update(state=EventState.ENDED)
    for act in (_light, _say):
        _refused(WrongState, act, night)
