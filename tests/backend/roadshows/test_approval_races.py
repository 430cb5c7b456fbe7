"""Two hands at one place at once, the second at a chosen point, and a control for each guard: it would go wrong without it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from backend.core import clock
from backend.core.ids import new_id
from backend.core.models import AuditEntry
from backend.roadshows import consent
from backend.roadshows.enums import CheckInKind, CheckInSource
from backend.roadshows.errors import EventFull, TicketNotCancellable, TransferGone
from backend.roadshows.models import CheckIn, Quota, Registration, TransferOffer
from backend.roadshows.selectors.door import Keeper
from backend.roadshows.services import approving, check_ins, holding
from backend.roadshows.services.approving import Decision, Outcome
from backend.roadshows.services.registrations import cancel_ticket
from backend.roadshows.services.walk_ins import WalkIn, register_walk_in
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.guests import come
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def _pending(**fields: Any) -> Registration:
    event = EventFactory.create(published=True, ticket_type__needs_approval=True, **fields)
    row: Registration = RegistrationFactory.create(event=event, state="pending_approval")
    return row


def _decide(row: Registration, actor: Any, *, approve: bool = True) -> list[Outcome]:
    decision = Decision(approve, "" if approve else "名额有限")
    return approving.decide(actor=actor, event=row.event, registration_ids=[row.pk], decision=decision, now=clock.now())


def _without_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)


def _acts() -> list[str]:
    found = AuditEntry.objects.filter(action__in=["registration.approved", "registration.refused"])
    return list(found.order_by("id").values_list("action", flat=True))


def test_of_two_who_approve_at_once_one_does() -> None:
    row, seen = _pending(), []
    host = person_in(row.event.organization)
    outcomes = overlap(lambda: seen.extend(_decide(row, host)), lambda: seen.extend(_decide(row, host)))
    assert outcomes == [None, None]
    assert [one.result for one in seen] == ["done", "already"]
    assert _acts() == ["registration.approved"]


def test_without_the_lock_on_the_row_both_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    row = _pending()
    host = person_in(row.event.organization)
    _without_row_locks(monkeypatch)
    overlap(lambda: _decide(row, host), lambda: _decide(row, host))
    assert _acts() == ["registration.approved"] * 2


def test_a_refusal_and_giving_back_free_the_place_once() -> None:
    row = _pending()
    host = person_in(row.event.organization)

    def give_back() -> None:
        cancel_ticket(actor=AnonymousUser(), registration=row, now=clock.now())

    refused, given = overlap(lambda: _decide(row, host, approve=False), give_back)
    assert refused is None
    assert isinstance(given, TicketNotCancellable)
    assert (Registration.objects.get().state, Quota.objects.get().taken) == ("rejected", 0)


def test_who_gave_the_place_back_is_not_approved() -> None:
    row, seen = _pending(), []
    host = person_in(row.event.organization)
    overlap(
        lambda: cancel_ticket(actor=AnonymousUser(), registration=row, now=clock.now()),
        lambda: seen.extend(_decide(row, host)),
    )
    assert [(one.result, one.state) for one in seen] == [("gone", "cancelled")]
    assert (_acts(), Quota.objects.get().taken) == ([], 0)


def test_without_the_lock_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a ticket nobody has a place for."""
    row = _pending()
    host = person_in(row.event.organization)
    _without_row_locks(monkeypatch)
    overlap(lambda: cancel_ticket(actor=AnonymousUser(), registration=row, now=clock.now()), lambda: _decide(row, host))
    assert (Registration.objects.get().state, Quota.objects.get().taken) == ("confirmed", 0)


def test_last_place_is_one_persons_while_the_host_decides() -> None:
    event = EventFactory.create(published=True, ticket_type__needs_approval=True, quota__capacity=1)
    kind = event.ticket_types.get()
    first, second = overlap(lambda: come(event, kind), lambda: come(event, kind))
    assert first is None
    assert isinstance(second, EventFull)
    assert (Registration.objects.get().state, Quota.objects.get().taken) == ("pending_approval", 1)


def _at_the_door(row: Registration) -> None:
    keeper = Keeper(row.event, tuple(row.event.check_in_lists.all()))
    scan = check_ins.Scan(new_id(), CheckInKind.ENTRY, CheckInSource.ONLINE, clock.now(), registration=row.pk)
    check_ins.check_in(keeper=keeper, list_id=keeper.lists[0].pk, scans=[scan], now=clock.now())


def _take_over(offer: TransferOffer) -> None:
    receiver = holding.Receiver("接收人", "机构", consent.current().version)
    holding.accept_transfer(actor=AnonymousUser(), offer=offer, receiver=receiver, language="zh-hans", now=clock.now())


def _offered() -> TransferOffer:
    row = RegistrationFactory.create(event__holder_may=["transfer"])
    return holding.offer_transfer(
        actor=AnonymousUser(), registration=row, contact="next@example.com", language="zh-hans", now=clock.now()
    )


def test_a_ticket_opens_the_door_or_changes_hands() -> None:
    offer = _offered()
    came, taken = overlap(lambda: _at_the_door(offer.registration), lambda: _take_over(offer))
    assert came is None
    assert isinstance(taken, TransferGone)
    assert (CheckIn.objects.get().result, Registration.objects.get().state) == ("admitted", "confirmed")


def test_without_the_lock_it_would_do_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: two people come in by one place."""
    offer = _offered()
    _without_row_locks(monkeypatch)
    overlap(lambda: _at_the_door(offer.registration), lambda: _take_over(offer))
    assert CheckIn.objects.filter(result="admitted").count() == 1
    assert Registration.objects.filter(state="confirmed").exclude(pk=offer.registration_id).count() == 1


def test_old_code_is_dead_as_soon_as_the_ticket_changed_hands() -> None:
    offer = _offered()
    overlap(lambda: _take_over(offer), lambda: _at_the_door(offer.registration))
    assert [(row.result, row.reason) for row in CheckIn.objects.all()] == [("not_valid", "transferred")]


def test_of_two_at_the_door_one_gets_the_last_place() -> None:
    event = EventFactory.create(published=True, quota__capacity=1)
    keeper, kind = Keeper(event, tuple(event.check_in_lists.all())), event.ticket_types.get()

    def walk_in(number: int) -> None:
        guest = WalkIn(new_id(), "来客", "机构", f"walk-in-{number}@example.com", kind.pk, consent.current().version)
        register_walk_in(keeper=keeper, list_id=keeper.lists[0].pk, guest=guest, language="zh-hans", now=clock.now())

    first, second = overlap(lambda: walk_in(1), lambda: walk_in(2))
    assert first is None
    assert isinstance(second, EventFull)
    assert (Registration.objects.count(), CheckIn.objects.count(), Quota.objects.get().taken) == (1, 1, 1)
