"""Codes of an event: what they open, take off, hold and let in; used as often as they say, and given back."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Q

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.payments.models import Order
from backend.roadshows.errors import EventFull, VoucherSpent
from backend.roadshows.models import Event, Quota, Registration, TicketType, Voucher
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import paying, quotas, redeeming, vouchers
from tests.factories.roadshows import EventFactory, TicketTypeFactory, VoucherFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come, come, go
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db
PRICE = 20_000


@pytest.fixture
def event() -> Event:
    found: Event = EventFactory.create(published=True, quota__capacity=3)
    return found


@pytest.fixture
def host(event: Event) -> User:
    return person_in(event.organization, MemberRole.MEMBER)


def _kind(event: Event, **fields: Any) -> TicketType:
    found: TicketType = TicketTypeFactory.create(event=event, position=2, name="贵宾票", **fields)
    return found


def _standard(event: Event) -> TicketType:
    return event.ticket_types.get(position=1)


def _make(event: Event, person: Any, **changes: Any) -> Any:
    return client_of(person).post(f"{API}/events/{event.pk}/vouchers/", changes, format="json")


def _offer(event: Event, code: str) -> Any:
    return client_of().post(f"{API}/events/{event.pk}/vouchers/offer/", {"code": code}, format="json")


def _taken(event: Event) -> int:
    assert miscounted() == []
    return event.quota.taken


def _block(event: Event, host: User, many: int, kind: TicketType | None = None, **changes: Any) -> Voucher:
    line = vouchers.VoucherLine(
        code="BLOCK", ticket_type=(kind or _standard(event)).pk, max_uses=many, reserves=True, **changes
    )
    (made,) = vouchers.create_vouchers(actor=host, event=event, lines=[line], now=clock.now())
    return made


def test_hidden_kind_is_had_by_the_code_that_names_it(event: Event) -> None:
    hidden = _kind(event, is_hidden=True)
    VoucherFactory.create(event=event, code="FRIENDS", ticket_type=hidden, max_uses=2)
    other = VoucherFactory.create(event=event)
    said = _offer(event, " friends ").json()
    assert (said["code"], [kind["id"] for kind in said["ticket_types"]]) == ("FRIENDS", [str(hidden.pk)])
    assert client_of().get(f"{API}/events/{event.pk}/").json()["takes_vouchers"] is True
    for code, refusal in (
        ("", "ticket_type_unknown"),
        (other.code, "ticket_type_unknown"),
        ("NONE", "voucher_unknown"),
    ):
        answer = ask_to_come(event, ticket_type=str(hidden.pk), voucher=code)
        assert answer.json()["code"] == f"roadshows.{refusal}"
    wrong = ask_to_come(event, ticket_type=str(_standard(event).pk), voucher="FRIENDS")
    assert wrong.json()["code"] == "roadshows.voucher_not_for_kind"
    assert _taken(event) == 0
    ticket = ask_to_come(event, voucher="friends").json()
    assert (ticket["state"], ticket["ticket_type"]["name"]) == ("confirmed", "贵宾票")
    assert _taken(event) == 1


@pytest.mark.parametrize(
    ("terms", "owed"),
    [
        ({"percent": 25}, 15_000),
        ({"percent": 33}, 13_400),
        ({"price_minor": 9_900}, 9_900),
        ({"price_minor": 30_000}, PRICE),
        ({}, PRICE),
        # What would be less than a yuan is nothing, and nothing is not paid.
        ({"percent": 100}, None),
        ({"price_minor": 0}, None),
        ({"percent": 99}, 200),
    ],
)
def test_place_costs_what_the_code_says_when_it_is_taken(event: Event, terms: dict[str, int], owed: int | None) -> None:
    sold = _kind(event, price_minor=PRICE)
    VoucherFactory.create(event=event, code="LESS", **terms)
    ticket = ask_to_come(event, ticket_type=str(sold.pk), voucher="LESS").json()
    assert ticket["state"] == ("confirmed" if owed is None else "awaiting_payment")
    assert list(Order.objects.values_list("amount_minor", flat=True)) == ([] if owed is None else [owed])
    assert _taken(event) == 1


def test_price_of_another_currency_is_none(event: Event) -> None:
    sold = _kind(event, price_minor=PRICE, currency="HKD")
    VoucherFactory.create(event=event, code="LESS", price_minor=100)
    answer = ask_to_come(event, ticket_type=str(sold.pk), voucher="LESS")
    assert answer.json()["code"] == "roadshows.voucher_not_for_kind"
    assert (Order.objects.count(), _taken(event)) == (0, 0)


def test_use_is_given_back_with_the_place(event: Event) -> None:
    sold = _kind(event, price_minor=PRICE)
    voucher = VoucherFactory.create(event=event, code="ONCE", percent=50)
    first = come(event, sold, voucher="ONCE")
    with pytest.raises(VoucherSpent):
        come(event, sold, voucher="ONCE")
    assert _offer(event, "ONCE").json()["code"] == "roadshows.voucher_spent"
    go(first)
    second = come(event, sold, voucher="ONCE")
    paying.expire(second.pk, now=clock.now())
    paying.expire(second.pk, now=clock.now())
    voucher.refresh_from_db()
    assert (voucher.used, _taken(event)) == (0, 0)


def test_code_is_not_used_by_who_finds_no_place(event: Event) -> None:
    voucher = VoucherFactory.create(event=event, code="LATE")
    Quota.objects.filter(event=event).update(capacity=0)
    with pytest.raises(EventFull):
        come(event, _standard(event), voucher="LATE")
    voucher.refresh_from_db()
    assert (voucher.used, Registration.objects.count()) == (0, 0)


@pytest.mark.parametrize("over", [{"closed_at": "now"}, {"valid_until": "now"}])
def test_code_whose_time_is_over_is_good_for_nothing(event: Event, over: dict[str, Any]) -> None:
    VoucherFactory.create(event=event, code="OLD-ONE", **dict.fromkeys(over, clock.now()))
    assert _offer(event, "OLD-ONE").json()["code"] == "roadshows.voucher_spent"
    assert ask_to_come(event, voucher="OLD-ONE").json()["code"] == "roadshows.voucher_spent"
    assert _taken(event) == 0


def test_places_are_held_for_a_code_and_go_back_to_it(event: Event, host: User) -> None:
    block = _block(event, host, 2)
    assert _taken(event) == 2
    come(event, _standard(event))
    with pytest.raises(EventFull):
        come(event, _standard(event))
    assert [kind["sale"] for kind in _offer(event, "BLOCK").json()["ticket_types"]] == ["open"]
    guest = come(event, _standard(event), voucher="BLOCK")
    block.refresh_from_db()
    assert (block.used, block.held, _taken(event)) == (1, 1, 3)
    go(guest)
    block.refresh_from_db()
    assert (block.used, block.held, _taken(event)) == (0, 2, 3)


def test_closed_code_frees_what_it_held_and_later_its_guests_places(event: Event, host: User) -> None:
    block = _block(event, host, 2)
    guest = come(event, _standard(event), voucher="BLOCK")
    for _ in range(2):
        path = f"{API}/events/{event.pk}/vouchers/{block.pk}/close/"
        assert client_of(host).post(path).json()["state"] == "closed"
    assert (_taken(event), AuditEntry.objects.filter(action="event.voucher_closed").count()) == (1, 1)
    go(guest)
    assert _taken(event) == 0


def test_places_of_a_code_whose_time_is_over_are_free_again(event: Event, host: User) -> None:
    until = clock.now() + timedelta(days=1)
    _block(event, host, 2, valid_until=until)
    assert (vouchers.lapse_due(now=clock.now()), _taken(event)) == (0, 2)
    assert (vouchers.lapse_due(now=until), vouchers.lapse_due(now=until), _taken(event)) == (1, 0, 0)


def test_held_places_move_with_their_kind(event: Event, host: User) -> None:
    kind = _kind(event)
    _block(event, host, 2, kind)
    come(event, kind, voucher="BLOCK")
    line = quotas.QuotaLine(None, "贵宾", "", 2, [kind.pk])
    quotas.write_quotas(actor=host, event=event, edition=event.edition, lines=[line])
    assert sorted(Quota.objects.values_list("taken", flat=True)) == [2, 2]
    assert miscounted() == []


def test_nothing_is_held_where_not_all_can_be(event: Event, host: User) -> None:
    answer = _make(event, host, ticket_type=str(_standard(event).pk), max_uses=2, count=2, reserves=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "roadshows.no_places_to_reserve")
    assert (_taken(event), Voucher.objects.count()) == (0, 0)


def test_who_is_let_in_above_the_capacity_takes_nobodys_place(event: Event) -> None:
    guests = [come(event, _standard(event)) for _ in range(3)]
    VoucherFactory.create(event=event, code="LET-IN", bypasses=True, max_uses=2)
    assert [kind["sale"] for kind in _offer(event, "LET-IN").json()["ticket_types"]] == ["open"]
    come(event, _standard(event), voucher="LET-IN")
    seats = event.quota
    assert (_taken(event), seats.capacity, seats.overbooked) == (4, 3, 1)
    # The next who goes makes the room no fuller than it should be; only then a place is free.
    go(guests[0])
    assert (_taken(event), event.quota.overbooked) == (3, 0)
    with pytest.raises(EventFull):
        come(event, _standard(event))
    go(guests[1])
    come(event, _standard(event), voucher="LET-IN")
    assert (_taken(event), event.quota.overbooked) == (3, 0)


def test_late_payment_takes_the_use_again_or_nothing(event: Event) -> None:
    sold = _kind(event, price_minor=PRICE)
    voucher = VoucherFactory.create(event=event, code="ONCE", percent=50)
    row = come(event, sold, voucher="ONCE")
    paying.expire(row.pk, now=clock.now())
    Quota.objects.filter(event=event).update(capacity=0)
    row.refresh_from_db()
    assert not paying._take_again(row.pk, [row], clock.now())
    voucher.refresh_from_db()
    assert (voucher.used, _taken(event)) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_last_use_is_one_persons() -> None:
    event = EventFactory.create(published=True)
    VoucherFactory.create(event=event, code="ONCE")
    kind = event.ticket_types.get()
    first, second = overlap(lambda: come(event, kind, voucher="ONCE"), lambda: come(event, kind, voucher="ONCE"))
    assert (first, type(second)) == (None, VoucherSpent)
    assert (Voucher.objects.get().used, _taken(event)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_condition_both_would_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the database's own rule is what is left, and it knows no refusal for people."""
    monkeypatch.setattr(redeeming, "is_usable", lambda now: Q())
    event = EventFactory.create(published=True)
    VoucherFactory.create(event=event, code="ONCE")
    kind = event.ticket_types.get()
    first, second = overlap(lambda: come(event, kind, voucher="ONCE"), lambda: come(event, kind, voucher="ONCE"))
    assert first is None
    assert "voucher_used_within_max" in str(second)


def test_host_makes_one_code_or_many(event: Event, host: User) -> None:
    own = _make(event, host, code="vip-2026", note="给老朋友", percent=10, count=9)
    assert (own.status_code, own.json()) == (201, {"count": 1, "code": "VIP-2026"})
    assert _make(event, host, code="VIP-2026").json()["code"] == "roadshows.voucher_exists"
    made = _make(event, host, count=50, price={"amount": "99.00", "currency": "CNY"})
    assert made.json()["count"] == 50
    assert Voucher.objects.values("code").distinct().count() == 51
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"code": "a b"}, "core.invalid"),
        ({"percent": 0}, "core.invalid"),
        ({"count": 1001}, "core.invalid"),
        ({"percent": 10, "price": {"amount": "1.00", "currency": "CNY"}}, "roadshows.voucher_contradicts"),
        ({"reserves": True}, "roadshows.voucher_contradicts"),
        ({"ticket_type": str(uuid4())}, "roadshows.ticket_type_unknown"),
        ({"price": {"amount": "1.00", "currency": "USD"}}, "roadshows.currency_not_sold"),
        ({"valid_until": clock.now().isoformat()}, "roadshows.voucher_of_the_past"),
    ]
    for wrong, code in refusals:
        assert _make(event, host, **wrong).json()["code"] == code
    assert Voucher.objects.count() == 51


def test_codes_are_for_those_who_work_for_the_host(event: Event) -> None:
    voucher = VoucherFactory.create(event=event)
    reader, stranger = person_in(event.organization, MemberRole.READER), person_in(EventFactory.create().organization)
    path = f"{API}/events/{event.pk}/vouchers/"
    for who, status in ((reader, 403), (stranger, 403), (None, 401)):
        client = client_of(who)
        answers = [client.get(path), client.get(f"{path}export/"), client.post(f"{path}{voucher.pk}/close/")]
        answers += [
            client.post(path, {}, format="json"),
            client.post(f"{path}import/", {"table": "code\nX"}, format="json"),
        ]
        assert [answer.status_code for answer in answers] == [status] * 5
    assert (Voucher.objects.count(), Voucher.objects.get().closed_at) == (1, None)
    elsewhere = VoucherFactory.create(event=EventFactory.create())
    assert client_of(person_in(event.organization)).post(f"{path}{elsewhere.pk}/close/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_is_searched_and_costs_the_same_with_more_rows(
    event: Event, host: User, rows: int, django_assert_num_queries: Any
) -> None:
    spent = VoucherFactory.create(event=event, code="SPENT-1", used=1, note="媒体")
    VoucherFactory.create_batch(rows, event=event, ticket_type=_standard(event))
    client, path = client_of(host), f"{API}/events/{event.pk}/vouchers/"
    with django_assert_num_queries(7):
        assert client.get(path).json()["count"] == rows + 1
    for query in ("?state=spent", "?q=spent", "?q=媒体"):
        assert [row["id"] for row in client.get(path + query).json()["results"]] == [str(spent.pk)]
    assert client.get(f"{path}?state=open").json()["count"] == rows
    assert client.get(f"{path}?state=closed").json()["count"] == 0


def _import(event: Event, host: User, table: str) -> Any:
    return client_of(host).post(f"{API}/events/{event.pk}/vouchers/import/", {"table": table}, format="json")


def _export(event: Event, host: User) -> str:
    answer: Any = client_of(host).get(f"{API}/events/{event.pk}/vouchers/export/")
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_what_goes_out_as_a_table_comes_in_again(event: Event, host: User) -> None:
    kind = _standard(event)
    until = clock.now().replace(second=0, microsecond=0) + timedelta(days=3)
    VoucherFactory.create(event=event, code="=CMD-1", note="@SUM(A1)", percent=20, max_uses=5, valid_until=until)
    VoucherFactory.create(event=event, code="FIXED", price_minor=9_900, ticket_type=kind, bypasses=True)
    Voucher.objects.filter(code="=CMD-1").update(code="CMD-1")
    table = _export(event, host)
    cells = [cell for row in csv.reader(StringIO(table)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    columns = ("code", "note", "percent", "price_minor", "ticket_type", "max_uses", "bypasses", "valid_until")
    before = list(Voucher.objects.order_by("code").values_list(*columns))
    Voucher.objects.all().delete()
    answer = _import(event, host, table)
    assert (answer.status_code, answer.json()["count"]) == (201, 2), answer.json()
    assert list(Voucher.objects.order_by("code").values_list(*columns)) == before
    assert AuditEntry.objects.filter(action="event.vouchers_exported").count() == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("code,percent\nGOOD-1,10\nGOOD-2,110\n", "第 3 行的 percent 无效：110"),
        ("code,ticket_type\nGOOD-1,\nGOOD-2,没有这种\n", "第 3 行的 ticket_type 无效：没有这种"),
        ("code,price,currency\nGOOD-1,1.001,CNY\n", "第 2 行的 price 无效：1.001"),
        ("code,price,currency\nGOOD-1,NaN,CNY\n", "第 2 行的 price 无效：NaN"),
        ("code,valid_until\nGOOD-1,昨天\n", "第 2 行的 valid_until 无效：昨天"),
        ("code,reserves\nGOOD-1,maybe\n", "第 2 行的 reserves 无效：maybe"),
        ("code\na b\n", "第 2 行的 code 无效：a b"),
        ("name\nGOOD-1\n", "第一行须含列名 code。"),
        ("code\n", "表格没有数据行。"),
    ],
)
def test_table_that_cannot_be_read_makes_no_code(event: Event, host: User, table: str, said: str) -> None:
    answer = _import(event, host, table)
    assert (answer.json()["code"], answer.json()["fields"]) == ("roadshows.voucher_table_unreadable", {"table": [said]})
    assert Voucher.objects.count() == 0


def test_one_twin_in_a_table_makes_no_code(event: Event, host: User) -> None:
    answer = _import(event, host, "code\nTWIN-1\ntwin-1\n")
    assert (answer.json()["code"], Voucher.objects.count()) == ("roadshows.voucher_exists", 0)
