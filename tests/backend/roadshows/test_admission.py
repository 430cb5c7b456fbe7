"""Who may have a kind of ticket: a list, people of organizations, qualified investors. A refusal says which rule it was."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.organizations.enums import MemberRole, StandingKind
from backend.roadshows.models import AdmittedContact, Event, Quota, Registration
from backend.roadshows.services import paying
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.tickets import secret_of, waiting_secret_of
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory, StandingFactory
from tests.factories.roadshows import EventFactory, HostFactory, RegistrationFactory, TicketTypeFactory, WaitingFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


def _event(**rules: Any) -> Event:
    event: Event = EventFactory.create(
        published=True, **{f"ticket_type__{name}": value for name, value in rules.items()}
    )
    return event


def _write(event: Event, table: str, *, by: Any = None) -> Any:
    client = client_of(by or person_in(event.organization, MemberRole.MEMBER))
    url = f"{API}/events/{event.pk}/ticket-types/{event.ticket_types.first().pk}/admitted/"  # type: ignore[union-attr]
    return client.put(url, {"table": table}, format="json")


def _code(answer: Any) -> str:
    return str(answer.json().get("code", answer.status_code)) if answer.status_code != 201 else "in"


def _member_comes(event: Event, person: Any, **changes: Any) -> str:
    body = {"name": "某人", "organization": "某机构", "consent_version": _version()} | changes
    url = f"{API}/events/{event.pk}/registrations/mine/"
    return _code(client_of(person).post(url, body, format="json", headers={"Idempotency-Key": "key"}))


def _version() -> str:
    return str(client_of().get(f"{API}/events/consent/").json()["version"])


def test_kind_for_a_list_is_for_whoever_stands_on_it() -> None:
    event = _event(is_for_list=True)
    answer = _write(event, "Guest@Example.com,老朋友\n138 0013 8000\n@Far-Hill.example\n\nguest@example.com\n")
    assert (answer.status_code, answer.json()["values"]) == (
        200,
        ["+8613800138000", "@far-hill.example", "guest@example.com"],
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert _code(ask_to_come(event, "guest@example.com")) == "in"
    assert _code(ask_to_come(event, "+8613800138000")) == "in"
    assert _code(ask_to_come(event, "anyone@far-hill.example")) == "in"
    for stranger in ("other@example.com", "x@not-far-hill.example", "x@sub.far-hill.example"):
        refused = ask_to_come(event, stranger)
        assert (refused.status_code, _code(refused)) == (409, "roadshows.for_list_alone")
        assert "guest@example.com" not in refused.content.decode()
    assert (Registration.objects.count(), Quota.objects.get().taken) == (3, 3)


@pytest.mark.parametrize("line", ["nobody", "@", "@x y", "12", '"open'])
def test_list_with_a_bad_line_changes_nothing_and_names_it(line: str) -> None:
    event = _event(is_for_list=True)
    _write(event, "kept@example.com")
    answer = _write(event, f"good@example.com\n{line}")
    assert (answer.status_code, answer.json()["code"]) == (400, "roadshows.admission_table_unreadable")
    assert list(AdmittedContact.objects.values_list("value", flat=True)) == ["kept@example.com"]


def test_list_is_read_by_those_who_work_for_the_host_and_goes_with_the_contacts() -> None:
    event = _event(is_for_list=True)
    _write(event, "kept@example.com")
    url = f"{API}/events/{event.pk}/ticket-types/{event.ticket_types.get().pk}/admitted/"
    for other in (person_in(event.organization, MemberRole.READER), UserFactory.create()):
        assert client_of(other).get(url).status_code == 403
        assert _write(event, "x@example.com", by=other).status_code == 403
    ago = clock.now() - timedelta(days=366)
    Event.objects.update(state="ended", starts_at=ago - timedelta(hours=3), ends_at=ago)
    remove_contacts(actor=SYSTEM, now=clock.now())
    assert AdmittedContact.objects.count() == 0


def test_kind_for_members_is_for_people_of_these_organizations() -> None:
    firm = OrganizationFactory.create()
    event = _event(members_of=[firm.pk])
    # A price for members is a kind of its own.
    TicketTypeFactory.create(event=event, position=2, name="公众票")
    kind = event.ticket_types.get(position=1)
    own, stranger = person_in(firm, MemberRole.READER), UserFactory.create()
    assert _member_comes(event, own, ticket_type=str(kind.pk)) == "in"
    assert _member_comes(event, stranger, ticket_type=str(kind.pk)) == "roadshows.for_members_alone"
    assert _code(ask_to_come(event, ticket_type=str(kind.pk))) == "roadshows.for_members_alone"
    shown = client_of().get(f"{API}/events/{event.pk}/").json()["ticket_types"][0]
    assert (shown["is_for_members"], shown["members_of"]) == (True, [])
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    assert [one["id"] for one in host.get(f"{API}/events/{event.pk}/").json()["ticket_types"][0]["members_of"]] == [
        str(firm.pk)
    ]


def test_kind_for_qualified_investors_asks_for_a_standing_in_force() -> None:
    event = _event(needs_standing=True)
    person = UserFactory.create()
    assert _member_comes(event, person) == "roadshows.for_standing_alone"
    StandingFactory.create(
        person=person,
        kind=StandingKind.QUALIFIED_INVESTOR,
        state="approved",
        valid_from=clock.now() - timedelta(days=1),
        valid_until=clock.now() + timedelta(days=1),
    )
    assert _member_comes(event, person) == "in"


def test_rules_hold_when_an_offer_is_taken_and_when_it_is_paid() -> None:
    event = _event(is_for_list=True)
    entry = WaitingFactory.create(event=event, offered=True)
    answer = client_of().post(f"{API}/waiting/{waiting_secret_of(entry.pk)}/accept/", {}, format="json")
    assert answer.json()["code"] == "roadshows.for_list_alone"
    entry.refresh_from_db()
    assert (entry.state, Registration.objects.count()) == ("offered", 0)
    owed = RegistrationFactory.create(event=event, state="awaiting_payment", price_minor=19_900)
    paying.owe([owed], event, now=clock.now())
    paid = client_of().post(f"{API}/tickets/{secret_of(owed.pk)}/pay/")
    assert paid.json()["code"] == "roadshows.for_list_alone"


def test_host_writes_the_rules_with_the_kinds() -> None:
    event, firm = EventFactory.create(published=True), HostFactory.create()
    host, kind = client_of(person_in(event.organization, MemberRole.MEMBER)), event.ticket_types.get()
    line = {"id": str(kind.pk), "name": "会员票", "price": {"amount": "0", "currency": "CNY"}}
    rules = {"needs_approval": True, "is_for_list": True, "needs_standing": True, "members_of": [str(firm.pk)]}
    url = f"{API}/events/{event.pk}/ticket-types/"
    answer = host.put(url, {"edition": 1, "types": [line | rules]}, format="json")
    assert answer.status_code == 200, answer.json()
    kind.refresh_from_db()
    assert (kind.needs_approval, kind.is_for_list, kind.needs_standing, kind.members_of) == (
        True,
        True,
        True,
        [firm.pk],
    )
    unknown = host.put(url, {"edition": 2, "types": [line | {"members_of": [str(event.pk)]}]}, format="json")
    assert unknown.json()["code"] == "roadshows.organization_unknown"
