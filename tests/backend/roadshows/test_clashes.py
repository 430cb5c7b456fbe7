"""What a draft asks to be at two places at one time, and how much of the other place its host is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from backend.deals.models import Pitch
from backend.organizations.models import Organization
from backend.roadshows.models import AgendaItem, Event
from backend.roadshows.selectors.clashes import clashes_of, speakers_in
from tests.factories.deals import PitchFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory, EventHelperFactory, HostFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def host() -> Organization:
    found: Organization = HostFactory.create()
    return found


@pytest.fixture
def pitch() -> Pitch:
    found: Pitch = PitchFactory.create(published=True)
    return found


@pytest.fixture
def at() -> datetime:
    return clock.now() + timedelta(days=7)


def _event(host: Organization, starts_at: datetime, *lines: dict[str, Any], **fields: Any) -> Event:
    event: Event = EventFactory.create(organization=host, starts_at=starts_at, **{"venue": f"厅 {starts_at}"} | fields)
    for position, line in enumerate(lines, start=1):
        AgendaItemFactory.create(event=event, position=position, **{"title": f"{event.title} {position}"} | line)
    return event


def _found(viewer: User, event: Event) -> set[tuple[str, str, str, str | None, str | None]]:
    found = clashes_of(viewer, event)
    told = {
        (
            *(one.kind.value, one.line.title, one.what),
            one.event.title if one.event else None,
            one.other.title if one.other else None,
        )
        for one in found
    }
    assert len(told) == len(found)
    return told


def _slot(pitch: Pitch, **fields: Any) -> dict[str, Any]:
    return {"kind": "pitch", "title": "路演", "pitch": pitch, **fields}


def test_within_a_host_its_speakers_rooms_and_pitches_are_at_one_place_at_a_time(
    host: Organization, pitch: Pitch, at: datetime
) -> None:
    own = _event(
        host,
        at,
        {"title": "致辞", "speaker": "周岚（主持）, Lin Qiming"},
        {"title": "圆桌", "speaker": "王小明", "room": "二楼 A"},
        _slot(pitch),
        venue="会客厅",
    )
    viewer = person_in(host)
    assert _found(viewer, own) == set()
    # Begins with the opening, and goes on until after the panel.
    _event(host, at, {"title": "讲座", "speaker": "lin  qiming；陈", "minutes": 15}, title="另一场")
    # In the same room while the panel is on; the whole house is another place than one of its rooms.
    _event(host, at + timedelta(minutes=15), {"room": "二楼Ａ", "minutes": 30}, title="同厅", venue=" 会客厅")
    # Ends as the pitch begins, and begins as it ends.
    _event(host, at, _slot(pitch, minutes=20), title="前一场")
    _event(host, at + timedelta(minutes=30), _slot(pitch), title="后一场")
    _event(host, at, {"speaker": "周岚"}, title="取消的", state="cancelled", cancelled_at=at, cancel_reason="台风")
    assert _found(viewer, own) == {
        ("speaker", "致辞", "Lin Qiming", "另一场", "讲座"),
        ("place", "圆桌", "二楼 A", "同厅", "同厅 1"),
    }
    _event(host, at + timedelta(minutes=25), _slot(pitch), title="撞上的")
    assert ("pitch", "路演", "路演", "撞上的", "路演") in _found(viewer, own)


def test_lines_of_one_event_may_clash_too(host: Organization, at: datetime) -> None:
    event = _event(
        host,
        at,
        {"title": "甲", "speaker": "周岚", "minutes": 20, "room": "一"},
        {"title": "乙", "speaker": "周岚、陈", "begins_after": 10, "room": "二"},
        {"title": "丙", "speaker": "陈", "room": "一"},
    )
    assert _found(person_in(host), event) == {("speaker", "乙", "周岚", event.title, "甲")}


def test_of_other_hosts_only_a_pitch_whose_company_said_yes_counts_and_is_named_where_all_may_read_it(
    host: Organization, pitch: Pitch, at: datetime
) -> None:
    own = _event(host, at, _slot(pitch, speaker="周岚"), title="我们的", venue="会客厅")
    for number, fields in enumerate(({}, {"published": True})):
        # The same house and the same name are other hosts' business.
        said = _slot(pitch, is_confirmed=True, speaker="周岚")
        _event(HostFactory.create(), at, said, title=f"别家 {number}", venue="会客厅", **fields)
        _event(HostFactory.create(), at, _slot(pitch), title=f"没答应 {number}", **fields)
    viewer = person_in(host)
    named = ("pitch", "路演", "路演", "别家 1", "路演")
    # What nobody may read is not told to whoever writes down a name, but to whom the company has promised to come.
    assert _found(viewer, own) == {named}
    AgendaItem.objects.filter(event=own).update(is_confirmed=True)
    assert _found(viewer, own) == {named, ("pitch", "路演", "路演", None, None)}
    told = client_of(viewer).get(f"/api/v1/events/{own.pk}/agenda/draft/")
    assert "别家 0" not in told.content.decode()
    assert [(one["event_title"], one["other_title"]) for one in told.json()["clashes"]] == [("", ""), ("别家 1", "")]


def test_a_co_host_of_one_event_learns_nothing_of_the_hosts_others(
    host: Organization, pitch: Pitch, at: datetime
) -> None:
    event = _event(host, at, _slot(pitch, speaker="周岚"), venue="会客厅")
    _event(host, at, {"title": "未定的一项", "speaker": "周岚"}, _slot(pitch), title="草稿", venue="会客厅")
    _event(host, at, {"title": "又一项", "speaker": "周岚"}, title="公开", venue="会客厅", published=True)
    said = _slot(pitch, title="已答应", is_confirmed=True)
    _event(host, at, said, title="也公开", venue="会客厅", published=True)
    beside = HostFactory.create()
    EventHelperFactory.create(event=event, role="co_host", organization=beside, person=None)
    told = client_of(person_in(beside)).get(f"/api/v1/events/{event.pk}/agenda/draft/").json()["clashes"]
    assert [(one["kind"], one["event_title"], one["other_title"]) for one in told] == [("pitch", "也公开", "")]
    # The host's own people do: the control.
    own = client_of(person_in(host)).get(f"/api/v1/events/{event.pk}/agenda/draft/").json()["clashes"]
    assert {one["event_title"] for one in own} == {"草稿", "公开", "也公开"}


def test_names_are_compared_without_what_stands_beside_them() -> None:
    assert speakers_in("周 岚（远山资本，合伙人）、ＬＩＮ Qiming/陈, ,") == {
        "周岚": "周 岚",
        "linqiming": "ＬＩＮ Qiming",
        "陈": "陈",
    }


@pytest.mark.parametrize("others", [1, 4])
def test_looking_costs_the_same_however_many_events_there_are(
    host: Organization, pitch: Pitch, at: datetime, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = _event(host, at, _slot(pitch))
    for number in range(others):
        _event(host, at, _slot(pitch), {"title": "又一项"}, title=f"同时 {number}")
        _event(HostFactory.create(), at, _slot(pitch, is_confirmed=True), title=f"别家 {number}", published=True)
    viewer = person_in(host)
    with django_assert_num_queries(10):
        assert len(clashes_of(viewer, event)) == 3 * others
    assert AgendaItem.objects.count() == 1 + 3 * others
