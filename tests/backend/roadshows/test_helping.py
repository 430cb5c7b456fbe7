"""Who helps with an event: exactly what each role may in each state, and what asking, answering and ending do."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.organizations.models import Membership, Organization
from backend.roadshows.models import CheckIn, CheckInDevice, DeskPayment, Event, EventHelper
from backend.roadshows.permissions import ALWAYS, STEP_ROLES
from backend.roadshows.services.retention import remove_contacts
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.roadshows import (
    CheckInListFactory,
    EventFactory,
    EventHelperFactory,
    HostFactory,
    RegistrationFactory,
)
from tests.support.clients import client_of
from tests.support.guests import API
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db

_CO_HOST = {
    *("update_event", "edit_agenda", "submit_event", "withdraw_event", "begin_event", "end_event", "run_stage"),
    *("manage_vouchers", "decide_registrations", "run_door", "import_guests", "mail_guests"),
    *("view_registrations", "export_registrations", "read_hosts_own", "view_figures", "view_vouchers", "view_helpers"),
    *("write_decision_letters", "manage_waiting_list", "keep_door", "release_agenda", "manage_decks"),
}
_MEMBER = _CO_HOST | {
    *("edit_money_terms", "give_discounts", "invite_helpers", "view_money", "keep_guest_views", "clone_event"),
    "make_series",
}
MAY: dict[str, set[str]] = {
    "owner": _MEMBER | {"cancel_event"},
    "member": _MEMBER,
    "reader": set(),
    "co-host": _CO_HOST,
    "of a co-host": _CO_HOST,
    "desk": {"run_door", "mail_guests", "view_registrations", "keep_door"},
    "check-in": {"keep_door"},
    "operator who helps": {"run_door", "mail_guests", "view_registrations", "keep_door"},
    "asked": set(),
    "ended": set(),
    "reader of a co-host": set(),
    "outsider": set(),
}
# Of closed events and of those with minutes alone; tested with them.
ELSEWHERE = {"invite_guests", "write_minutes"}
# The steps that begin in a state; everything of `ALWAYS` is possible in each.
BEGINS_IN: dict[str, set[str]] = {
    "draft": {
        *("update_event", "edit_money_terms", "edit_agenda", "submit_event", "cancel_event"),
        *("manage_vouchers", "give_discounts", "invite_helpers", "manage_decks", "clone_event", "make_series"),
    },
    "under_review": {
        *("withdraw_event", "cancel_event", "manage_vouchers", "run_door", "invite_helpers", "decide_event"),
        *("manage_decks", "clone_event", "give_discounts"),
    },
    "published": {
        *("update_event", "edit_money_terms", "edit_agenda", "cancel_event", "begin_event", "manage_vouchers"),
        *("decide_registrations", "run_door", "import_guests", "invite_helpers", "mail_guests"),
        *("release_agenda", "manage_decks", "clone_event", "make_series", "give_discounts"),
    },
    "live": {
        *("cancel_event", "end_event", "run_stage", "manage_vouchers", "decide_registrations", "run_door"),
        *("import_guests", "invite_helpers", "mail_guests", "manage_decks", "clone_event", "give_discounts"),
    },
    "ended": {"run_door", "mail_guests", "clone_event"},
    "cancelled": {"mail_guests", "clone_event"},
}
OTHERS = ("asked", "ended", "reader of a co-host", "outsider")


def event_in(state: str) -> Event:
    now = clock.now()
    shown: dict[str, Any] = {} if state == "draft" else {"submitted_at": now}
    if state not in ("draft", "under_review"):
        shown["published_at"] = now
    if state == "cancelled":
        shown |= {"cancelled_at": now, "cancel_reason": "台风"}
    made: Event = EventFactory.create(state=state, **shown)
    return made


def helper_of(event: Event, role: str, **fields: Any) -> User:
    person: User = UserFactory.create()
    EventHelperFactory.create(event=event, role=role, person=person, **fields)
    return person


def helpers_of(event: Event) -> dict[str, User]:
    """Everybody of the table, each with what makes them what they are."""
    beside = HostFactory.create()
    EventHelperFactory.create(event=event, role="co_host", organization=beside, person=None)
    operator: User = OperatorFactory.create()
    people: dict[str, User] = {
        "owner": person_in(event.organization),
        "member": person_in(event.organization, MemberRole.MEMBER),
        "reader": person_in(event.organization, MemberRole.READER),
        "of a co-host": person_in(beside, MemberRole.MEMBER),
        "reader of a co-host": person_in(beside, MemberRole.READER),
        "outsider": UserFactory.create(),
        "operator who helps": operator,
    }
    EventHelperFactory.create(event=event, person=operator)
    for name, role in (("co-host", "co_host"), ("desk", "desk"), ("check-in", "check_in")):
        people[name] = helper_of(event, role)
    people["asked"] = UserFactory.create()
    EventHelperFactory.create(event=event, role="co_host", invited=True, email=people["asked"].email)
    people["ended"] = helper_of(event, "co_host", state="ended", ended_at=clock.now())
    return people


@pytest.mark.parametrize("state", BEGINS_IN)
def test_each_role_may_exactly_its_steps_in_each_state(state: str) -> None:
    assert set().union(ELSEWHERE, *BEGINS_IN.values()) == {*STEP_ROLES, "mail_guests"}
    event = event_in(state)
    for name, person in helpers_of(event).items():
        answer = client_of(person).get(f"{API}/events/{event.pk}/")
        if state in ("draft", "under_review") and name in OTHERS:
            assert answer.status_code == 404, name
            continue
        expected = MAY[name] & (BEGINS_IN[state] | set(ALWAYS))
        assert set(answer.json()["allowed_actions"]) == expected, name
        mine = client_of(person).get(f"{API}/events/?mine=true&when=all").json()["results"]
        assert [row["id"] for row in mine] == ([] if name in OTHERS else [str(event.pk)]), name


_ALL = {"owner", "member", "co-host", "of a co-host"}
_DESK = _ALL | {"desk"}
READ = {
    "events/{event}/registrations/": _DESK,
    "events/{event}/guest-views/": _DESK,
    "events/{event}/mailings/": _DESK,
    "events/{event}/waiting/": _DESK,
    "events/{event}/door/": _DESK,
    "events/{event}/check-ins/": _DESK,
    "events/{event}/registrations/export/": _ALL,
    "events/{event}/figures/": _ALL,
    "events/{event}/vouchers/": _ALL,
    "events/{event}/vouchers/export/": _ALL,
    "events/{event}/ticket-types/{kind}/admitted/": _ALL,
    "events/{event}/helpers/": _ALL,
    "events/{event}/invitations/": _ALL,
    "events/{event}/invitations/counts/": _ALL,
    "events/{event}/decks/": _ALL,
    "door/{event}/": _DESK | {"check-in"},
    "door/{event}/roster/": _DESK | {"check-in"},
}


def test_each_role_reads_exactly_its_part() -> None:
    event = event_in("published")
    people = helpers_of(event)
    people.pop("operator who helps")
    ids = {"event": event.pk, "kind": event.ticket_types.get().pk}
    for path, readers in READ.items():
        address = f"{API}/{path.format(**ids)}"
        answers = {name: client_of(person).get(address).status_code for name, person in people.items()}
        assert {name for name, code in answers.items() if code == 200} == readers, path
        assert {code for name, code in answers.items() if name not in readers} == {403}, path


_TERMS = {"edition": 1, "takes_transfers": False, "transfer_days": 3, "requests_until": None, "request_percent": 50}
STEPS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "update_event": ("patch", "", {"edition": 1, "venue": "别处"}),
    "edit_money_terms": ("put", "payment-terms/", _TERMS),
    "edit_agenda": ("put", "agenda/", {"edition": 1, "lines": []}),
    "cancel_event": ("post", "cancel/", {"edition": 1, "reason": "台风"}),
    "begin_event": ("post", "begin/", {"edition": 1}),
    "run_door": ("put", "door/lists/", {"edition": 1, "lists": [{"name": "大门", "mode": "once"}]}),
    "invite_helpers": ("post", "helpers/", {"role": "desk", "email": "more@example.com"}),
    "give_discounts": ("post", "vouchers/", {"percent": 100}),
}


def test_a_step_that_is_not_ones_own_is_refused_and_changes_nothing() -> None:
    event = event_in("published")
    people = {name: person for name, person in helpers_of(event).items() if name not in ("owner", "operator who helps")}
    before = EventHelper.objects.count()
    for step, (method, path, body) in STEPS.items():
        for name, person in people.items():
            if step not in MAY[name]:
                ask = getattr(client_of(person), method)
                answer = ask(f"{API}/events/{event.pk}/{path}", body, format="json")
                assert (answer.status_code, answer.json()["code"]) == (403, "core.not_permitted"), (step, name)
    event.refresh_from_db()
    assert (event.edition, event.state, EventHelper.objects.count()) == (1, "published", before)


def test_money_is_the_hosts_alone() -> None:
    event = event_in("published")
    row = RegistrationFactory.create(event=event)
    DeskPayment.objects.create(
        registration=row, amount_minor=5000, currency="CNY", means="cash", taken_at=clock.now(), person=None
    )
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    beside = client_of(helper_of(event, "co_host"))
    address = f"{API}/events/{event.pk}"
    assert [len(one.get(f"{address}/figures/").json()["at_the_desk"]) for one in (host, beside)] == [1, 0]
    kind = event.ticket_types.get()
    price = {"amount": "99.00", "currency": "CNY"}
    types = [{"id": str(kind.pk), "name": "普通", "price": price, "is_offered": True}]
    later = (event.starts_at - timedelta(days=1)).isoformat()
    for method, path, body in (
        ("put", "ticket-types/", {"edition": 1, "types": types}),
        ("patch", "", {"edition": 1, "refunds_until": later}),
    ):
        answer = getattr(beside, method)(f"{address}/{path}", body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "core.not_permitted"), path
    stored = Event.objects.get(pk=event.pk)
    assert (stored.edition, stored.state, stored.refunds_until) == (1, "published", None)
    # The same words at the price that stands are a co-host's to write.
    types[0]["price"] = {"amount": "0.00", "currency": "CNY"}
    answer = beside.put(f"{address}/ticket-types/", {"edition": 1, "types": types}, format="json")
    assert (answer.status_code, answer.json()["ticket_types"][0]["name"]) == (200, "普通")
    answer = host.put(f"{address}/payment-terms/", {**_TERMS, "edition": 2}, format="json")
    assert answer.status_code == 200


# --- asking and answering ----------------------------------------------------------------------------------------------


def _invite(event: Event, **body: Any) -> Any:
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    return host.post(f"{API}/events/{event.pk}/helpers/", body, format="json")


def _decline_or_accept(person: User, *, accepts: bool) -> Any:
    client = client_of(person)
    (asked,) = client.get(f"{API}/helper-invitations/").json()["results"]
    return client.post(f"{API}/helper-invitations/{asked['id']}/answer/", {"accepts": accepts}, format="json")


def _co_hosts(event: Event) -> list[str]:
    return [one["id"] for one in client_of().get(f"{API}/events/{event.pk}/").json()["co_hosts"]]


def test_an_organization_is_asked_and_its_administrators_answer() -> None:
    event, beside = event_in("published"), HostFactory.create()
    admin, member = person_in(beside, MemberRole.ADMIN), person_in(beside, MemberRole.MEMBER)
    body = {"role": "co_host", "organization": str(beside.pk)}
    assert _invite(event, **body).status_code == 201
    again = _invite(event, **body)
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.already_helps")
    assert client_of(member).get(f"{API}/helper-invitations/").json()["results"] == []
    assert _co_hosts(event) == []
    assert _decline_or_accept(admin, accepts=True).status_code == 200
    assert _co_hosts(event) == [str(beside.pk)]
    shown = client_of(member).get(f"{API}/events/{event.pk}/").json()
    assert [(one["role"], one["organization"]["id"]) for one in shown["helps_as"]] == [("co_host", str(beside.pk))]
    # Whoever leaves the organization leaves the event; and it is shown only while it is verified.
    Membership.objects.filter(person=member).delete()
    assert client_of(member).get(f"{API}/events/{event.pk}/registrations/").status_code == 403
    Organization.objects.filter(pk=beside.pk).update(verification_state="expired")
    assert _co_hosts(event) == []
    acts = AuditEntry.objects.filter(action__startswith="event.helper").order_by("id")
    assert [(row.action, set(row.organizations)) for row in acts] == [
        ("event.helper_invited", {event.organization_id, beside.pk}),
        ("event.helper_accepted", {event.organization_id, beside.pk}),
    ]


def test_a_person_is_asked_by_a_link_that_answers_once() -> None:
    event = event_in("draft")
    assert _invite(event, role="desk", email="Door@Example.com").status_code == 201
    drain_outbox(now=clock.now())
    (letter,) = [one for one in mail.outbox if one.to == ["door@example.com"]]
    found = re.search(r"/helping/([a-z2-7]{32})", str(letter.body))
    assert found is not None
    address = f"{API}/helper-links/{found.group(1)}/"
    assert client_of().get(address).json()["title"] == event.title
    assert client_of().post(f"{address}answer/", {"accepts": True}, format="json").status_code in (401, 403)
    itself = client_of(person_in(event.organization)).post(f"{address}answer/", {"accepts": True}, format="json")
    assert (itself.status_code, itself.json()["code"]) == (409, "roadshows.helps_itself")
    person, other = UserFactory.create(), UserFactory.create()
    assert client_of(person).get(f"{API}/events/{event.pk}/").status_code == 404
    assert client_of(person).post(f"{address}answer/", {"accepts": True}, format="json").status_code == 200
    assert client_of(person).get(f"{API}/events/{event.pk}/").status_code == 200
    late = client_of(other).post(f"{address}answer/", {"accepts": True}, format="json")
    assert (late.status_code, late.json()["code"]) == (404, "roadshows.helper_gone")
    assert client_of().get(address).status_code == 404
    assert EventHelper.objects.get().person == person


def test_no_one_is_asked_who_cannot_help() -> None:
    event, startup = event_in("published"), HostFactory.create(kind="startup")
    other = CheckInListFactory.create(event=event_in("published"), position=2)
    cases: list[tuple[dict[str, Any], int, str]] = [
        ({"role": "co_host", "organization": str(startup.pk)}, 403, "roadshows.not_a_host"),
        ({"role": "desk", "organization": str(event.organization_id)}, 409, "roadshows.helps_itself"),
        ({"role": "desk", "organization": str(uuid4())}, 400, "roadshows.organization_unknown"),
        ({"role": "check_in", "email": "a@example.com"}, 400, "roadshows.lists_needed"),
        ({"role": "check_in", "email": "a@example.com", "lists": [str(other.pk)]}, 400, "roadshows.lists_needed"),
        ({"role": "desk"}, 400, "core.invalid"),
    ]
    for body, status, code in cases:
        answer = _invite(event, **body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), body
    assert not EventHelper.objects.exists()


def test_no_means_no_right_and_what_is_over_is_not_answered() -> None:
    event, beside = event_in("published"), HostFactory.create()
    admin = person_in(beside, MemberRole.ADMIN)
    row = EventHelperFactory.create(event=event, organization=beside, person=None, state="invited", answered_at=None)
    Event.objects.filter(pk=event.pk).update(state="ended")
    assert client_of(admin).get(f"{API}/helper-invitations/").json()["results"] == []
    answer = client_of(admin).post(f"{API}/helper-invitations/{row.pk}/answer/", {"accepts": True}, format="json")
    assert answer.status_code == 404
    Event.objects.filter(pk=event.pk).update(state="published")
    assert _decline_or_accept(admin, accepts=False).status_code == 200
    assert client_of(admin).get(f"{API}/door/{event.pk}/").status_code == 403
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("declined", admin)


# --- ending, and the door ----------------------------------------------------------------------------------------------


def _end(person: User, row: EventHelper) -> int:
    answer = client_of(person).post(f"{API}/events/{row.event_id}/helpers/{row.pk}/end/")
    return int(answer.status_code)


def test_either_side_ends_it_at_once_with_what_was_handed_out() -> None:
    event = event_in("published")
    door = event.check_in_lists.get()
    host, beside = person_in(event.organization, MemberRole.MEMBER), HostFactory.create()
    member = person_in(beside, MemberRole.MEMBER)
    by_host = EventHelperFactory.create(event=event, role="co_host", organization=beside, person=None)
    oneself = helper_of(event, "desk")
    by_self = EventHelper.objects.get(person=oneself)
    assert _end(UserFactory.create(), by_self) == 404
    assert _end(oneself, by_host) == 404
    # A member of an organization works for it, and does not leave for it.
    assert _end(member, by_host) == 403

    links = {}
    for who in (member, oneself, host):
        made = client_of(who).post(
            f"{API}/events/{event.pk}/door/devices/", {"name": "手机", "lists": [str(door.pk)]}, format="json"
        )
        links[who] = made.json()["url"].rpartition("#")[2]
    assert [_opens(event, links[who]) for who in links] == [200, 200, 200]
    assert (_end(host, by_host), _end(oneself, by_self)) == (200, 200)
    assert [_opens(event, links[who]) for who in links] == [401, 401, 200]
    assert CheckInDevice.objects.filter(revoked_at=None).count() == 1
    for who in (member, oneself):
        assert client_of(who).get(f"{API}/door/{event.pk}/").status_code == 403
    # Twice is once.
    assert _end(host, by_host) == 200
    assert AuditEntry.objects.filter(action="event.helper_ended").count() == 2


def _opens(event: Event, secret: str) -> int:
    return int(client_of().get(f"{API}/door/{event.pk}/", HTTP_X_DOOR_DEVICE=secret).status_code)


def test_a_device_goes_with_whoever_made_it() -> None:
    event, beside = event_in("published"), HostFactory.create()
    member = person_in(beside, MemberRole.MEMBER)
    EventHelperFactory.create(event=event, role="co_host", organization=beside, person=None)
    made = client_of(member).post(
        f"{API}/events/{event.pk}/door/devices/",
        {"name": "手机", "lists": [str(event.check_in_lists.get().pk)]},
        format="json",
    )
    secret = made.json()["url"].rpartition("#")[2]
    assert _opens(event, secret) == 200
    Membership.objects.filter(person=member).delete()
    assert _opens(event, secret) == 401


def test_who_checks_in_has_their_lists_and_nothing_else() -> None:
    event = event_in("published")
    own, other = event.check_in_lists.get(), CheckInListFactory.create(event=event, position=2, name="晚宴")
    row = RegistrationFactory.create(event=event)
    person = helper_of(event, "check_in")
    EventHelper.objects.get(person=person).lists.set([own])
    client, door = client_of(person), f"{API}/door/{event.pk}"
    shown = client.get(f"{door}/").json()
    assert ([one["id"] for one in shown["lists"]], shown["may_register"]) == ([str(own.pk)], False)
    assert str(row.email) not in client.get(f"{door}/roster/").content.decode()
    results = []
    for at in (own, other):
        scan = {"nonce": str(uuid4()), "kind": "entry", "source": "online", "scanned_at": clock.now().isoformat()}
        body = {"list": str(at.pk), "scans": [{**scan, "registration": str(row.pk)}]}
        results.append(client.post(f"{door}/scans/", body, format="json").json()["results"][0]["result"])
    assert results == ["admitted", "wrong_list"]
    assert CheckIn.objects.get().list == own
    # A list that somebody holds is not taken away under them.
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    CheckIn.objects.all().delete()
    lists = [{"id": str(other.pk), "name": "晚宴", "mode": "once"}]
    answer = host.put(f"{API}/events/{event.pk}/door/lists/", {"edition": 1, "lists": lists}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "roadshows.check_in_list_in_use")


def test_an_address_that_was_asked_is_forgotten_with_the_guests() -> None:
    event = EventFactory.create(published=True, state="ended", starts_at=clock.now() - timedelta(days=400))
    EventHelperFactory.create(event=event, invited=True)
    kept = EventHelperFactory.create(event=event)
    assert remove_contacts(actor=SYSTEM, now=clock.now()) == 0
    assert set(EventHelper.objects.values_list("email", "person", "secret_digest")) == {
        ("", None, None),
        ("", kept.person_id, None),
    }
