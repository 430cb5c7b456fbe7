"""Invitations to an event: who is written to, what the link lets its guest do, and that it does so once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db.models import QuerySet
from pytest_django import Settings

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry, OutboxEvent
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows import consent
from backend.roadshows.errors import InvitationGone, InvitationSettled
from backend.roadshows.models import Event, Invitation, MailOptOut, Quota, Registration
from backend.roadshows.own_data import read_invitations
from backend.roadshows.selectors.mailings import opt_out_digest
from backend.roadshows.services import codes
from backend.roadshows.services.events import update_event
from backend.roadshows.services.inviting import revoke_invitation
from backend.roadshows.services.registrations import Guest, cancel_ticket, register, register_invited
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.tickets import invitation_secret_of, secret_of, waiting_secret_of
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import (
    EventFactory,
    GuestInvitationFactory,
    HostFactory,
    RegistrationFactory,
    WaitingFactory,
)
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db
API = "/api/v1"
GUEST = "guest@example.com"


@pytest.fixture(autouse=True)
def _street(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://street.example"


def _closed(**fields: Any) -> Event:
    found: Event = EventFactory.create(published=True, visibility="invited", **fields)
    return found


def _invite(event: Event, lines: str, language: str = "zh-hans", role: MemberRole = MemberRole.MEMBER) -> Any:
    client = client_of(person_in(event.organization, role))
    body = {"lines": lines, "language": language}
    return client.post(f"{API}/events/{event.pk}/invitations/", body, format="json")


def _page(invitation: Invitation) -> str:
    return f"{API}/guest-invitations/{invitation_secret_of(invitation.pk)}/"


def _register(invitation: Invitation, contact: str = GUEST, key: str = "") -> Any:
    body = {
        "name": "王小明",
        "organization": "远山资本",
        "contact": contact,
        "consent_version": consent.current().version,
    }
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client_of().post(f"{_page(invitation)}register/", body, format="json", headers=headers)


def test_each_line_is_a_letter_in_the_guests_language_and_nobody_is_asked_twice() -> None:
    event = _closed()
    RegistrationFactory.create(event=event, email="has-a-place@example.com")
    MailOptOut.objects.create(
        organization=event.organization,
        contact_digest=opt_out_digest(event.organization_id, "no-more@example.com"),
    )
    lines = "\n".join(
        (
            "王小明，Guest@Example.com",
            "",
            "李四, has-a-place@example.com",
            "赵五\tno-more@example.com",
            "王明;guest@example.com",
        )
    )
    assert _invite(event, lines, "en").json() == {"invited": 2, "known": 1}
    assert _invite(event, "王小明, guest@example.com").json() == {"invited": 0, "known": 1}
    drain_outbox(now=clock.now())
    [letter] = mail.outbox
    invitation = Invitation.objects.get(email=GUEST)
    assert (letter.to, invitation.name, invitation.language) == ([GUEST], "王明", "en")
    assert f"https://street.example/invited/{invitation_secret_of(invitation.pk)}" in letter.body
    assert "invites you" in letter.subject
    assert AuditEntry.objects.filter(action="event.guests_invited").count() == 1


def test_a_bad_line_invites_nobody_and_only_the_host_invites_to_what_is_closed() -> None:
    event, open_to_all = _closed(), EventFactory.create(published=True)
    events = OutboxEvent.objects.count()
    for lines, code in (
        ("王小明, guest@example.com\n没有联系方式", "roadshows.invited_line_flawed"),
        ("王小明, 不是邮箱", "roadshows.invited_line_flawed"),
        ("\n".join(f"人{n}, guest{n}@example.com" for n in range(201)), "roadshows.wrong_number_to_invite"),
    ):
        answer = _invite(event, lines)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert _invite(event, "王小明, guest@example.com", role=MemberRole.READER).status_code == 403
    assert _invite(open_to_all, "王小明, guest@example.com").json()["code"] == "roadshows.wrong_state"
    other = client_of(person_in(HostFactory.create()))
    body = {"lines": "王小明, guest@example.com", "language": "en"}
    assert other.post(f"{API}/events/{event.pk}/invitations/", body, format="json").status_code == 404
    assert (Invitation.objects.count(), OutboxEvent.objects.count(), AuditEntry.objects.count()) == (0, events, 0)


def test_the_link_registers_its_guest_without_an_account_once_and_nobody_else() -> None:
    event = _closed()
    invitation = GuestInvitationFactory.create(event=event, email=GUEST)
    shown = client_of().get(_page(invitation)).json()
    assert (shown["state"], shown["contact_hint"], shown["event"]["id"]) == (
        "invited",
        "gu…@example.com",
        str(event.pk),
    )
    assert client_of().get(f"{API}/events/{event.pk}/").status_code == 404
    other = _register(invitation, "friend@example.com")
    assert (other.status_code, other.json()["code"]) == (409, "roadshows.invitation_of_another")
    assert Registration.objects.count() == 0
    done = _register(invitation, " GUEST@example.com", key="one")
    assert done.status_code == 201, done.content
    assert _register(invitation, " GUEST@example.com", key="one").json()["secret"] == done.json()["secret"]
    again = _register(invitation)
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.invitation_settled")
    row, shown = Registration.objects.get(), client_of().get(_page(invitation)).json()
    assert (row.email, row.person, row.state) == (GUEST, None, "confirmed")
    # Whoever has the link need not be whom it was sent to: the ticket goes to the contact.
    assert (shown["state"], shown["has_place"], shown["ticket_secret"]) == ("registered", True, None)
    assert secret_of(row.pk) not in str(shown)
    drain_outbox(now=clock.now())
    mail.outbox.clear()
    assert [client_of().post(f"{_page(invitation)}ticket/").status_code for _ in range(4)] == [204, 204, 204, 429]
    drain_outbox(now=clock.now())
    assert [letter.to for letter in mail.outbox] == [[GUEST]] * 3
    assert Quota.objects.get(event=event).taken == 1
    assert client_of().get(f"{API}/events/{event.pk}/").status_code == 404


def test_who_is_invited_by_a_contact_of_their_account_takes_the_place_with_one_tap() -> None:
    event, person = _closed(), UserFactory.create()
    invitation = GuestInvitationFactory.create(event=event, email=person.email)
    body = {"name": "林启明", "organization": "青陌", "consent_version": consent.current().version}
    answer = client_of(person).post(
        f"{API}/events/{event.pk}/registrations/mine/", body, format="json", headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == 201, answer.content
    invitation.refresh_from_db()
    row = Registration.objects.get(person=person)
    assert (invitation.state, invitation.registration) == ("registered", row)
    assert client_of(person).get(_page(invitation)).json()["ticket_secret"] == secret_of(row.pk)
    assert client_of(UserFactory.create()).get(_page(invitation)).json()["ticket_secret"] is None
    assert [one["state"] for one in read_invitations(person)] == ["registered"]


def test_an_invitation_is_declined_sent_again_and_withdrawn() -> None:
    event = _closed()
    first, second = GuestInvitationFactory.create_batch(2, event=event)
    client = client_of(person_in(event.organization))
    address = f"{API}/events/{event.pk}/invitations/"
    for _ in range(2):
        assert client_of().post(f"{_page(first)}decline/").json()["state"] == "declined"
    assert client.post(f"{address}{first.pk}/resend/").json()["code"] == "roadshows.invitation_settled"
    assert client.post(f"{address}{second.pk}/resend/").status_code == 200
    drain_outbox(now=clock.now())
    assert [letter.to for letter in mail.outbox] == [[second.email]]
    assert client.get(f"{address}counts/").json() == {"invited": 1, "registered": 0, "declined": 1, "revoked": 0}
    for asked, expected in (("state=declined", [first]), (f"q={second.name}", [second]), ("", [second, first])):
        rows = client.get(f"{address}?{asked}").json()["results"]
        assert [row["id"] for row in rows] == [str(one.pk) for one in expected], asked
    assert client.post(f"{address}{second.pk}/revoke/").json()["state"] == "revoked"
    gone = client_of().get(_page(second))
    assert (gone.status_code, gone.json()["code"]) == (404, "roadshows.invitation_gone")
    assert _register(second, str(second.email)).status_code == 404
    elsewhere = GuestInvitationFactory.create()
    assert client.post(f"{address}{elsewhere.pk}/revoke/").status_code == 404
    # Whoever changes their mind still may, and whoever was taken off may be asked again.
    assert _register(first, str(first.email)).status_code == 201
    assert _invite(event, f"重新邀请, {second.email}").json() == {"invited": 1, "known": 0}
    acts = set(AuditEntry.objects.filter(action__startswith="guest_invitation.").values_list("action", flat=True))
    assert acts == {"guest_invitation.declined", "guest_invitation.resent", "guest_invitation.revoked"}


def test_whose_invitation_is_withdrawn_waits_and_sees_no_more() -> None:
    event, (person, other) = _closed(), UserFactory.create_batch(2)
    ids = [GuestInvitationFactory.create(event=event, email=one.email).pk for one in (person, other)]
    by_account = WaitingFactory.create(event=event, person=person)
    by_contact = WaitingFactory.create(event=event, email=other.email)
    host = client_of(person_in(event.organization))
    for pk in ids:
        assert host.post(f"{API}/events/{event.pk}/invitations/{pk}/revoke/").json()["state"] == "revoked"
    for one in (by_account, by_contact):
        one.refresh_from_db()
        assert (one.state, one.left_because) == ("left", "host")
    assert [client_of(one).get(f"{API}/events/{event.pk}/").status_code for one in (person, other)] == [404, 404]


def test_who_gave_the_place_back_sees_the_event_until_the_host_takes_them_off() -> None:
    event, person = _closed(), UserFactory.create()
    row = RegistrationFactory.create(event=event, person=person, email=person.email)
    invitation = GuestInvitationFactory.create(
        event=event, email=person.email, state="registered", registration=row, answered_at=clock.now()
    )
    host, guest = client_of(person_in(event.organization)), client_of(person)
    address, seen = f"{API}/events/{event.pk}/invitations/", f"{API}/events/{event.pk}/"
    assert host.get(address).json()["results"][0]["has_place"] is True
    assert host.post(f"{address}{invitation.pk}/revoke/").json()["code"] == "roadshows.invitation_settled"
    cancel_ticket(actor=person, registration=row, now=clock.now())
    assert host.get(address).json()["results"][0]["has_place"] is False
    gone = client_of().post(f"{_page(invitation)}ticket/")
    assert (gone.status_code, gone.json()["code"]) == (404, "roadshows.invitation_gone")
    assert guest.get(seen).status_code == 200
    assert host.post(f"{address}{invitation.pk}/revoke/").json()["state"] == "revoked"
    assert guest.get(seen).status_code == 404


@pytest.mark.parametrize(("is_asked", "status"), [(True, 200), (False, 404)])
def test_a_link_of_the_line_brings_back_only_who_is_asked_still(is_asked: bool, status: int) -> None:
    event = _closed()
    entry = WaitingFactory.create(event=event, state="declined", email=GUEST)
    if is_asked:
        GuestInvitationFactory.create(event=event, email=GUEST)
    answer = client_of().post(f"{API}/waiting/{waiting_secret_of(entry.pk)}/rejoin/")
    entry.refresh_from_db()
    assert (answer.status_code, entry.state) == (status, "waiting" if is_asked else "declined")


def test_invitations_go_with_the_contacts_of_guests() -> None:
    now = clock.now()
    over = _closed(state="ended", starts_at=now - timedelta(days=366))
    GuestInvitationFactory.create(event=over)
    kept = GuestInvitationFactory.create()
    remove_contacts(actor=SYSTEM, now=now)
    assert list(Invitation.objects.all()) == [kept]


def _take(invitation: Invitation, key: str) -> Registration:
    guest = Guest("来宾", "机构", str(invitation.email), "", consent.current().version)
    read = Invitation.objects.select_related("event").get(pk=invitation.pk)
    return register_invited(
        actor=AnonymousUser(), invitation=read, guest=guest, key=key, language="zh-hans", now=clock.now()
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_link_at_once_one_does() -> None:
    invitation = GuestInvitationFactory.create()
    first, second = overlap(lambda: _take(invitation, "one"), lambda: _take(invitation, "two"))
    assert first is None
    assert isinstance(second, InvitationSettled)
    assert (Registration.objects.count(), Quota.objects.get().taken) == (1, 1)


def _withdraw_while_it_is_used(invitation: Invitation) -> BaseException | None:
    event = invitation.event
    host, now = person_in(event.organization), clock.now()

    def withdraw() -> None:
        revoke_invitation(actor=host, event=event, invitation_id=invitation.pk, now=now)

    withdrawn, used = overlap(withdraw, lambda: _take(invitation, "one"))
    assert withdrawn is None
    return used


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_withdrawn_at_this_moment_registers_nobody() -> None:
    assert isinstance(_withdraw_while_it_is_used(GuestInvitationFactory.create()), InvitationGone)
    assert (Registration.objects.count(), Quota.objects.get().taken) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_without_the_hold_on_the_invitation_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    invitation = GuestInvitationFactory.create()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    assert _withdraw_while_it_is_used(invitation) is None
    assert Registration.objects.count() == 1


def _narrow_while_somebody_registers() -> BaseException | None:
    event = EventFactory.create(published=True)
    codes.keep_code(event=event, contact=GUEST, code="123456", now=clock.now())
    host, now, read = person_in(event.organization), clock.now(), Event.objects.get(pk=event.pk)
    guest = Guest("来宾", "机构", GUEST, "123456", consent.current().version)
    narrowed, registered = overlap(
        lambda: update_event(actor=host, event=event, edition=1, changes={"visibility": "invited"}, now=now),
        lambda: register(actor=AnonymousUser(), event=read, guest=guest, key="k", language="en", now=now),
    )
    assert narrowed is None
    return registered


@pytest.mark.django_db(transaction=True)
def test_nobody_registers_who_may_not_see_the_event_any_more() -> None:
    refused = _narrow_while_somebody_registers()
    assert getattr(refused, "code", None) == "core.not_found"
    assert Registration.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_without_being_asked_again_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr("backend.roadshows.services.registrations.require_entry", lambda *_, **__: None)
    assert _narrow_while_somebody_registers() is None
    assert Registration.objects.count() == 1
