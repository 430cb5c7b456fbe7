"""Several places of a kind that costs money: one order of whoever registered, for all of them or for nobody, and what becomes of
the money of each place.
"""

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db.models import QuerySet
from pytest_django import Settings

from backend.core import clock
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.payments import selectors as payments
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.models import Order, Refund, Transfer
from backend.payments.services import notices, orders, refunds, transfers
from backend.roadshows.models import Event, Quota, Registration, TicketType
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import paying
from backend.roadshows.services.event_states import cancel_event
from backend.roadshows.services.registrations import cancel_ticket
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, QuestionFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come, come, go
from tests.support.money_acts import USCC, a_proof, name_account
from tests.support.pitch_cast import person_in
from tests.support.races import overlap
from tests.support.till import Till, open_till

pytestmark = pytest.mark.django_db
PRICE, LEAD = 19_900, "lead@example.com"


@pytest.fixture(autouse=True)
def till(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setattr(stripe_gateway, "_RETRIES", 0)
    settings.PUBLIC_URL, settings.STORAGE_ROOT = "https://street.example", tmp_path / "storage"
    with open_till(tmp_path, settings) as opened:
        yield opened


def _sold(**fields: Any) -> Event:
    days = timedelta(days=20)
    times = {"starts_at": clock.now() + days, "ends_at": clock.now() + days + timedelta(hours=2)}
    kind = {"ticket_type__price_minor": PRICE, "ticket_type__max_per_order": 4}
    until = {"refunds_until": clock.now() + timedelta(days=9)}
    event: Event = EventFactory.create(published=True, **(kind | times | until | fields))
    return event


def _ask(event: Event, *names: str, **fields: Any) -> dict[str, Any]:
    """Whoever registers with so many along: their ticket."""
    answer = ask_to_come(event, LEAD, companions=[{"name": name} for name in names], **fields)
    assert answer.status_code == 201, answer.json()
    return dict(answer.json())


def _go_on(till: Till, *, minutes: float = 0) -> None:
    """What the jobs do, some time later."""
    now = clock.now() + timedelta(minutes=minutes)
    till.hand_over()
    notices.work_off(now=now)
    orders.close_due(now=now)
    for _ in range(2):
        drain_outbox(now=now)
        refunds.send_due(now=now)
    drain_outbox(now=now)


def _do(ticket: dict[str, Any], verb: str, body: Any = None, *, method: str = "post", form: str = "json") -> Any:
    return getattr(client_of(), method)(f"{API}/tickets/{ticket['secret']}/{verb}/", body or {}, format=form)


def _seen(ticket: dict[str, Any]) -> dict[str, Any]:
    return dict(client_of().get(f"{API}/tickets/{ticket['secret']}/").json())


def _pay(till: Till, ticket: dict[str, Any], *, late: bool = False) -> None:
    url = str(_do(ticket, "pay").json()["url"])
    if late:
        _go_on(till, minutes=45)
    till.pay(url.rsplit("/", 1)[-1], late=late)
    _go_on(till)


def _paid(till: Till, event: Event, *names: str) -> dict[str, Any]:
    ticket = _ask(event, *names)
    _pay(till, ticket)
    return ticket


def _states(event: Event) -> dict[str, int]:
    """How many are in each state; the seats taken are the rows that hold one."""
    rows = list(Registration.objects.filter(event=event))
    holding = [row for row in rows if row.state in ("pending_approval", "awaiting_payment", "confirmed")]
    assert Quota.objects.get(event=event, covers_all=True).taken == len(holding)
    assert not miscounted([event.pk])
    return {state: sum(row.state == state for row in rows) for state in {row.state for row in rows}}


def _ledger(till: Till) -> list[tuple[int, int]]:
    return [(one["paid"], one["refunded"]) for one in till.ledger()]


def _letters(to: str = LEAD) -> list[str]:
    return [str(one.subject).split("：")[0] for one in mail.outbox if one.to == [to]]


def test_who_registers_pays_one_order_for_all(till: Till) -> None:
    event = _sold()
    ticket = _ask(event, "甲", "乙")
    first, second = ticket["companions"]
    order = Order.objects.get()
    assert (order.amount_minor, str(order.subject_id)) == (3 * PRICE, str(Registration.objects.get(lead=None).pk))
    assert order.description == f"{event.title} · 普通票 × 3"
    assert (ticket["payment"]["price"], _states(event)) == (
        {"amount": "597.00", "currency": "CNY"},
        {"awaiting_payment": 3},
    )
    # Who came along has nothing to pay, and nothing of the order to read.
    along = _seen(first)
    assert (along["state"], along["payment"], along["can_cancel"]) == ("awaiting_payment", None, False)
    body = {"buyer": "company", "title": "买方有限公司", "tax_number": USCC, "email": "books@example.com"}
    for verb, method, sent in (("pay", "post", None), ("money", "get", None), ("fapiao", "put", body)):
        assert _do(second, verb, sent, method=method).json()["code"] == "roadshows.nothing_to_pay"
    _go_on(till)
    (bill,) = mail.outbox
    assert ("普通票 × 3" in bill.body, "CNY 597.00" in bill.body, bill.to) == (True, True, [LEAD])
    _pay(till, ticket)
    assert (_states(event), _ledger(till)) == ({"confirmed": 3}, [(3 * PRICE, 0)])
    assert {_seen(one)["state"] for one in ticket["companions"]} == {"confirmed"}
    assert _letters() == ["请完成付款", "报名成功"]


def test_places_nobody_pays_for_are_all_free_again(till: Till) -> None:
    event = _sold(quota__capacity=3)
    ticket = _ask(event, "甲", "乙")
    _go_on(till)
    _do(ticket, "pay")
    _go_on(till, minutes=45)
    assert (_states(event), _letters()) == ({"expired": 3}, ["请完成付款", "名额已释放"])
    assert [one["status"] for one in till.sessions()] == ["expired"]


@pytest.mark.parametrize(
    ("capacity", "states", "money"),
    [
        (4, {"confirmed": 4}, [(3 * PRICE, 0)]),
        (3, {"expired": 3, "confirmed": 1}, [(3 * PRICE, 3 * PRICE)]),
    ],
)
def test_money_that_comes_late_is_tickets_for_all_or_goes_back(
    till: Till, capacity: int, states: dict[str, int], money: list[tuple[int, int]]
) -> None:
    event = _sold(quota__capacity=capacity)
    free = TicketType.objects.create(event=event, position=2, name="嘉宾票")
    kind = event.ticket_types.get(position=1)
    ticket = _ask(event, "甲", "乙", ticket_type=str(kind.pk))
    url = str(_do(ticket, "pay").json()["url"])
    _go_on(till, minutes=45)
    come(event, free)
    till.pay(url.rsplit("/", 1)[-1], late=True)
    _go_on(till)
    assert (_states(event), _ledger(till)) == (states, money)


@pytest.mark.parametrize("who", ["lead", "companion"])
def test_one_place_given_back_brings_back_what_it_cost(till: Till, who: str) -> None:
    event = _sold()
    ticket = _paid(till, event, "甲", "乙")
    given = ticket if who == "lead" else ticket["companions"][0]
    mail.outbox.clear()
    assert _do(given, "cancel").json()["state"] == "cancelled"
    _go_on(till)
    assert (_states(event), _ledger(till)) == ({"cancelled": 1, "confirmed": 2}, [(3 * PRICE, PRICE)])
    order = Order.objects.get()
    assert (order.state, order.amount_minor) == ("partially_refunded", 3 * PRICE)
    (letter,) = mail.outbox
    assert (letter.to, "CNY 199.00" in letter.body, f"已退的票：{given['code']}。" in letter.body) == (
        [LEAD],
        True,
        True,
    )
    # The payment heard of once more takes nothing from those who are left.
    paying.confirm_paid(order.subject_id, order.pk, now=clock.now())
    assert _states(event) == {"cancelled": 1, "confirmed": 2}
    again = _do(given, "cancel")
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.ticket_not_cancellable")
    # The rest at once: one more refund.
    assert _do(ticket, "cancel-group").status_code == 200
    _go_on(till)
    assert (_states(event), _ledger(till)) == ({"cancelled": 3}, [(3 * PRICE, 3 * PRICE)])
    assert list(Refund.objects.order_by("id").values_list("amount_minor", "cause")) == [
        (PRICE, "policy"),
        (2 * PRICE, "policy"),
    ]
    assert Order.objects.get().state == "refunded"


def test_after_the_day_nothing_is_given_back(till: Till) -> None:
    event = _sold(refunds_until=None)
    ticket = _paid(till, event, "甲")
    for one, verb in ((ticket, "cancel"), (ticket["companions"][0], "cancel"), (ticket, "cancel-group")):
        assert _do(one, verb).json()["code"] == "roadshows.not_paid_back"
    assert (_states(event), Refund.objects.count()) == ({"confirmed": 2}, 0)


@pytest.mark.parametrize("needs_approval", [False, True])
def test_before_they_are_paid_all_are_given_back_or_none(till: Till, needs_approval: bool) -> None:
    """The sum of an order stays as it was written."""
    event = _sold(ticket_type__needs_approval=needs_approval)
    ticket = _ask(event, "甲")
    (along,) = ticket["companions"]
    before = _states(event)
    for one in (ticket, along):
        refused = _do(one, "cancel")
        assert (refused.status_code, refused.json()["code"], _seen(one)["can_cancel"]) == (
            409,
            "roadshows.group_unpaid",
            False,
        )
    assert (before, _states(event)) == ({ticket["state"]: 2}, {ticket["state"]: 2})
    url = None if needs_approval else str(_do(ticket, "pay").json()["url"])
    assert _do(ticket, "cancel-group").json()["state"] == "cancelled"
    if url:
        # Paid at that moment all the same: all of it goes back.
        till.pay(url.rsplit("/", 1)[-1])
        _go_on(till)
        assert _ledger(till) == [(2 * PRICE, 2 * PRICE)]
    assert _states(event) == {"cancelled": 2}


def test_event_called_off_pays_back_what_is_left_once(till: Till) -> None:
    event = _sold()
    ticket = _paid(till, event, "甲", "乙")
    _do(ticket["companions"][1], "cancel")
    event.refresh_from_db()
    owner = person_in(event.organization)
    cancel_event(actor=owner, event=event, edition=event.edition, reason="场地停电", now=clock.now())
    for _ in range(2):
        _go_on(till)
    assert _ledger(till) == [(3 * PRICE, 3 * PRICE)]
    assert sorted(Refund.objects.values_list("amount_minor", "cause")) == [
        (PRICE, "policy"),
        (2 * PRICE, "cancelled"),
    ]


def test_host_decides_of_a_group_and_all_is_owed_at_once(till: Till) -> None:
    event = _sold(ticket_type__needs_approval=True)
    question = QuestionFactory.create(event=event, label="饮食", is_gated=True, is_per_place=True)
    ticket = _ask(event, "甲", "乙")
    assert (ticket["payment"], Order.objects.count(), _states(event)) == (None, 0, {"pending_approval": 3})
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    path = f"{API}/events/{event.pk}/registrations/decide/"
    along = Registration.objects.get(name="甲")
    body = {"registrations": [str(along.pk)], "approve": True}
    decided = host.post(path, body, format="json").json()["results"]
    assert [(one["result"], one["state"]) for one in decided] == [("done", "awaiting_payment")] * 3
    assert Order.objects.get().amount_minor == 3 * PRICE
    _go_on(till)
    assert "CNY 597.00" in mail.outbox[-1].body
    _pay(till, ticket)
    assert _states(event) == {"confirmed": 3}
    # One whose changed answer is refused gets back what that place cost, and the others stay.
    event.holder_may = ["answers"]
    event.save(update_fields=["holder_may"])
    answers = {"answers": [{"question": str(question.pk), "values": ["清真"]}]}
    changed = _do(ticket["companions"][0], "answers", answers, method="put")
    assert changed.status_code == 200, changed.json()
    assert _states(event) == {"confirmed": 2, "pending_approval": 1}
    host.post(path, {"registrations": [str(along.pk)], "approve": False, "reason": "不符"}, format="json")
    _go_on(till)
    assert (_states(event), _ledger(till)) == ({"confirmed": 2, "rejected": 1}, [(3 * PRICE, PRICE)])


def test_group_pays_by_transfer(till: Till) -> None:
    event = _sold(takes_transfers=True)
    name_account(event.organization)
    ticket = _ask(event, "甲")
    (along,) = ticket["companions"]
    assert _do(along, "money/transfer").json()["code"] == "roadshows.nothing_to_pay"
    shown = _do(ticket, "money/transfer").json()["transfer"]
    assert shown["money"] == {"amount": "398.00", "currency": "CNY"}
    _do(ticket, "money/transfer/proofs", {"file": a_proof()}, form="multipart")
    boss = person_in(event.organization, MemberRole.ADMIN)
    transfers.accept(actor=boss, transfer=Transfer.objects.get(), note="", now=clock.now())
    _go_on(till)
    assert (_states(event), till.sessions()) == ({"confirmed": 2}, [])
    assert _do(along, "cancel").status_code == 200
    _go_on(till)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.state, refund.reason) == (PRICE, "requested", along["code"])
    client_of(boss).post(f"{API}/refunds/{refund.pk}/settle/", {"note": "银行 0003"}, format="json")
    _go_on(till)
    assert (_states(event), Order.objects.get().state) == ({"cancelled": 1, "confirmed": 1}, "partially_refunded")


def test_what_is_asked_back_is_for_all_that_are_left(till: Till) -> None:
    event = _sold()
    ticket = _paid(till, event, "甲", "乙")
    _do(ticket, "cancel")
    Event.objects.update(refunds_until=clock.now() - timedelta(days=1))
    refused = _do(ticket["companions"][0], "refund-requests", {"reason": "有事"})
    assert refused.json()["code"] == "roadshows.nothing_to_pay"
    assert _do(ticket, "refund-requests", {"reason": "有事"}).json()["refund_request"]["state"] == "requested"
    boss = client_of(person_in(event.organization, MemberRole.ADMIN))
    row = Order.objects.get().refund_requests.get()
    assert boss.post(f"{API}/refund-requests/{row.pk}/approve/", {"answer": "好"}, format="json").status_code == 200
    _go_on(till)
    assert (_states(event), _ledger(till)) == ({"cancelled": 3}, [(3 * PRICE, 3 * PRICE)])


def test_host_reads_each_place_at_its_price_and_the_sums_once(till: Till) -> None:
    event = _sold()
    ticket = _paid(till, event, "甲", "乙")
    _do(ticket["companions"][0], "cancel")
    _go_on(till)
    host, path = client_of(person_in(event.organization, MemberRole.ADMIN)), f"{API}/events/{event.pk}/registrations/"
    answer = host.get(path, {"payment": "refunded"}).json()
    one = {
        "price": {"amount": "199.00", "currency": "CNY"},
        "state": "partially_refunded",
        "returned_at_gateway": False,
    }
    assert [row["payment"] for row in answer["results"]] == [one] * 3
    exported: Any = host.get(f"{path}export/")
    sheet = b"".join(exported.streaming_content).decode("utf-8-sig")
    header, *lines = csv.reader(StringIO(sheet))
    assert [line[header.index("应付")] for line in lines] == ["199.00"] * 3
    figures = host.get(f"{API}/events/{event.pk}/figures/").json()
    assert (figures["funnel"]["owed"], figures["funnel"]["paid"], figures["funnel"]["confirmed"]) == (3, 3, 2)
    (sums,) = figures["takings"]
    assert (sums["paid"]["amount"], sums["net"]["amount"]) == ("597.00", "398.00")
    (booked,) = payments.takings_among(Order.objects.all())
    assert (booked.orders, booked.net.minor) == (1, 2 * PRICE)


def test_paid_places_of_a_group_are_renamed_and_not_given_away(till: Till) -> None:
    """The money of one order has one holder."""
    event = _sold(holder_may=["transfer", "rename"])
    ticket = _paid(till, event, "甲")
    for one in (ticket, ticket["companions"][0]):
        refused = _do(one, "transfer", {"contact": "next@example.com"})
        assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.transfer_not_allowed")
    single = _sold(holder_may=["transfer"])
    row = come(single, single.ticket_types.get())
    Registration.objects.filter(pk=row.pk).update(state="confirmed")
    row.refresh_from_db()
    assert not paying.is_paid_together(row)


def test_who_has_many_tickets_reads_them_in_as_many_queries(
    till: Till, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    """Whether one of them can be given back singly is known without asking for each."""
    person = UserFactory.create()
    counts = []
    for _ in range(2):
        row = come(_sold(ticket_type__needs_approval=True), TicketType.objects.order_by("-id")[0], along=("甲",))
        Registration.objects.filter(pk=row.pk).update(person=person)
        with django_assert_max_num_queries(60) as asked:
            answer = client_of(person).get(f"{API}/me/tickets/").json()
        assert {one["can_cancel"] for one in answer["results"]} == {False}
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_read(self: Any, *args: Any, **how: Any) -> Any:
        return self

    monkeypatch.setattr(QuerySet, "select_for_update", as_read)


def _paid_twice_at_once(till: Till) -> tuple[int, int, list[int]]:
    """All given back while one of them is: seats that are taken, rows that hold one, and what goes back."""
    event = _sold(quota__capacity=9)
    ticket = _paid(till, event, "甲", "乙")
    come(event, TicketType.objects.create(event=event, position=2, name="嘉宾票"))
    row = Registration.objects.get(name="甲")
    overlap(lambda: go(row), lambda: _do(ticket, "cancel-group"))
    held = Registration.objects.filter(event=event, state="confirmed").count()
    return Quota.objects.get().taken, held, sorted(Refund.objects.values_list("amount_minor", flat=True))


@pytest.mark.django_db(transaction=True)
def test_one_given_back_while_all_are_is_paid_back_once(till: Till) -> None:
    assert _paid_twice_at_once(till) == (1, 1, [PRICE, 2 * PRICE])


@pytest.mark.django_db(transaction=True)
def test_without_the_locks_it_would_be_twice(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a seat is freed twice."""
    _unlocked(monkeypatch)
    taken, held, _ = _paid_twice_at_once(till)
    assert taken < held


def _given_back_while_paid(till: Till) -> tuple[dict[str, int], list[tuple[int, int]]]:
    event = _sold(refunds_until=clock.now() + timedelta(days=9))
    ticket = _ask(event, "甲")
    url = str(_do(ticket, "pay").json()["url"])
    till.pay(url.rsplit("/", 1)[-1])
    till.hand_over()
    notices.work_off(now=clock.now())
    order = Order.objects.get()
    overlap(
        lambda: paying.confirm_paid(order.subject_id, order.pk, now=clock.now()), lambda: _do(ticket, "cancel-group")
    )
    _go_on(till)
    return _states(event), _ledger(till)


@pytest.mark.django_db(transaction=True)
def test_given_back_while_the_payment_is_heard_of_all_comes_back(till: Till) -> None:
    assert _given_back_while_paid(till) == ({"cancelled": 2}, [(2 * PRICE, 2 * PRICE)])


def test_one_place_of_a_group_is_given_back_by_who_holds_it_alone(till: Till) -> None:
    event = _sold()
    _paid(till, event, "甲", "乙")
    row = Registration.objects.get(name="乙")
    cancel_ticket(actor=UserFactory.create(), registration=row, now=clock.now())
    assert _states(event) == {"cancelled": 1, "confirmed": 2}
