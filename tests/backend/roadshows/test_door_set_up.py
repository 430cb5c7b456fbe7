"""The door as its host sets it up: lists, devices, and who came."""

import csv
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as current
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.models import AuditEntry
from backend.roadshows.models import CheckIn, CheckInDevice, CheckInList, Event
from backend.roadshows.services.events import create_event
from tests.factories.roadshows import (
    EventFactory,
    HostFactory,
    RegistrationFactory,
)
from tests.support.at_the_door import client_with, device_of, scan, send, wire
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def event() -> Event:
    made: Event = EventFactory.create(published=True)
    return made


@pytest.fixture
def phone(event: Event) -> APIClient:
    return device_of(event, "first")


def test_every_event_begins_with_one_door() -> None:
    host = HostFactory.create()
    starts = clock.now() + timedelta(days=3)
    made = create_event(
        actor=person_in(host),
        organization=host,
        changes={
            "preset": "salon",
            "title": "沙龙",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            "capacity": 10,
        },
        now=clock.now(),
    )
    door = made.check_in_lists.get()
    assert (door.name, door.mode, door.takes_entries, door.takes_exits, door.kinds) == (
        *("入场签到", "once", True, False),
        [],
    )


def _line(door: CheckInList | None = None, **fields: Any) -> dict[str, Any]:
    return {"id": str(door.pk) if door else None, "name": "大门", "mode": "once", **fields}


def test_lists_are_written_together(event: Event) -> None:
    host, door = client_of(person_in(event.organization)), event.check_in_lists.get()
    kind = event.ticket_types.get()

    def write(*lines: dict[str, Any], edition: int) -> Any:
        body = {"edition": edition, "lists": lines}
        return host.put(f"{API}/events/{event.pk}/door/lists/", body, format="json")

    both = write(_line(name="贵宾室", mode="many", kinds=[str(kind.pk)], takes_exits=True), _line(door), edition=1)
    assert [(one["name"], one["mode"], one["kinds"]) for one in both.json()["lists"]] == [
        ("贵宾室", "many", [str(kind.pk)]),
        ("大门", "once", []),
    ]
    refused = {
        "roadshows.stale": write(_line(door), edition=1),
        "roadshows.check_in_list_unknown": write(_line(EventFactory.create().check_in_lists.get()), edition=2),
        "roadshows.ticket_type_unknown": write(_line(door, kinds=[str(uuid4())]), edition=2),
        "roadshows.list_opens_nothing": write(_line(door, takes_entries=False), edition=2),
    }
    assert {code: answer.json()["code"] for code, answer in refused.items()} == {code: code for code in refused}
    send(device_of(event, "one"), event, scan(RegistrationFactory.create(event=event)), to=door)
    used = write(_line(), edition=2)
    assert (used.status_code, used.json()["code"]) == (409, "roadshows.check_in_list_in_use")
    assert CheckInList.objects.filter(event=event).count() == 2


def test_a_link_is_answered_once_and_can_be_taken_away(event: Event) -> None:
    host, door = client_of(person_in(event.organization)), event.check_in_lists.get()
    address = f"{API}/events/{event.pk}/door/devices/"
    made = host.post(address, {"name": "志愿者", "lists": [str(door.pk)]}, format="json")
    link = made.json()["url"]
    assert link.startswith(f"{current.PUBLIC_URL}/checkin/{event.pk}#")
    secret = link.partition("#")[2]
    phone = client_with(secret)
    assert phone.get(f"{API}/door/{event.pk}/").json()["device"] == "志愿者"
    desk = host.get(f"{API}/events/{event.pk}/door/").json()
    assert secret not in str(desk) + str(list(AuditEntry.objects.values())) + str(list(CheckInDevice.objects.values()))
    assert desk["devices"][0]["last_seen_at"] is not None
    foreign = str(EventFactory.create().check_in_lists.get().pk)
    for lists in ([foreign], [str(door.pk), foreign]):
        refused = host.post(address, {"name": "x", "lists": lists}, format="json")
        assert (refused.status_code, refused.json()["code"]) == (400, "roadshows.check_in_list_unknown")
    revoke = f"{address}{made.json()['device']['id']}/revoke/"
    assert [host.post(revoke).status_code for _ in range(2)] == [200, 200]
    assert phone.get(f"{API}/door/{event.pk}/").status_code == 401
    acts = AuditEntry.objects.filter(action__startswith="event.check_in_device").order_by("id")
    assert [one.action for one in acts] == ["event.check_in_device_added", "event.check_in_device_revoked"]


def test_who_came_stands_in_the_table_of_guests_and_in_the_sheet(event: Event, phone: APIClient) -> None:
    came, absent = RegistrationFactory.create_batch(2, event=event)
    send(phone, event, scan(came), scan(came))
    host = client_of(person_in(event.organization))
    passed_at = CheckIn.objects.get(turn=1).scanned_at
    rows = host.get(f"{API}/events/{event.pk}/registrations/").json()["results"]
    assert {one["id"]: one["came_at"] for one in rows} == {str(came.pk): wire(passed_at), str(absent.pk): None}
    sheet = b"".join(host.get(f"{API}/events/{event.pk}/registrations/export/")).decode()
    header, *lines = csv.reader(sheet.splitlines())
    at = header.index("签到时间")
    assert sorted(line[at] == "" for line in lines) == [False, True]


@pytest.mark.parametrize("number", [1, 3])
def test_report_and_desk_cost_the_same_with_more_rows(
    event: Event, phone: APIClient, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    host = client_of(person_in(event.organization))
    send(phone, event, *(scan(row) for row in RegistrationFactory.create_batch(number, event=event)))
    with django_assert_num_queries(6):
        host.get(f"{API}/events/{event.pk}/check-ins/")
    with django_assert_num_queries(11):
        host.get(f"{API}/events/{event.pk}/door/")
