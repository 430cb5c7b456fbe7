"""A host's table of guests: read line by line, brought in whole or not at all, and safe to bring in twice."""

import base64
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core import mail
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows.models import Event, GuestImport, Quota, Registration
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.selectors.report import counted
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory, TicketTypeFactory, WaitingFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"
GOOD = (
    "姓名,机构,邮箱,手机,票种,语言\n陈嘉欣,香蜜湖资本,Jiaxin@Example.com,,普通票,\nWong,,,13800138000,普通票,English\n"
)
BASIS = {"basis": "agreed", "basis_note": "线下报名表 2026-11-20", "sends_letters": False}


@pytest.fixture
def event() -> Event:
    made: Event = EventFactory.create(published=True)
    return made


@pytest.fixture
def member(event: Event) -> APIClient:
    return client_of(person_in(event.organization, MemberRole.MEMBER))


def _file(table: str | bytes) -> str:
    return base64.b64encode(table.encode() if isinstance(table, str) else table).decode()


def _preview(client: APIClient, event: Event, table: str | bytes, **more: Any) -> Any:
    body = {"file": _file(table), **more}
    return client.post(f"{API}/events/{event.pk}/guests/preview/", body, format="json")


def _import(client: APIClient, event: Event, table: str, lines: list[int], **more: Any) -> Any:
    body = {"file": _file(table), "lines": lines, **BASIS, **more}
    return client.post(f"{API}/events/{event.pk}/guests/import/", body, format="json")


def test_a_table_is_looked_at_before_anything_is_written(event: Event, member: APIClient) -> None:
    RegistrationFactory.create(event=event, email="held@example.com")
    table = GOOD + "\n".join(
        [
            ",缺姓名,a@example.com,,普通票,",
            "周,无联系方式,,,普通票,",
            "吴,坏地址,not-an-address,,普通票,",
            "郑,坏票种,b@example.com,,没有的票,",
            "王,重复,jiaxin@example.com,,普通票,",
            "冯,已有,held@example.com,,普通票,",
            "陈,语言,c@example.com,,普通票,klingon",
            "短行,a",
        ]
    )
    answer = _preview(member, event, table)
    assert answer.status_code == 200
    assert answer.json()["mapping"]["email"] == "邮箱"
    read = {
        line["number"]: (line["state"], [(one["what"], one["column"]) for one in line["flaws"]])
        for line in answer.json()["lines"]
    }
    assert read == {
        2: ("new", []),
        3: ("new", []),
        4: ("flawed", [("empty", "姓名")]),
        5: ("flawed", [("no_contact", "邮箱")]),
        6: ("flawed", [("bad_contact", "邮箱")]),
        7: ("flawed", [("unknown_kind", "票种")]),
        8: ("flawed", [("repeated", "")]),
        9: ("known", []),
        10: ("flawed", [("unknown_language", "语言")]),
        11: ("flawed", [("unreadable", "")]),
    }
    assert answer.json()["lines"][0]["contact"] == "jiaxin@example.com"
    assert Registration.objects.count() == 1


def test_columns_are_read_as_the_host_says(event: Event, member: APIClient) -> None:
    table = "Who,Where\n陈嘉欣,a@example.com\n"
    blind = _preview(member, event, table).json()
    assert (blind["mapping"], blind["lines"][0]["state"]) == ({}, "flawed")
    kind = str(event.ticket_types.get().pk)
    told = _preview(member, event, table, mapping={"name": "Who", "email": "Where"}, ticket_type=kind).json()
    assert (told["lines"][0]["state"], told["lines"][0]["ticket_type"]) == ("new", kind)


def test_a_workbook_is_read_like_a_table_of_text(event: Event, member: APIClient) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("姓名", "邮箱", "票种"), ("陈嘉欣", "a@example.com", "普通票")]):
            sheet.write_row(row, 0, cells)
    assert [line["state"] for line in _preview(member, event, made.getvalue()).json()["lines"]] == ["new"]
    broken = _preview(member, event, b"PK\x03\x04 no workbook")
    assert (broken.status_code, broken.json()["code"]) == (400, "roadshows.guest_table_unreadable")


def test_guests_come_in_with_the_right_that_was_stated_and_twice_is_once(event: Event, member: APIClient) -> None:
    assert _import(member, event, GOOD, [2, 3]).json() == {"imported": 2, "known": 0}
    assert _import(member, event, GOOD, [2, 3]).json() == {"imported": 0, "known": 2}
    rows = list(Registration.objects.filter(event=event).order_by("id"))
    assert [(row.name, row.contact, row.language, row.state) for row in rows] == [
        ("陈嘉欣", "jiaxin@example.com", "zh-hans", "confirmed"),
        ("Wong", "+8613800138000", "en", "confirmed"),
    ]
    batch = GuestImport.objects.get()
    assert (batch.basis, batch.basis_note) == ("agreed", BASIS["basis_note"])
    assert {row.guest_import_id for row in rows} == {batch.pk}
    assert Quota.objects.get(event=event).taken == 2
    assert not miscounted()
    entry = AuditEntry.objects.get(action="event.guests_imported")
    assert entry.data == {"count": 2, "basis": "agreed"}
    assert [one.source for one in counted(event).sources] == ["imported"]
    drain_outbox(now=clock.now())
    assert mail.outbox == []


def test_letters_go_out_where_the_host_wants_them_and_say_who_registered_them(event: Event, member: APIClient) -> None:
    assert _import(member, event, GOOD, [2], sends_letters=True).status_code == 201
    drain_outbox(now=clock.now())
    letter = mail.outbox[0]
    assert (len(mail.outbox), letter.to) == (1, ["jiaxin@example.com"])
    assert event.organization.display_name in str(letter.body)
    assert "/me/tickets/" in str(letter.body)


def test_nobody_comes_in_where_one_could_not(event: Event, member: APIClient) -> None:
    kind = event.ticket_types.get()
    flawed = _import(member, event, "姓名,邮箱,票种\n陈,a@example.com,普通票\n,b@example.com,普通票\n", [2, 3])
    assert (flawed.status_code, flawed.json()["code"]) == (400, "roadshows.import_line_flawed")
    Quota.objects.filter(event=event).update(capacity=1)
    full = _import(member, event, GOOD, [2, 3])
    assert (full.status_code, full.json()["code"]) == (409, "roadshows.no_places_to_import")
    assert _import(member, event, GOOD, [2, 3], basis_note=" ").status_code == 400
    assert (_import(member, event, GOOD, []).json()["code"]) == "roadshows.nobody_to_import"
    assert (Registration.objects.count(), GuestImport.objects.count()) == (0, 0)
    assert Quota.objects.get(event=event).taken == 0
    # Whoever waits comes first, in this as in everything.
    Quota.objects.filter(event=event).update(capacity=5)
    WaitingFactory.create(event=event, wanted=[kind])
    assert _import(member, event, GOOD, [2]).json()["code"] == "roadshows.waiting_comes_first"


def test_only_the_hosts_people_bring_guests_in_and_only_while_it_is_open(event: Event, member: APIClient) -> None:
    reader = client_of(person_in(event.organization, MemberRole.READER))
    for client, status in ((client_of(), 401), (client_of(UserFactory.create()), 403), (reader, 403)):
        assert _preview(client, event, GOOD).status_code == status
        assert _import(client, event, GOOD, [2]).status_code == status
    Event.objects.filter(pk=event.pk).update(state="ended")
    assert _import(member, event, GOOD, [2]).json()["code"] == "roadshows.wrong_state"
    assert Registration.objects.count() == 0


def test_a_kind_of_another_event_is_none(event: Event, member: APIClient) -> None:
    other = TicketTypeFactory.create(event=EventFactory.create(published=True), position=2)
    answer = _preview(member, event, "姓名,邮箱\n陈,a@example.com\n", ticket_type=str(other.pk))
    assert (answer.status_code, answer.json()["code"]) == (400, "roadshows.ticket_type_unknown")
