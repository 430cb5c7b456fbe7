"""What several acts of one transaction say, written together at its end."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from backend.core import clock
from backend.feeds import services
from backend.feeds.enums import Audience
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.feeds.services import Change, gathered
from tests.support.rooms import feed_of

pytestmark = pytest.mark.django_db(transaction=True)


def _say(feed: FeedName, kind: str, payload: dict[str, Any] | None = None, *, is_tally: bool = False) -> None:
    services.append([Change(feed, kind, payload or {}, is_tally)], now=clock.now())


def _said(feed: FeedName) -> list[tuple[int, str, Any]]:
    rows = FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq")
    return list(rows.values_list("seq", "type", "payload"))


@transaction.atomic
def _say_and_crash(feed: FeedName, *kinds: str) -> None:
    for kind in kinds:
        with transaction.atomic():
            _say(feed, kind)
    raise ZeroDivisionError


def test_an_act_that_was_undone_said_nothing() -> None:
    feed = feed_of(uuid4())
    with transaction.atomic(), gathered(now=clock.now()):
        _say(feed, "a")
        with pytest.raises(ZeroDivisionError):
            _say_and_crash(feed, "b", "c")
        with transaction.atomic():
            _say(feed, "d")
    assert [(seq, kind) for seq, kind, _ in _said(feed)] == [(1, "a"), (2, "d")]


def test_feeds_are_taken_at_the_end_and_in_order_of_their_names() -> None:
    room = uuid4()
    public, judges = feed_of(room), feed_of(room, Audience.JUDGES)
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), gathered(now=clock.now()):
        for feed in (public, judges, public):
            _say(feed, "a")
        assert not any("feeds_" in one["sql"] for one in asked.captured_queries)
    taken = [one["sql"] for one in asked.captured_queries if "INTO feeds_feed " in one["sql"]]
    assert len(taken) == 1
    assert taken[0].index(str(judges)) < taken[0].index(str(public))
    assert [seq for seq, *_ in _said(public)] == [1, 2]


def test_tallies_behind_each_other_are_one_and_others_stay_between() -> None:
    feed = feed_of(uuid4())

    def tally(**rows: int) -> None:
        _say(feed, "counted", {"rows": {"things": rows}}, is_tally=True)

    with transaction.atomic(), gathered(now=clock.now()):
        tally(x=1)
        tally(y=5)
        tally(x=2)
        _say(feed, "moved")
        tally(x=3)
    assert _said(feed) == [
        (1, "counted", {"rows": {"things": {"x": 2, "y": 5}}}),
        (2, "moved", {}),
        (3, "counted", {"rows": {"things": {"x": 3}}}),
    ]


def test_what_is_taken_back_is_taken_out_of_what_was_said_just_now() -> None:
    feed, row = feed_of(uuid4()), uuid4()
    with transaction.atomic(), gathered(now=clock.now()):
        _say(feed, "said", {"rows": {"words": {str(row): {"text": "a secret"}}}})
        services.redact(feed, "words", row)
    assert _said(feed) == [(1, "said", {"rows": {"words": {str(row): None}}})]
