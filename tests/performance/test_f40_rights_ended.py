"""F40: people in live rooms lose their right to be there, in every way there is. Their sockets fall silent at once.

Each right that ends is announced to all processes, which ask again for those it concerns; without that it takes until the check
of the minute, as the control shows.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from backend.core import clock
from backend.feeds import services
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.live import bus
from tests.support.ended_rights import Case, cases, who_stays
from tests.support.live_server import Reader, reading, serving
from tests.support.results import is_full, record
from tests.support.rooms import feed_of

pytestmark = [
    pytest.mark.fault,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counting_room"),
]

EACH = 13 if is_full() else 3
BOUND_SECONDS, PATIENCE = 5.0, 20.0
CANARY, LAST = "test.canary", "test.last"


def _join(reader: Reader, *feeds: FeedName) -> None:
    reader.hello(*feeds)
    for _ in feeds:
        assert reader.hear("snapshot", "refused")["kind"] == "snapshot"


def _silenced_at(reader: Reader, feed: FeedName) -> float:
    """When it was told that the feed is no longer for it."""
    assert reader.hear("refused", seconds=PATIENCE)["feed"] == str(feed)
    return time.monotonic()


def _say(feed: FeedName, kind: str) -> None:
    with transaction.atomic():
        services.append([Change(feed, kind, {})], now=clock.now())


def _heard_until_last(reader: Reader) -> list[dict[str, Any]]:
    """Everything it is sent until the last event, which everybody hears and which came after all others."""
    heard: list[dict[str, Any]] = []
    while not heard or heard[-1].get("type") != LAST:
        heard.append(reader.hear("event", "pulse", "head", "snapshot", "refused"))
    return heard


def _say_and_hear(readers: list[Reader], feeds: set[FeedName], everybodys: FeedName) -> list[list[dict[str, Any]]]:
    for feed in sorted(feeds, key=str):
        _say(feed, CANARY)
    _say(everybodys, LAST)
    return [_heard_until_last(reader) for reader in readers]


def _about(heard: list[dict[str, Any]], feed: FeedName) -> list[str]:
    return [str(one.get("type", one["kind"])) for one in heard if one.get("feed") == str(feed)]


def test_f40_whose_right_ended_hears_nothing_more(transactional_db: None) -> None:
    ended, everybodys = cases(EACH), feed_of(uuid4())
    staying = next(case.feed for case in ended if case.feed.audience is Audience.ORGANIZERS)
    with serving() as port, ExitStack() as held, ThreadPoolExecutor(len(ended)) as ears:
        readers = [held.enter_context(reading(port, ticket=case.ticket)) for case in ended]
        stays = held.enter_context(reading(port, ticket=who_stays(staying)))
        for reader, feed in zip([*readers, stays], [*(case.feed for case in ended), staying], strict=True):
            _join(reader, feed, everybodys)
        silenced = [ears.submit(_silenced_at, reader, case.feed) for reader, case in zip(readers, ended, strict=True)]
        took = _ended(ended)
        slowest = max(one.result() - at for one, at in zip(silenced, took, strict=True))
        heard = _say_and_hear([*readers, stays], {case.feed for case in ended}, everybodys)
    leaked = [
        (case.name, frames) for one, case in zip(heard, ended, strict=False) if (frames := _about(one, case.feed))
    ]
    within = slowest <= BOUND_SECONDS
    record("F40 slowest until it was silent", value=round(slowest, 2), bound=BOUND_SECONDS, unit="s", passed=within)
    record("F40 sockets that heard more", value=len(leaked), bound=0, unit="sockets", passed=not leaked)
    assert leaked == []
    assert CANARY in _about(heard[-1], staying)
    assert "refused" not in _about(heard[-1], staying)
    assert within


def _ended(ended: list[Case]) -> list[float]:
    """When each of them lost the right."""
    at = []
    for case in ended:
        case.end()
        at.append(time.monotonic())
    return at


def test_f40_control_unannounced_they_go_on_hearing(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same rights end, and nobody is told to ask again."""
    monkeypatch.setattr(bus, "announce_ended", lambda _: None)
    ended, everybodys = cases(1), feed_of(uuid4())
    with serving() as port, ExitStack() as held:
        readers = [held.enter_context(reading(port, ticket=case.ticket)) for case in ended]
        for reader, case in zip(readers, ended, strict=True):
            _join(reader, case.feed, everybodys)
        _ended(ended)
        time.sleep(1)
        heard = _say_and_hear(readers, {case.feed for case in ended}, everybodys)
    deaf = [case.name for one, case in zip(heard, ended, strict=True) if CANARY not in _about(one, case.feed)]
    assert deaf == []
