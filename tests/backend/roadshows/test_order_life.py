"""The whole life of orders, any steps in any order over the real database: after each the seats are the rows that hold one and
our books are never ahead of the gateway's; when all is quiet every payment has become a ticket or has gone back.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from django.conf import settings as in_force
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from
from pytest_django import Settings

from backend.core import clock
from backend.core.errors import DomainError
from backend.core.services import drain_outbox
from backend.payments.enums import UNPAID
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import desk, gateway_refunds, notices, orders, refunds, settling
from backend.roadshows import consent
from backend.roadshows.enums import HOLDS_A_PLACE
from backend.roadshows.models import Event, Quota, Registration
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.selectors.registrations import places_beside
from backend.roadshows.services import codes, event_states, groups, paying, registrations
from infra.local.stripe_standin.objects import Refused
from tests.factories.roadshows import EventFactory, TicketTypeFactory, VoucherFactory
from tests.support.pitch_cast import person_in
from tests.support.results import is_full, record
from tests.support.till import Till, deliver, open_till

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db, pytest.mark.timeout(5400)]

LIVES, STEPS = (2000, 30) if is_full() else (12, 20)
ACTOR, CODE = AnonymousUser(), "123456"
WHO, AT = integers(0, 9), integers(0, 9)
METHODS = sampled_from(["card", "alipay", "wechat_pay"])
T = TypeVar("T")


class OrderLife(RuleBasedStateMachine):
    """One event with few seats, free and sold ones, some of them to several at once, a voucher, and everything that people,
    time and the gateway may do.
    """

    till: ClassVar[Till]
    lived: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        in_force.CLOCK_OFFSET_SECONDS = 0.0
        self.known = {one["id"] for one in self.till.sessions()}
        event = EventFactory.create(published=True, quota__capacity=3, refunds_until=clock.now() + timedelta(days=3))
        kinds = [
            event.ticket_types.get(),
            TicketTypeFactory.create(event=event, position=2, price_minor=19_900),
            TicketTypeFactory.create(event=event, position=3, price_minor=5_000, max_per_order=3),
        ]
        Quota.objects.create(event=event, covers_all=False, name="前排", capacity=1).kinds.set(kinds[1:2])
        self.voucher = VoucherFactory.create(event=event, percent=50, max_uses=2)
        self.event, self.kinds, self.host = event, [kind.pk for kind in kinds], person_in(event.organization)

    def teardown(self) -> None:
        try:
            type(self).lived += 1
            self._until_quiet()
            self._nothing_is_lost_or_kept()
        finally:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    # What people do.

    @rule(who=WHO, kind=sampled_from([0, 1, 1, 2]), with_voucher=booleans())
    def register(self, who: int, kind: int, with_voucher: bool) -> None:
        self._register(who, kind, with_voucher)

    @rule(who=WHO, kind=sampled_from([1, 2]), with_voucher=booleans())
    def go_and_pay(self, who: int, kind: int, with_voucher: bool) -> None:
        if row := self._register(who, kind, with_voucher):
            self._try(lambda: paying.open_checkout(actor=ACTOR, registration=row, now=clock.now()))

    @rule(who=WHO, along=integers(1, 2), pays=booleans())
    def come_together(self, who: int, along: int, pays: bool) -> None:
        row = self._register(who, 2, False, along)
        if row and pays:
            self._try(lambda: paying.open_checkout(actor=ACTOR, registration=row, now=clock.now()))

    @rule(who=WHO, kind=sampled_from([1, 2, 2]), along=integers(0, 2), method=METHODS)
    def buy(self, who: int, kind: int, along: int, method: str) -> None:
        """With nothing in between, for most that can happen happens to what is paid."""
        row = self._register(who, kind, False, along if kind == 2 else 0)
        page = row and self._try(lambda: paying.open_checkout(actor=ACTOR, registration=row, now=clock.now()))
        if page:
            self.till.pay(page.session_id, method=method, outcome="paid", late=False)
            self._jobs()

    @precondition(lambda self: self._rows("awaiting_payment"))
    @rule(at=AT)
    def open_page(self, at: int) -> None:
        row = self._one(at, "awaiting_payment")
        self._try(lambda: paying.open_checkout(actor=ACTOR, registration=row, now=clock.now()))

    @precondition(lambda self: self._sessions("open", "expired"))
    @rule(at=AT, method=METHODS, outcome=sampled_from(["paid", "paid", "processing", "declined"]), late=booleans())
    def pay(self, at: int, method: str, outcome: str, late: bool) -> None:
        """At the gateway; `late` is money that was under way when the page closed."""
        sessions = self._sessions("open", "expired")
        with suppress(Refused):
            self.till.pay(sessions[at % len(sessions)]["id"], method=method, outcome=outcome, late=late)

    @precondition(lambda self: self._sessions("complete"))
    @rule(at=AT, is_paid=booleans())
    def arrive(self, at: int, is_paid: bool) -> None:
        sessions = self._sessions("complete")
        with suppress(Refused):
            self.till.settle(sessions[at % len(sessions)]["id"], is_paid=is_paid)

    @precondition(lambda self: self._rows(*HOLDS_A_PLACE))
    @rule(at=AT)
    def give_the_place_back(self, at: int) -> None:
        row = self._one(at, *HOLDS_A_PLACE)
        self._try(lambda: registrations.cancel_ticket(actor=ACTOR, registration=row, now=clock.now()))

    @precondition(lambda self: self._leads())
    @rule(at=AT)
    def give_all_places_back(self, at: int) -> None:
        leads = self._leads()
        row = leads[at % len(leads)]
        self._try(lambda: groups.cancel_group(actor=ACTOR, lead=row, now=clock.now()))

    # What the host does.

    @precondition(lambda self: self._paid())
    @rule(at=AT, minor=sampled_from([100, 2_500, 19_900, None]))
    def give_money_back(self, at: int, minor: int | None) -> None:
        orders_paid = self._paid()
        order, key = orders_paid[at % len(orders_paid)], f"{at}{minor}"
        self._try(
            lambda: desk.refund_order(
                actor=self.host, order=order, amount_minor=minor, reason="退", key=key, now=clock.now()
            )
        )

    @precondition(lambda self: self._charged())
    @rule(at=AT, minor=sampled_from([100, 2_500, None]))
    def give_back_at_the_gateway(self, at: int, minor: int | None) -> None:
        """Of which we hear by its notices, or look for."""
        charged = self._charged()
        with suppress(Refused):
            self.till.refund_at_desk(charged[at % len(charged)]["session"], minor)

    @precondition(lambda self: self._read().state == "published")
    @rule(chance=AT)
    def call_off(self, chance: int) -> None:
        """Seldom, for little happens afterwards."""
        event = self._read()
        if chance == 0:
            event_states.cancel_event(
                actor=self.host, event=event, edition=event.edition, reason="改期", now=clock.now()
            )

    # What the world does.

    @rule(minutes=sampled_from([1, 3, 20, 45, 6_000]))
    def wait(self, minutes: int) -> None:
        in_force.CLOCK_OFFSET_SECONDS += 60 * minutes

    @rule(lost=booleans(), twice=booleans(), backwards=booleans())
    def hear(self, lost: bool, twice: bool, backwards: bool) -> None:
        """Notices come: none of them, or each once or twice, in their order or against it."""
        told = self.till.told()
        for event in [] if lost else (reversed(told) if backwards else told):
            for _ in range(1 + twice):
                assert deliver(event) == 200

    @rule()
    def take_up(self) -> None:
        notices.work_off(now=clock.now())

    @rule()
    def send_refunds(self) -> None:
        refunds.send_due(now=clock.now())

    @rule()
    def sweep(self) -> None:
        orders.close_due(now=clock.now())
        settling.poll(now=clock.now())
        gateway_refunds.find_untold(now=clock.now())

    @rule()
    def tell_the_seller(self) -> None:
        drain_outbox(now=clock.now())

    @rule()
    def let_the_jobs_run(self) -> None:
        self._jobs()

    @rule()
    def let_pages_close(self) -> None:
        """Longer than any is open."""
        in_force.CLOCK_OFFSET_SECONDS += 3_600
        self._jobs()

    # What holds after every step.

    @invariant()
    def seats_are_the_rows_that_hold_one(self) -> None:
        rows = list(Registration.objects.filter(event=self.event, state__in=HOLDS_A_PLACE))
        for quota in Quota.objects.filter(event=self.event):
            counted = sum(quota.pk in row.quota_ids for row in rows)
            assert quota.taken == counted <= quota.capacity, (quota.taken, counted, quota.capacity)
        assert not miscounted([self.event.pk])

    @invariant()
    def books_are_not_ahead_of_the_gateway(self) -> None:
        ledger = {one["session"]: one for one in self._ledger()}
        for checkout in Checkout.objects.filter(order__payee=self.event.organization, state="paid"):
            held = ledger[checkout.session_id]
            assert held["paid"] == checkout.paid_minor
            known = held["refunded"] - (self._made_there(checkout) - self._found(checkout))
            assert checkout.returned_minor <= known <= checkout.returned_minor + checkout.returning_minor
        paid = {one["order"] for one in ledger.values() if one["paid"]}
        for row in Registration.objects.filter(event=self.event, state="confirmed"):
            order = paying.order_of(row)
            assert order is None or str(order.pk) in paid, "a ticket nobody paid for"

    # And when nothing is under way any more.

    def _until_quiet(self) -> None:
        for one in self._sessions():
            with suppress(Refused):
                self.till.settle(one["id"], is_paid=len(one["id"]) % 2 == 0)
        for _ in range(4):
            # Longer than any page is open, and than any try waits.
            in_force.CLOCK_OFFSET_SECONDS += 3_600
            self._jobs()
            self.seats_are_the_rows_that_hold_one()
            self.books_are_not_ahead_of_the_gateway()

    def _nothing_is_lost_or_kept(self) -> None:
        mine = Order.objects.filter(payee=self.event.organization)
        assert not mine.filter(state__in=UNPAID).exists(), "an order nobody can pay any more is open"
        assert not Refund.objects.filter(checkout__order__in=mine, state__in=["requested", "sent", "failed"]).exists()
        payments: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in self._ledger():
            if one["paid"]:
                payments[one["order"]].append(one)
        by_hand, given = self._returned("host", "gateway"), self._returned("policy")
        for order in mine:
            rows = list(places_beside(order.subject_id))
            assert order.amount_minor == sum(row.price_minor for row in rows)
            kept = [one for one in payments[str(order.pk)] if one["refunded"] < one["paid"]]
            theirs = [row for row in rows if row.state == "confirmed"]
            if theirs:
                assert len(payments[str(order.pk)]) >= 1, "a ticket without a payment"
                assert len(kept) <= 1, "somebody paid twice for one ticket"
                # Of what others cost less went back where so much was given back before that less was left: all went back then.
                cost = order.amount_minor - sum(row.price_minor for row in theirs)
                for one in kept:
                    back = by_hand[one["session"]] + given[one["session"]]
                    assert one["refunded"] == back, "a ticket's money went back, and nobody gave it back"
                    assert given[one["session"]] == cost, "a place's money is not what it cost"
            else:
                assert not kept, f"money is kept for {[row.state for row in rows]}"
            assert {row.state for row in rows} <= ({"confirmed", "cancelled"} if theirs else {"cancelled", "expired"})

    def _returned(self, *causes: str) -> dict[str, int]:
        """By the session that was paid."""
        found: dict[str, int] = defaultdict(int)
        decided = Refund.objects.filter(cause__in=causes, state="done").select_related("checkout")
        for row in decided.filter(checkout__order__payee=self.event.organization):
            found[str(row.checkout.session_id)] += row.amount_minor
        return found

    def _made_there(self, checkout: Checkout) -> int:
        """Given back of a payment at the gateway's own desk."""
        made = [one for one in self.till.server.store.all_of("refund") if "key" not in one["metadata"]]
        return sum(one["amount"] for one in made if one["payment_intent"] == checkout.payment_id)

    def _found(self, checkout: Checkout) -> int:
        return sum(Refund.objects.filter(checkout=checkout, cause="gateway").values_list("amount_minor", flat=True))

    # How.

    def _register(self, who: int, kind: int, with_voucher: bool, along: int = 0) -> Registration | None:
        contact = f"person{who}@example.com"
        codes.keep_code(event=self.event, contact=contact, code=CODE, now=clock.now())
        voucher, version = self.voucher.code if with_voucher else "", consent.current().version
        companions = tuple(registrations.Companion(f"同行{number}") for number in range(along))
        guest = registrations.Guest(
            "来宾", "机构", contact, CODE, version, self.kinds[kind], voucher, companions=companions
        )
        key = f"{contact} {clock.now().isoformat()}"
        return self._try(
            lambda: registrations.register(
                actor=ACTOR, event=self._read(), guest=guest, key=key, language="zh-hans", now=clock.now()
            )
        )

    def _jobs(self) -> None:
        for event in self.till.told():
            assert deliver(event) == 200
        self.take_up()
        self.sweep()
        self.tell_the_seller()
        self.send_refunds()
        self.tell_the_seller()

    def _try(self, act: Callable[[], T]) -> T | None:
        """A refusal changes nothing."""
        try:
            return act()
        except DomainError:
            return None

    def _read(self) -> Event:
        return Event.objects.select_related("organization").get(pk=self.event.pk)

    def _rows(self, *states: str) -> list[Registration]:
        rows = Registration.objects.filter(event=self.event, state__in=states)
        return list(rows.select_related("event").order_by("pk"))

    def _leads(self) -> list[Registration]:
        return list(Registration.objects.filter(event=self.event, companions__isnull=False).distinct().order_by("pk"))

    def _one(self, at: int, *states: str) -> Registration:
        rows = self._rows(*states)
        return rows[at % len(rows)]

    def _paid(self) -> list[Order]:
        rows = Order.objects.filter(payee=self.event.organization, state__in=["succeeded", "partially_refunded"])
        return list(rows.order_by("pk"))

    def _sessions(self, *states: str) -> list[dict[str, Any]]:
        mine = [one for one in self.till.sessions() if one["id"] not in self.known]
        return [one for one in mine if not states or one["status"] in states]

    def _charged(self) -> list[dict[str, Any]]:
        return [one for one in self._ledger() if one["refunded"] < one["paid"]]

    def _ledger(self) -> list[dict[str, Any]]:
        return [one for one in self.till.ledger() if one["session"] not in self.known]


@pytest.fixture
def machine(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[OrderLife]]:
    monkeypatch.setattr(stripe_gateway, "_RETRIES", 0)
    settings.CLOCK_OFFSET_SECONDS, settings.PUBLIC_URL = 0.0, "https://street.example"
    with open_till(tmp_path, settings) as till:
        # The gateway's time goes with ours.
        till.server.till.clock = lambda: time.time() + in_force.CLOCK_OFFSET_SECONDS
        OrderLife.till, OrderLife.lived = till, 0
        yield OrderLife


def _live(machine: type[OrderLife], lives: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            print_blob=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_payment_becomes_a_ticket_or_goes_back(machine: type[OrderLife]) -> None:
    _live(machine, LIVES)
    record("O1 O2 order lives that held", value=machine.lived, bound=LIVES, unit="lives", passed=machine.lived >= LIVES)
    assert machine.lived >= LIVES


def _keep_it(*, order_id: Any, now: Any) -> None:
    return None


def _look_away(checkout_id: Any, listed: Any, *, now: Any) -> None:
    return None


def _lead_alone(lead_id: Any) -> Any:
    return Registration.objects.filter(pk=lead_id)


@pytest.mark.parametrize(
    ("place", "broken"),
    [
        ("backend.roadshows.services.paying.refunds.return_late", _keep_it),
        ("backend.payments.services.gateway_refunds._take_up", _look_away),
        ("backend.roadshows.services.paying.give_back", lambda row: None),
        ("backend.roadshows.services.redeeming.take_places", lambda quota_ids, count: True),
        ("backend.roadshows.services.paying.places_beside", _lead_alone),
        ("backend.roadshows.services.registrations.paying.awaits_others", lambda ticket, order: False),
    ],
)
def test_the_lives_would_see_it(
    place: str, broken: Any, machine: type[OrderLife], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The controls: late money kept, what went back elsewhere not known, places not given back, places nobody counts, an order
    that is for one of several, and one of several given back before the order for all is paid.
    """
    monkeypatch.setattr(place, broken)
    with pytest.raises(AssertionError):
        _live(machine, 200)
