"""Two hands at once, the second at a chosen point: calling off against registering, giving one seat back twice, and a
contact proved for an account while a guest, or the account, registers, and an offer of the waiting list at its end.
"""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.accounts.events import ContactProved
from backend.accounts.models import User
from backend.core import clock, outbox
from backend.core.services import drain_outbox
from backend.roadshows import consent
from backend.roadshows.errors import EventFull, NoOffer, RegistrationClosed, TicketNotCancellable
from backend.roadshows.models import Event, Quota, Registration, WaitlistEntry
from backend.roadshows.services import adoption, codes
from backend.roadshows.services import events as event_services
from backend.roadshows.services.event_states import cancel_event
from backend.roadshows.services.registrations import Guest, cancel_ticket, register, register_member
from backend.roadshows.services.waiting import answers, line
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory, WaitingFactory
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT, CODE = "guest@example.com", "123456"


def _call_off_while_somebody_registers(event: Event) -> list[BaseException | None]:
    codes.keep_code(event=event, contact=CONTACT, code=CODE, now=clock.now())
    owner, now = person_in(event.organization), clock.now()
    guest = Guest("来宾", "机构", CONTACT, CODE, consent.current().version)
    read = Event.objects.get(pk=event.pk)
    return overlap(
        lambda: cancel_event(actor=owner, event=event, edition=1, reason="台风", now=now),
        lambda: register(actor=AnonymousUser(), event=read, guest=guest, key="key", language="zh-hans", now=now),
    )


def test_nobody_registers_unheard_while_the_event_is_called_off() -> None:
    event = EventFactory.create(published=True)
    called_off, registered = _call_off_while_somebody_registers(event)
    assert called_off is None
    assert isinstance(registered, RegistrationClosed)
    assert (Registration.objects.count(), Quota.objects.get(event=event).taken) == (0, 0)


def test_without_the_hold_on_the_event_somebody_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with a lock that lets foreign keys pass, the guest is written and never told."""

    def weaker(event_id: Any, edition: int | None = None) -> Event:
        return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)

    monkeypatch.setattr("backend.roadshows.services.event_states.locked_event", weaker)
    assert event_services.locked_event is not weaker
    event = EventFactory.create(published=True)
    assert _call_off_while_somebody_registers(event) == [None, None]
    assert Registration.objects.filter(event__state="cancelled").count() == 1


def test_of_two_people_who_tap_at_once_one_gets_the_last_seat() -> None:
    event, people = EventFactory.create(published=True, quota__capacity=1), UserFactory.create_batch(2)

    def tap(number: int) -> None:
        read = Event.objects.get(pk=event.pk)
        register_member(
            actor=people[number],
            event=read,
            guest=Guest("人", "机构", "", "", consent.current().version),
            key=f"key-{number}",
            language="zh-hans",
            now=clock.now(),
        )

    first, second = overlap(lambda: tap(0), lambda: tap(1))
    assert first is None
    assert isinstance(second, EventFull)
    assert (Registration.objects.count(), Quota.objects.get(event=event).taken) == (1, 1)


def test_one_seat_is_given_back_once() -> None:
    ticket, _ = RegistrationFactory.create(), RegistrationFactory.create()
    RegistrationFactory.create(event=ticket.event)

    def give_back() -> None:
        cancel_ticket(actor=AnonymousUser(), registration=ticket, now=clock.now())

    first, second = overlap(give_back, give_back)
    assert first is None
    assert isinstance(second, TicketNotCancellable)
    assert Quota.objects.get(event=ticket.event).taken == 1


def _register_while_the_contact_is_proved(*, proof_first: bool) -> list[BaseException | None]:
    """Each is heard as soon as it is committed, and sees nothing of the other before."""
    event, person = EventFactory.create(published=True), UserFactory.create(email=CONTACT, confirmed=False)
    codes.keep_code(event=event, contact=CONTACT, code=CODE, now=clock.now())
    guest = Guest("来宾", "机构", CONTACT, CODE, consent.current().version)

    def come() -> None:
        read = Event.objects.get(pk=event.pk)
        register(actor=AnonymousUser(), event=read, guest=guest, key="key", language="zh-hans", now=clock.now())

    def prove() -> None:
        with transaction.atomic():
            EmailAddress.objects.create(user=person, email=CONTACT, verified=True, primary=True)
            outbox.publish(ContactProved(person_id=person.pk))

    def and_heard(act: Any) -> None:
        act()
        drain_outbox(now=clock.now())

    first, second = (prove, come) if proof_first else (come, prove)
    outcomes = overlap(first, lambda: and_heard(second))
    assert not Registration.objects.exclude(person=None).exists()
    drain_outbox(now=clock.now())
    return outcomes


@pytest.mark.parametrize("proof_first", [True, False])
def test_a_ticket_written_at_the_moment_of_the_proof_is_adopted(proof_first: bool) -> None:
    assert _register_while_the_contact_is_proved(proof_first=proof_first) == [None, None]
    assert Registration.objects.get().person == User.objects.get(email=CONTACT)


@pytest.mark.parametrize(
    ("proof_first", "heard"), [(True, "accounts.contact_proved"), (False, "roadshows.guest_registered")]
)
def test_if_one_of_the_two_were_not_heard_it_would_be_nobodys(
    proof_first: bool, heard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each order needs its own listener."""
    monkeypatch.setitem(outbox._listeners, heard, [lambda event: None])
    assert _register_while_the_contact_is_proved(proof_first=proof_first) == [None, None]
    assert Registration.objects.get().person is None


def _prove_a_second_address_while_one_registers_by_the_first() -> int:
    """A guest registered by the second. How many places the person has afterwards."""
    person = UserFactory.create()
    address = EmailAddress.objects.create(user=person, email=CONTACT)
    event = RegistrationFactory.create(email=CONTACT).event

    def tap() -> None:
        read = Event.objects.get(pk=event.pk)
        register_member(
            actor=person,
            event=read,
            guest=Guest("人", "机构", "", "", consent.current().version),
            key="tap",
            language="zh-hans",
            now=clock.now(),
        )

    def prove() -> None:
        EmailAddress.objects.filter(pk=address.pk).update(verified=True)
        adoption.adopt_registrations(person=person, now=clock.now())

    assert overlap(tap, prove) == [None, None]
    return Registration.objects.filter(person=person).count()


def test_a_guests_place_is_left_to_its_link_while_the_account_takes_one() -> None:
    assert _prove_a_second_address_while_one_registers_by_the_first() == 1


def test_without_the_hold_on_the_person_they_would_have_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr("backend.roadshows.services.registrations.hold_person", lambda person_id: True)
    assert _prove_a_second_address_while_one_registers_by_the_first() == 2


def _accept_while_the_offer_expires() -> tuple[list[BaseException | None], int, int]:
    """Outcomes, the seats that are counted, and the rows that hold one."""
    entry = WaitingFactory.create(offered=True)
    late = clock.now() + timedelta(hours=25)
    outcomes = overlap(
        lambda: line.expire_offer(entry.pk, now=late),
        lambda: answers.accept_offer(actor=AnonymousUser(), entry=entry, now=clock.now()),
    )
    taken = Quota.objects.get(event=entry.event).taken
    return outcomes, taken, Registration.objects.filter(event=entry.event, state="confirmed").count()


def test_an_offer_is_accepted_or_expires_and_never_both() -> None:
    (expired, accepted), taken, held = _accept_while_the_offer_expires()
    assert expired is None
    assert isinstance(accepted, NoOffer)
    assert (taken, held) == (0, 0)


def test_without_the_lock_on_the_entry_a_ticket_would_have_no_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""

    def unlocked(entry_id: Any) -> WaitlistEntry:
        return WaitlistEntry.objects.select_related("event", "ticket_type").get(pk=entry_id)

    monkeypatch.setattr(answers, "locked_entry", unlocked)
    outcomes, taken, held = _accept_while_the_offer_expires()
    assert (outcomes, taken, held) == ([None, None], 0, 1)


def test_two_workers_offer_one_place_once() -> None:
    event = EventFactory.create(published=True, quota__capacity=1)
    entries = WaitingFactory.create_batch(2, event=event)

    def work() -> None:
        line.offer_places(event.pk, now=clock.now())

    assert overlap(work, work) == [None, None]
    states = WaitlistEntry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by("queued_at")
    assert list(states.values_list("state", flat=True)) == ["offered", "waiting"]
    assert Quota.objects.get(event=event).taken == 1
