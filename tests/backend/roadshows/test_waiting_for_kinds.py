"""The waiting list where an event has several kinds, quotas and vouchers."""

import pytest
from pytest_django import Settings

from backend.core import clock
from backend.core.services import drain_outbox
from backend.roadshows.models import Event, Registration, TicketType, WaitlistEntry
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services.quotas import write_quotas
from backend.roadshows.services.vouchers import VoucherLine, close_voucher, create_vouchers
from tests.factories.roadshows import EventFactory, QuotaFactory, RegistrationFactory, TicketTypeFactory
from tests.support import in_line
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _street(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://street.example"


def _two_quotas() -> tuple[Event, TicketType, TicketType, Registration]:
    """A room with places left whose front row, one place for one kind, is taken; with that ticket."""
    event = EventFactory.create(published=True, quota__capacity=4)
    plain, front = event.ticket_types.get(), TicketTypeFactory.create(event=event, position=2, name="前排")
    QuotaFactory.create(event=event, covers_all=False, name="前排", capacity=1).kinds.set([front])
    return event, plain, front, RegistrationFactory.create(event=event, ticket_type=front)


def test_who_waits_for_a_full_kind_stands_in_the_way_of_nobody_who_wants_another(settings: Settings) -> None:
    event, plain, front, ticket = _two_quotas()
    waiting = in_line.wait(event, "a@example.com", kinds=[str(front.pk)])
    assert in_line.ask(event, "b@example.com", kinds=[str(plain.pk)]).json()["code"] == "roadshows.places_left"
    passed = in_line.ask(event, "b@example.com", path="registrations", ticket_type=str(plain.pk))
    assert passed.status_code == 201, passed.json()
    in_line.give_back(ticket)
    late = in_line.ask(event, "c@example.com", path="registrations", ticket_type=str(front.pk))
    assert late.json()["code"] == "roadshows.ticket_type_sold_out"
    in_line.go_on(settings)
    assert (in_line.entry(waiting)["state"], miscounted()) == ("offered", [])
    assert in_line.do(waiting, "accept").status_code == 200
    kept = Registration.objects.get(email="a@example.com")
    assert (kept.ticket_type_id, len(kept.quota_ids), miscounted()) == (front.pk, 2, [])


def test_an_offer_is_counted_anew_when_its_kind_is_regrouped(settings: Settings) -> None:
    event, _, front, ticket = _two_quotas()
    waiting = in_line.wait(event, "a@example.com", kinds=[str(front.pk)])
    in_line.give_back(ticket)
    in_line.go_on(settings)
    event.refresh_from_db()
    write_quotas(actor=person_in(event.organization), event=event, edition=event.edition, lines=[])
    assert (miscounted(), WaitlistEntry.objects.get().quota_ids) == ([], [event.quota.pk])
    assert in_line.do(waiting, "decline").status_code == 200
    assert (miscounted(), event.quotas.get().taken) == ([], 0)


def test_a_code_that_has_its_place_passes_the_line_and_one_that_is_closed_gives_it_on(settings: Settings) -> None:
    event = EventFactory.create(published=True, quota__capacity=2)
    host, kind = person_in(event.organization), event.ticket_types.get()
    lines = [VoucherLine(code=code, ticket_type=kind.pk, reserves=True) for code in ("HELD-1", "HELD-2")]
    _, second = create_vouchers(actor=host, event=event, lines=lines, now=clock.now())
    waiting = in_line.wait(event, "a@example.com")
    assert in_line.ask(event, "b@example.com", path="registrations", voucher="HELD-1").status_code == 201
    close_voucher(actor=host, voucher=second, now=clock.now())
    assert in_line.ask(event, "c@example.com", path="registrations").json()["code"] == "roadshows.full"
    drain_outbox(now=clock.now())
    assert (in_line.entry(waiting)["state"], miscounted()) == ("offered", [])


def test_hidden_kinds_are_not_waited_for_and_nothing_is_offered_after_sales(settings: Settings) -> None:
    event, ticket = in_line.full()
    hidden = TicketTypeFactory.create(event=event, position=2, is_hidden=True)
    assert in_line.ask(event, "h@example.com", kinds=[str(hidden.pk)]).json()["code"] == "roadshows.ticket_type_unknown"
    waiting = in_line.wait(event, "a@example.com")
    event.ticket_types.filter(position=1).update(sold_until=clock.now())
    in_line.give_back(ticket)
    in_line.go_on(settings)
    assert (in_line.entry(waiting)["state"], in_line.entry(waiting)["not_offered_reason"]) == (
        "waiting",
        "kind_not_offered",
    )
