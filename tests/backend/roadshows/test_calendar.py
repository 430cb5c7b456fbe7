"""The days of the list, and the calendar one subscribes to: what is public, and nothing else."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.organizations.enums import VerificationState
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from tests.factories.accounts import OperatorFactory
from tests.factories.roadshows import EventFactory, HostFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API, FEED = "/api/v1/events/", "/events.ics"
UNRULY = "\a开\vEND:VEVENT\u2028END:VEVENT\x85END:VEVENT\r\n👩‍💼\x7f场" * 2
NOVEMBER = "since=2026-11-01&until=2026-11-30"


def _at(day: str, hours: float = 2, **changes: Any) -> Event:
    """Published, on the street at this time, for so many hours."""
    starts = datetime.fromisoformat(f"{day}+08:00")
    return EventFactory.create(
        **{"published": True} | changes, starts_at=starts, ends_at=starts + timedelta(hours=hours)
    )


def _hidden(**when: Any) -> set[Event]:
    """What no visitor may ever see: unpublished, under review, called off before it was public, its host not verified."""
    return {
        EventFactory.create(**when),
        EventFactory.create(state=EventState.UNDER_REVIEW, submitted_at=clock.now(), **when),
        EventFactory.create(state=EventState.CANCELLED, cancelled_at=clock.now(), cancel_reason="台风", **when),
        EventFactory.create(published=True, organization__verification_state=VerificationState.EXPIRED, **when),
    }


def test_days_hold_exactly_the_public_events_that_have_a_part_of_them() -> None:
    first, last = _at("2026-11-01T00:00"), _at("2026-11-30T23:00")
    fair, salon = _at("2026-10-30T09:00", 72), _at("2026-11-12T14:00", preset="salon")
    off = _at("2026-11-13T14:00", state="cancelled", cancelled_at=clock.now(), cancel_reason="台风")
    _at("2026-10-31T20:00", 4)
    december = _at("2026-12-01T00:00")
    hidden = _hidden(starts_at=salon.starts_at, ends_at=salon.ends_at)
    operator = client_of(OperatorFactory.create())
    hosts = [client_of(person_in(event.organization)) for event in hidden]
    for asked, expected in (
        (f"when=all&page_size=300&{NOVEMBER}", [fair, first, salon, off, last]),
        (f"when=all&preset=salon&{NOVEMBER}", [salon]),
        (f"when=all&q=没有的词&{NOVEMBER}", []),
        ("when=all&since=2026-11-30", [last, december]),
        ("when=all&until=2026-10-30", [fair]),
    ):
        for client in (client_of(), operator, *hosts):
            rows = client.get(f"{API}?{asked}").json()["results"]
            assert [row["id"] for row in rows] == [str(event.pk) for event in expected], asked


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ("since=2026-11-30&until=2026-11-29", "roadshows.bad_range", "until"),
        ("since=2026-11-01&until=2027-01-02", "roadshows.range_too_long", "until"),
        ("since=2026-11-31", "core.invalid", "since"),
        ("until=9999-12-31", "core.invalid", "until"),
        ("since=2026-11-01&page_size=101", "core.invalid", "page_size"),
        (f"{NOVEMBER}&page_size=301", "core.invalid", "page_size"),
        ("month=2026-11", "core.unknown_parameter", "month"),
    ],
)
def test_days_that_make_no_range_are_refused_and_named(asked: str, code: str, field: str) -> None:
    answer = client_of().get(f"{API}?{asked}")
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, code, [field])
    assert client_of().get(f"{API}?since=2026-11-01&until=2027-01-01").status_code == 200


def _entries(body: str) -> dict[str, tuple[str, str]]:
    """What a calendar holds: the UID, the sequence and the state of each entry."""
    found = re.findall(r"BEGIN:VEVENT\r\nUID:(\S+)\r\nSEQUENCE:(\d+)\r\n(?:.+\r\n)+?STATUS:(\w+)\r\n", body)
    return {uid: (sequence, status) for uid, sequence, status in found}


def test_feed_holds_exactly_what_is_public_and_to_come_or_lately_over() -> None:
    now, host = clock.now(), HostFactory.create()
    kept = {
        "CONFIRMED": [
            EventFactory.create(published=True, organization=host, title="会,谈;\\ " * 9, summary=UNRULY),
            EventFactory.create(published=True, organization=host, state="live", starts_at=now),
            EventFactory.create(published=True, state="ended", starts_at=now - timedelta(days=30)),
        ],
        "CANCELLED": [EventFactory.create(published=True, state="cancelled", cancelled_at=now, cancel_reason="台风")],
    }
    EventFactory.create(published=True, state="ended", starts_at=now - timedelta(days=31))
    _hidden()
    answer = client_of(person_in(host)).get(FEED, HTTP_ACCEPT="text/calendar")
    body = answer.content.decode()
    assert _entries(body) == {
        f"{event.pk}@events.xiangmihu": ("1", status) for status, events in kept.items() for event in events
    }
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (body.startswith("BEGIN:VCALENDAR\r\n"), body.endswith("END:VCALENDAR\r\n")) == (True, True)
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    # No title breaks out of its line, however a program tells lines apart, nor does a control spoil the whole file.
    assert body.splitlines() == body.split("\r\n")[:-1]
    assert re.findall(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", body) == []
    own = client_of().get(f"{API}{kept['CONFIRMED'][0].pk}/event.ics", HTTP_ACCEPT="text/calendar").content.decode()
    assert _entries(own).items() <= _entries(body).items()


def test_feed_is_sent_again_only_once_it_says_something_else(django_assert_num_queries: Any) -> None:
    event = EventFactory.create(published=True, starts_at=datetime.now(UTC) + timedelta(days=1))
    EventFactory.create(published=True)
    client = client_of()
    with django_assert_num_queries(2):
        first = client.get(FEED)
    client.cookies["django_language"] = "en"
    assert client.get(FEED, HTTP_ACCEPT_LANGUAGE="zh-hant").content == first.content
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(FEED, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    Event.objects.filter(pk=event.pk).update(
        state="cancelled", cancelled_at=clock.now(), cancel_reason="台风", edition=2
    )
    changed = client.get(FEED, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (changed.status_code, _entries(changed.content.decode())[f"{event.pk}@events.xiangmihu"]) == (
        200,
        ("2", "CANCELLED"),
    )
