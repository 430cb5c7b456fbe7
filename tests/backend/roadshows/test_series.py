"""One event made into many: when they come, that each is an event of its own, and what is done to many of them at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.core import clock
from backend.core.models import AuditEntry, OutboxEvent
from backend.organizations.enums import MemberRole
from backend.roadshows.models import Event, EventSeries, Registration
from backend.roadshows.services import events
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1/events"
A_WEEK = timedelta(days=7)


def _event(**fields: Any) -> Event:
    """At 14:00 of the street in a week, registration closes the evening before."""
    starts = (clock.now() + A_WEEK).replace(hour=6, minute=0, second=0, microsecond=0)
    closes = starts - timedelta(hours=18)
    made: Event = EventFactory.create(**{"starts_at": starts, "registration_closes_at": closes, **fields})
    return made


def _day(event: Event, weeks: int = 0) -> str:
    return (timezone.localtime(event.starts_at).date() + weeks * A_WEEK).isoformat()


def _owner(event: Event) -> Any:
    return client_of(person_in(event.organization))


def _make(client: Any, event: Event, key: str = "one", **wish: Any) -> Any:
    body = {"edition": event.edition, "rule": "weekly", "count": 4, **wish}
    return client.post(f"{API}/{event.pk}/series/", body, format="json", headers={"Idempotency-Key": key})


def _series(weeks: int = 4, **fields: Any) -> tuple[Event, Any]:
    """The first event of a series of so many weeks, and its owner."""
    event = _event(**fields)
    owner = _owner(event)
    assert _make(owner, event, count=weeks).status_code == 201
    event.refresh_from_db()
    return event, owner


def _dates(event: Event) -> list[Event]:
    return list(Event.objects.filter(series=event.series).order_by("series_position"))


def _seen(rows: Iterable[Event]) -> list[dict[str, Any]]:
    return [{"id": str(row.pk), "edition": row.edition} for row in rows]


def _act(client: Any, event: Event, verb: str, rows: Iterable[Event], **more: Any) -> Any:
    address = f"{API}/{event.pk}/series/{verb}/"
    return client.post(address, {"events": _seen(rows), **more}, format="json")


def _published(rows: Iterable[Event]) -> None:
    Event.objects.filter(pk__in=[row.pk for row in rows]).update(
        state="published", submitted_at=clock.now(), published_at=clock.now()
    )


def _told(name: str) -> set[str]:
    return {row.payload["event_id"] for row in OutboxEvent.objects.filter(name=f"roadshows.{name}")}


def test_a_series_is_its_event_and_a_draft_for_each_other_day_at_the_same_hour() -> None:
    event = _event(published=True)
    RegistrationFactory.create(event=event)
    owner = _owner(event)
    asked = owner.get(f"{API}/{event.pk}/series/dates/", {"rule": "weekly", "count": 4})
    assert asked.json() == {"results": [_day(event, week) for week in range(4)]}
    assert not EventSeries.objects.exists()

    answer = _make(owner, event, title="每周路演", left_out=[_day(event, 2)])
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["title"], made["rule"], made["count"], made["first_date"]) == ("每周路演", "weekly", 4, _day(event))
    first, *others = _dates(Event.objects.get(pk=event.pk))
    assert [row["id"] for row in made["events"]] == [str(one.pk) for one in (first, *others)]
    assert (first, first.state, first.edition, first.series_position) == (event, "published", 2, 1)
    assert [(one.starts_at - event.starts_at, one.state, one.edition) for one in others] == [
        (A_WEEK, "draft", 1),
        (3 * A_WEEK, "draft", 1),
    ]
    assert [one.quota.taken for one in (first, *others)] == [1, 0, 0]
    acts = AuditEntry.objects.values_list("action", "subject_id")
    assert sorted(acts) == sorted(
        [("event_series.made", made["id"]), *(("event.put_in_series", str(one.pk)) for one in (first, *others))]
    )
    assert owner.get(f"{API}/{others[1].pk}/series/").json() == made


def test_the_same_key_makes_one_series_and_another_wish_needs_another_key() -> None:
    event = _event()
    owner = _owner(event)
    first, again = _make(owner, event), _make(owner, event)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert (EventSeries.objects.count(), Event.objects.count(), AuditEntry.objects.count()) == (1, 4, 5)
    other = _make(owner, event, count=5)
    assert (other.status_code, other.json()["code"]) == (422, "roadshows.idempotency_key_reused")
    for key in ("", "x" * 65):
        assert _make(owner, event, key).json()["code"] == "roadshows.idempotency_key_needed"
    event.refresh_from_db()
    twice = _make(owner, event, "two")
    assert (twice.status_code, twice.json()["code"]) == (409, "roadshows.already_in_series")
    assert Event.objects.count() == 4


def test_what_cannot_be_a_series_leaves_everything_as_it_was() -> None:
    event = _event()
    owner, week = _owner(event), _day(event, 1)
    for wish, code, field in (
        ({"count": 1}, "core.invalid", "count"),
        ({"count": 53}, "core.invalid", "count"),
        ({"count": None}, "core.invalid", "count"),
        ({"until": week}, "core.invalid", "count"),
        ({"count": None, "until": _day(event)}, "roadshows.series_too_short", None),
        ({"count": None, "until": _day(event, 52)}, "roadshows.series_too_long", "until"),
        ({"left_out": [_day(event)]}, "roadshows.series_date_unknown", "left_out"),
        ({"left_out": ["2027-01-01", week]}, "roadshows.series_date_unknown", "left_out"),
        ({"count": 2, "left_out": [week]}, "roadshows.series_too_short", None),
        ({"rule": "yearly"}, "core.invalid", "rule"),
    ):
        answer = _make(owner, event, **wish)
        assert (answer.status_code, answer.json()["code"], *list(answer.json()["fields"])) == (
            *(400, code),
            *([field] if field else []),
        ), wish
    assert _make(owner, event, edition=9).status_code == 409
    reader = client_of(person_in(event.organization, MemberRole.READER))
    assert (_make(reader, event).status_code, _make(client_of(UserFactory.create()), event).status_code) == (403, 404)
    public = _event(published=True)
    stranger = client_of(UserFactory.create())
    assert [stranger.get(f"{API}/{public.pk}/series/{path}").status_code for path in ("", "dates/")] == [403, 403]
    for fields in ({"state": "under_review"}, {"published": True, "state": "ended"}):
        other = _event(organization=event.organization, **fields)
        assert _make(owner, other, f"key {other.pk}").json()["code"] == "roadshows.wrong_state"
    begun = _event(organization=event.organization, starts_at=clock.now(), registration_closes_at=None)
    assert _make(owner, begun, "begun").json()["code"] == "roadshows.already_past"
    assert owner.get(f"{API}/{event.pk}/series/").status_code == 404
    assert (EventSeries.objects.count(), AuditEntry.objects.count(), OutboxEvent.objects.count()) == (0, 0, 0)


def test_a_series_is_one_piece_of_work_on_a_desk_that_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_OPEN_EVENTS", 2)
    event, owner = _series(weeks=6, published=True)
    clone = {"date": _day(event, 30)}
    assert [owner.post(f"{API}/{event.pk}/clone/", clone, format="json").status_code for _ in range(2)] == [201, 409]
    assert Event.objects.filter(state="draft").count() == 6


def test_drafts_are_handed_in_together_and_reviewed_one_by_one() -> None:
    event, owner = _series()
    first, second, third, fourth = _dates(event)
    Event.objects.filter(pk=fourth.pk).update(summary="")
    refused = _act(owner, event, "submit", [first, second, fourth])
    assert (refused.status_code, refused.json()["code"]) == (400, "roadshows.event_incomplete")
    assert {one.state for one in _dates(event)} == {"draft"}
    answer = _act(owner, event, "submit", [second, first])
    assert [row["state"] for row in answer.json()["events"]] == ["under_review", "under_review", "draft", "draft"]
    assert _told("event_submitted") == {str(first.pk), str(second.pk)}
    stale = _act(owner, event, "submit", [first, third])
    assert (stale.status_code, stale.json()["code"]) == (409, "roadshows.stale")
    foreign = _act(owner, event, "submit", [third, EventFactory.create(organization=event.organization)])
    assert (foreign.status_code, foreign.json()["code"]) == (400, "roadshows.series_date_unknown")
    assert list(_act(owner, event, "submit", [third, third]).json()["fields"]) == ["events"]
    assert [one.state for one in _dates(event)] == ["under_review", "under_review", "draft", "draft"]


def test_this_and_the_following_change_words_place_and_time_of_day_and_lose_no_guest() -> None:
    event, owner = _series(published=True)
    first, second, third, fourth = _dates(event)
    _published([second])
    guest = RegistrationFactory.create(event=second)
    before = Registration.objects.filter(pk=guest.pk).values().get()
    changes = {"title": "新标题", "venue": "新会场", "begins": "19:30", "minutes": 120}
    answer = _act(owner, second, "update", [second, third, fourth], **changes)
    assert answer.status_code == 200, answer.json()
    rows = _dates(event)
    assert [(one.title, one.venue) for one in rows] == [
        (event.title, event.venue),
        (event.title, "新会场"),
        ("新标题", "新会场"),
        ("新标题", "新会场"),
    ]
    for old, new in zip((second, third, fourth), rows[1:], strict=True):
        begins, ends = timezone.localtime(new.starts_at), timezone.localtime(new.ends_at)
        assert (begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}") == (
            *(timezone.localtime(old.starts_at).date(), "19:30", "21:30"),
        )
        assert old.registration_closes_at is not None
        assert new.registration_closes_at == old.registration_closes_at + timedelta(hours=5, minutes=30)
    assert rows[0].starts_at == first.starts_at
    # The usual notice of the one that people may have registered for, and of no draft.
    assert _told("event_moved") == {str(second.pk)}
    assert Registration.objects.filter(pk=guest.pk).values().get() == before
    editions = [one.edition for one in rows]
    assert _act(owner, second, "update", rows[1:], title="新标题", venue="新会场").status_code == 200
    assert [one.edition for one in _dates(event)] == editions


def test_registration_never_closes_after_an_end_that_comes_earlier() -> None:
    event = _event()
    Event.objects.filter(pk=event.pk).update(registration_closes_at=event.ends_at)
    owner = _owner(event)
    _make(owner, event, count=2)
    event.refresh_from_db()
    _act(owner, event, "update", _dates(event), minutes=60)
    assert [one.registration_closes_at == one.ends_at for one in _dates(event)] == [True, True]


def test_the_rest_is_called_off_by_an_admin_and_guests_hear_of_theirs() -> None:
    event, owner = _series(published=True)
    _, second, third, fourth = _dates(event)
    _published([second])
    member = client_of(person_in(event.organization, MemberRole.MEMBER))
    assert _act(member, second, "cancel", [second, third], reason="台风").status_code == 403
    assert list(_act(owner, second, "cancel", [second, third], reason=" ").json()["fields"]) == ["reason"]
    answer = _act(owner, second, "cancel", [second, third, fourth], reason="台风")
    assert [row["state"] for row in answer.json()["events"]] == ["published", *["cancelled"] * 3]
    assert _told("event_cancelled") == {str(second.pk)}
    assert {one.cancel_reason for one in _dates(event)[1:]} == {"台风"}


def test_everybody_sees_those_dates_that_are_open_and_never_what_the_host_calls_the_series() -> None:
    event = _event(published=True)
    owner = _owner(event)
    _make(owner, event, title="内部名称")
    event.refresh_from_db()
    second = _dates(event)[1]
    _published([second])
    visitor = client_of()
    shown = visitor.get(f"{API}/{event.pk}/").json()
    assert shown["series"] == str(event.series_id)
    asked = {"series": shown["series"], "when": "all"}
    rows = visitor.get(f"{API}/", asked)
    assert [row["id"] for row in rows.json()["results"]] == [str(event.pk), str(second.pk)]
    assert "内部名称" not in rows.content.decode() + visitor.get(f"{API}/{event.pk}/").content.decode()
    assert len(owner.get(f"{API}/", {**asked, "mine": True}).json()["results"]) == 4
    assert visitor.get(f"{API}/", {"series": "nonsense"}).json()["results"] == []

    assert [row["title"] for row in owner.get("/api/v1/event-series/").json()["results"]] == ["内部名称"]
    assert client_of(UserFactory.create()).get("/api/v1/event-series/").json()["count"] == 0
    assert visitor.get("/api/v1/event-series/").status_code == 401


def test_a_copy_of_a_date_is_in_no_series_and_costs_of_a_series_do_not_grow() -> None:
    event, owner = _series(weeks=3)
    copy = owner.post(f"{API}/{event.pk}/clone/", {"date": _day(event, 40)}, format="json").json()
    assert copy["series"] is None
    counts = []
    for many in (3, 6):
        other, client = _series(weeks=many)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{API}/{other.pk}/series/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_dates_in_the_street_are_told_by_the_streets_clock() -> None:
    """An hour after midnight there is the day before in Greenwich."""
    starts = datetime.combine(date(2030, 1, 31), datetime.min.time(), tzinfo=timezone.get_default_timezone())
    event = _event(
        starts_at=starts + timedelta(hours=1), ends_at=starts + timedelta(hours=3), registration_closes_at=None
    )
    answer = _make(_owner(event), event, rule="monthly_date", count=3)
    days = [timezone.localtime(one.starts_at) for one in _dates(Event.objects.get(pk=event.pk))]
    assert answer.json()["first_date"] == "2030-01-31"
    assert [f"{one:%m-%d %H}" for one in days] == ["01-31 01", "02-28 01", "03-31 01"]
