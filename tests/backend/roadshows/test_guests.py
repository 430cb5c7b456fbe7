"""The host's table of guests: what narrows it, its orders and pages, its files, the team's views, and its figures."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.payments.enums import OrderState
from backend.payments.models import Checkout
from backend.roadshows.enums import SOLD_AS
from backend.roadshows.models import Event, GuestView, Registration
from tests.factories.accounts import UserFactory
from tests.factories.payments import OrderFactory
from tests.factories.roadshows import EventFactory, HostFactory, RegistrationFactory, TicketTypeFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def event() -> Event:
    found: Event = EventFactory.create(published=True)
    return found


@pytest.fixture
def member(event: Event) -> APIClient:
    return client_of(person_in(event.organization, MemberRole.MEMBER))


def _sold(row: Registration, state: OrderState, *, paid: int = 0, returned: int = 0, returning: int = 0) -> None:
    at = clock.now() if paid else None
    order = OrderFactory.create(
        payee=row.event.organization, subject_kind=SOLD_AS, subject_id=row.pk, state=state, paid_at=at
    )
    if paid:
        Checkout.objects.create(
            order=order,
            gateway="stripe",
            state="paid",
            expires_at=clock.now(),
            paid_minor=paid,
            returned_minor=returned,
            returning_minor=returning,
        )


def _guests(event: Event) -> dict[str, Registration]:
    front = TicketTypeFactory.create(event=event, position=2, name="前排", price_minor=12_000)
    old = clock.now() - timedelta(days=3)
    rows: dict[str, Registration] = {
        "free": RegistrationFactory.create(event=event, name="王小明", organization_name="远山资本"),
        "account": RegistrationFactory.create(event=event, name="李四", person=UserFactory.create(), language="en"),
        "phone": RegistrationFactory.create(event=event, name="Zoë", email=None, phone="+8613900139000"),
        "unpaid": RegistrationFactory.create(event=event, name="张三", ticket_type=front, state="awaiting_payment"),
        "paid": RegistrationFactory.create(event=event, name="赵六", ticket_type=front, email="Pay@x.example".lower()),
        "refunded": RegistrationFactory.create(
            event=event, name="钱七", ticket_type=front, state="cancelled", cancelled_at=clock.now()
        ),
        "old": RegistrationFactory.create(event=event, name="100%_", created_at=old),
    }
    _sold(rows["unpaid"], OrderState.REQUIRES_ACTION)
    _sold(rows["paid"], OrderState.SUCCEEDED, paid=12_000)
    _sold(rows["refunded"], OrderState.REFUNDED, paid=12_000, returned=10_000, returning=2_000)
    RegistrationFactory.create(name="王小明")
    return rows


def _answer(client: APIClient, event: Event, **wish: Any) -> Any:
    return client.get(f"{API}/events/{event.pk}/registrations/", wish)


def test_filters_choose_exactly_whom_they_name(event: Event, member: APIClient) -> None:
    rows = _guests(event)
    yesterday = (clock.now() - timedelta(days=1)).date().isoformat()
    everybody = set(rows)
    wishes: list[tuple[dict[str, Any], set[str]]] = [
        ({}, everybody),
        ({"q": "小明 远山"}, {"free"}),
        ({"q": "小明 李四"}, set()),
        ({"q": "PAY@X"}, {"paid"}),
        ({"q": "zoË"}, {"phone"}),
        ({"q": "139001"}, {"phone"}),
        ({"q": rows["account"].code.lower()}, {"account"}),
        ({"q": "%_"}, {"old"}),
        ({"state": "cancelled"}, {"refunded"}),
        ({"payment": "free"}, {"free", "account", "phone", "old"}),
        ({"payment": "unpaid"}, {"unpaid"}),
        ({"payment": "paid"}, {"paid"}),
        ({"payment": "refunded"}, {"refunded"}),
        ({"ticket_type": str(rows["paid"].ticket_type_id)}, {"unpaid", "paid", "refunded"}),
        ({"ticket_type": "no id"}, set()),
        ({"language": "en"}, {"account"}),
        ({"account": "with"}, {"account"}),
        ({"account": "without"}, everybody - {"account"}),
        ({"since": yesterday}, everybody - {"old"}),
        ({"until": yesterday}, {"old"}),
        ({"payment": "paid", "language": "en"}, set()),
    ]
    names = {str(row.pk): name for name, row in rows.items()}
    for wish, wanted in wishes:
        answer = _answer(member, event, **wish).json()
        assert ({names[one["id"]] for one in answer["results"]}, answer["count"]) == (wanted, len(wanted)), wish
    row = next(one for one in _answer(member, event).json()["results"] if one["id"] == str(rows["paid"].pk))
    price = {"amount": "120.00", "currency": "CNY"}
    assert row["payment"] == {"price": price, "state": "succeeded", "returned_at_gateway": False}
    assert (row["has_account"], row["ticket_type"]["name"]) == (False, "前排")


def test_pages_go_on_where_they_ended_whatever_is_added(event: Event, member: APIClient) -> None:
    rows = [RegistrationFactory.create(event=event, name=name) for name in ("王", "李", "李", "阿", "Bob")]
    ids = [str(row.pk) for row in rows]
    wanted = {
        "newest": ids[::-1],
        "oldest": ids,
        # Latin letters before the characters, these by their pinyin, equal names by their time.
        "name": [ids[4], ids[3], ids[1], ids[2], ids[0]],
        "organization": ids,
    }
    for sort, order in wanted.items():
        found, cursor, late = [], None, None
        while True:
            page = _answer(member, event, sort=sort, page_size=2, **({"cursor": cursor} if cursor else {})).json()
            found += [one["id"] for one in page["results"]]
            if late is None:
                late = RegistrationFactory.create(event=event, name="Aaa", organization_name="Aaa")
            if (cursor := page["next_cursor"]) is None:
                break
        assert [one for one in found if one in ids] == order, sort
        assert len(found) == len(set(found))
        assert page["count"] == 6
        Registration.objects.filter(pk=late.pk).delete()


def test_a_cursor_is_a_guest_of_the_event(event: Event, member: APIClient) -> None:
    stranger = RegistrationFactory.create()
    for cursor in (str(stranger.pk), "x", str(event.pk)):
        for sort in ("newest", "name"):
            answer = _answer(member, event, cursor=cursor, sort=sort)
            assert (answer.status_code, answer.json()["code"]) == (400, "core.bad_cursor")
    for wish in ({"sort": "phone"}, {"payment": "x"}, {"since": "1"}, {"page_size": 101}, {"kind": "x"}):
        assert _answer(member, event, **wish).status_code == 400, wish
    backwards = _answer(member, event, since="2026-11-05", until="2026-11-04")
    assert backwards.json()["code"] == "roadshows.bad_range"


def test_a_page_is_a_fixed_number_of_queries(event: Event, member: APIClient) -> None:
    counts = []
    for _ in range(2):
        for row in [RegistrationFactory.create(event=event) for _ in range(2)]:
            _sold(row, OrderState.CREATED)
        with CaptureQueriesContext(connection) as asked:
            assert _answer(member, event, payment="unpaid", q="来宾", sort="name").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_files_hold_all_that_fits_and_compute_nothing(event: Event, member: APIClient) -> None:
    rows = _guests(event)
    Registration.objects.filter(pk=rows["free"].pk).update(name="=1+1")
    address = f"{API}/events/{event.pk}/registrations/export/"
    answer = member.get(address, {"sort": "oldest"})
    lines = list(csv.reader(StringIO(_body(answer).decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == ["100%_", "'=1+1", "李四", "Zoë", "张三", "赵六", "钱七"]
    assert (lines[0][10:], lines[6][10:]) == (["应付", "货币", "付款", "语言"], ["120.00", "CNY", "已支付", "简体中文"])
    assert answer["Cache-Control"] == "private, no-store"

    answer = member.get(address, {"file": "xlsx", "payment": "refunded"})
    assert answer["Content-Disposition"] == f'attachment; filename="registrations-{event.code}.xlsx"'
    (_, line) = CalamineWorkbook.from_filelike(BytesIO(_body(answer))).get_sheet_by_index(0).to_python()
    assert (line[0], line[6]) == ("钱七", rows["refunded"].code)
    files = AuditEntry.objects.filter(action="event.registrations_exported").order_by("id")
    assert [one.data for one in files] == [{"file": "csv"}, {"file": "xlsx"}]
    assert member.get(address, {"page_size": "5", "kind": "x"}).status_code == 400


def _views(event: Event) -> str:
    return f"{API}/events/{event.pk}/guest-views/"


def _keep(client: APIClient, event: Event, name: str, **filters: str) -> Any:
    return client.post(_views(event), {"name": name, "filters": filters, "sort": "name"}, format="json")


def test_views_are_the_teams_and_serve_all_its_events(event: Event, member: APIClient) -> None:
    other = EventFactory.create(organization=event.organization, published=True)
    kept = _keep(member, event, "英文来宾", language="en", q="资本")
    assert (kept.status_code, kept.json()["is_of_this_event"]) == (201, False)
    bound = _keep(member, event, "本周", since="2026-11-23")
    assert bound.json()["is_of_this_event"] is True
    colleague = client_of(person_in(event.organization, MemberRole.ADMIN))
    assert [one["name"] for one in colleague.get(_views(event)).json()["results"]] == ["本周", "英文来宾"]
    (shown,) = colleague.get(_views(other)).json()["results"]
    assert (shown["filters"], shown["sort"]) == ({"language": "en", "q": "资本"}, "name")
    taken = _keep(colleague, other, "英文来宾")
    assert (taken.status_code, taken.json()["code"]) == (409, "roadshows.view_name_taken")
    one = f"{_views(event)}{kept.json()['id']}/"
    changed = colleague.put(one, {"name": "来宾", "filters": {"state": "confirmed"}}, format="json")
    assert (changed.status_code, changed.json()["filters"]) == (200, {"state": "confirmed"})
    # A view of one event is not to be reached by another.
    assert colleague.delete(f"{_views(other)}{bound.json()['id']}/").status_code == 404
    assert colleague.delete(one).status_code == 204
    assert [row.name for row in GuestView.objects.all()] == ["本周"]
    acts = AuditEntry.objects.filter(action__startswith="guest_view.").order_by("id")
    assert [one.action.split(".")[1] for one in acts] == ["written", "written", "written", "removed"]


def test_views_and_figures_are_for_those_who_work_for_the_host(event: Event, member: APIClient) -> None:
    view = _keep(member, event, "全部").json()["id"]
    outsiders = {
        "visitor": (client_of(), 401),
        "outsider": (client_of(UserFactory.create()), 403),
        "another host": (client_of(person_in(HostFactory.create())), 403),
        "host's reader": (client_of(person_in(event.organization, MemberRole.READER)), 403),
    }
    for name, (client, status) in outsiders.items():
        answers = [
            client.get(_views(event)),
            _keep(client, event, "x"),
            client.delete(f"{_views(event)}{view}/"),
            client.get(f"{API}/events/{event.pk}/figures/"),
        ]
        assert [one.status_code for one in answers] == [status] * 4, name
    assert GuestView.objects.count() == 1


def test_figures_are_sums_of_what_is_there(event: Event, member: APIClient) -> None:
    empty = member.get(f"{API}/events/{event.pk}/figures/").json()
    assert (empty["days"], empty["takings"], empty["funnel"]["registered"]) == ([], [], 0)
    rows = _guests(event)
    figures = member.get(f"{API}/events/{event.pk}/figures/").json()
    days = figures["days"]
    assert len(days) == 4
    assert [(one["registered"], one["cancelled"]) for one in days] == [(1, 0), (0, 0), (0, 0), (6, 1)]
    assert figures["funnel"] == {"registered": 7, "owed": 3, "paid": 2, "confirmed": 5}
    assert {one["state"]: one["count"] for one in figures["states"]} == {
        "confirmed": 5,
        "awaiting_payment": 1,
        "cancelled": 1,
    }
    kinds = [(one["ticket_type"]["name"], one["registered"], one["held"]) for one in figures["kinds"]]
    assert kinds == [("普通票", 4, 4), ("前排", 3, 2)]
    assert figures["languages"] == [{"language": "zh-hans", "count": 5}, {"language": "en", "count": 1}]
    (sums,) = figures["takings"]
    assert {name: one["amount"] for name, one in sums.items()} == {
        "paid": "240.00",
        "returned": "100.00",
        "returning": "20.00",
        "net": "120.00",
    }
    assert len(rows) == figures["funnel"]["registered"]
