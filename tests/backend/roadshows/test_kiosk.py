"""A tablet at the entrance: it lets in who shows a ticket, and knows nobody by name."""

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from backend.core import clock
from backend.organizations.enums import MemberRole
from backend.roadshows.models import CheckInDevice, Event
from backend.roadshows.tickets import signed_code
from tests.factories.roadshows import CheckInDeviceFactory, EventFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def event() -> Event:
    made: Event = EventFactory.create(published=True)
    return made


@pytest.fixture
def tablet(event: Event) -> APIClient:
    CheckInDeviceFactory.create(event=event, secret="tablet", role="kiosk")
    client = client_of()
    client.credentials(HTTP_X_DOOR_DEVICE="tablet")
    return client


def _scan(client: APIClient, event: Event, **read: str) -> dict[str, object]:
    scan = {
        "nonce": str(uuid4()),
        "kind": "entry",
        "source": "online",
        "scanned_at": clock.now().isoformat(),
        **read,
    }
    body = {"list": str(event.check_in_lists.get().pk), "scans": [scan]}
    answer = client.post(f"{API}/door/{event.pk}/scans/", body, format="json")
    assert answer.status_code == 200
    return dict(answer.json()["results"][0])


def test_a_host_gives_a_link_with_the_role_of_a_kiosk(event: Event) -> None:
    member = client_of(person_in(event.organization, MemberRole.MEMBER))
    body = {"name": "入口平板", "role": "kiosk", "lists": [str(event.check_in_lists.get().pk)]}
    answer = member.post(f"{API}/events/{event.pk}/door/devices/", body, format="json")
    assert (answer.status_code, answer.json()["device"]["role"]) == (201, "kiosk")
    secret = answer.json()["url"].partition("#")[2]
    door = client_of().get(f"{API}/door/{event.pk}/", headers={"X-Door-Device": secret}).json()
    assert door["role"] == "kiosk"
    # A device of before, and one that names no role, is a phone of the door.
    plain = member.post(f"{API}/events/{event.pk}/door/devices/", {**body, "role": "door"}, format="json")
    assert (plain.json()["device"]["role"], CheckInDevice.objects.count()) == ("door", 2)


def test_it_knows_every_ticket_and_no_name(event: Event, tablet: APIClient) -> None:
    row = RegistrationFactory.create(event=event, name="陈嘉欣", organization_name="香蜜湖资本")
    answer = tablet.get(f"{API}/door/{event.pk}/roster/")
    assert [one["code"] for one in answer.json()["guests"]] == [row.code]
    assert "陈嘉欣" not in answer.content.decode()
    assert "香蜜湖资本" not in answer.content.decode()
    CheckInDeviceFactory.create(event=event, secret="phone")
    phone = client_of().get(f"{API}/door/{event.pk}/roster/", headers={"X-Door-Device": "phone"})
    assert phone.json()["guests"][0]["name"] == "陈嘉欣"


def test_it_lets_in_by_a_code_that_was_shown_or_typed_and_nobody_found_by_name(event: Event, tablet: APIClient) -> None:
    first, second = (RegistrationFactory.create(event=event) for _ in range(2))
    ticket = signed_code(event.pk, event.code, first.code, first.ticket_type_id)
    shown = _scan(tablet, event, ticket=ticket)
    assert (shown["result"], shown["guest"]["name"]) == ("admitted", first.name)  # type: ignore[index]
    assert _scan(tablet, event, code=first.code)["result"] == "already"
    by_name = _scan(tablet, event, registration=str(second.pk))
    assert (by_name["result"], by_name["reason"], by_name["guest"]) == ("not_valid", "unknown", None)
    assert _scan(tablet, event, code=second.code)["result"] == "admitted"
