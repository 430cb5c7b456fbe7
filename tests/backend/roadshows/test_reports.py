"""What an event came to: its figures, its paper, and that both outlive its guests. Badges of those who have a place."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.payments.enums import OrderState
from backend.payments.models import Checkout
from backend.roadshows.enums import SOLD_AS
from backend.roadshows.models import Event, EventReport, Registration
from backend.roadshows.selectors import badges
from backend.roadshows.services.reports import FEWEST
from backend.roadshows.services.retention import remove_contacts
from tests.factories.accounts import UserFactory
from tests.factories.payments import OrderFactory
from tests.factories.roadshows import (
    CheckInDeviceFactory,
    CheckInFactory,
    EventFactory,
    RegistrationFactory,
    TicketTypeFactory,
    VoucherFactory,
    WaitingFactory,
)
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"
HOUR = timedelta(hours=1)


def _over(**fields: Any) -> Event:
    begun = clock.now().replace(minute=0, second=0, microsecond=0) - 48 * HOUR
    made: Event = EventFactory.create(**{"published": True, "state": "ended", "starts_at": begun, **fields})
    return made


def _came(row: Registration, *, minutes: int = 0) -> Registration:
    at = row.event.starts_at + timedelta(minutes=minutes)
    CheckInFactory.create(registration=row, turn=1, undone_at=None, scanned_at=at, synced_at=at)
    return row


def _paid(row: Registration) -> None:
    order = OrderFactory.create(
        payee=row.event.organization,
        subject_kind=SOLD_AS,
        subject_id=row.pk,
        state=OrderState.PARTIALLY_REFUNDED,
        paid_at=clock.now(),
    )
    Checkout.objects.create(
        order=order, gateway="stripe", state="paid", expires_at=clock.now(), paid_minor=12_000, returned_minor=2_000
    )


@pytest.fixture
def event() -> Event:
    """Nine registered: seven have a place, of them five came; one of each other kind and way."""
    made = _over()
    vip = TicketTypeFactory.create(event=made, position=2, name="贵宾票", name_en="VIP")
    for minute in (0, 5, 20):
        _came(RegistrationFactory.create(event=made), minutes=minute)
    _came(RegistrationFactory.create(event=made, person=UserFactory.create()), minutes=50)
    bought = _came(RegistrationFactory.create(event=made, ticket_type=vip), minutes=50)
    _paid(bought)
    RegistrationFactory.create(event=made, voucher=VoucherFactory.create(event=made))
    waited = RegistrationFactory.create(event=made)
    WaitingFactory.create(event=made, state="accepted", registration=waited)
    WaitingFactory.create(event=made, state="expired")
    RegistrationFactory.create(event=made, state="cancelled", cancelled_at=clock.now())
    RegistrationFactory.create(event=made, state="expired")
    return made


@pytest.fixture
def member(event: Event) -> APIClient:
    return client_of(person_in(event.organization, MemberRole.MEMBER))


def _report(client: APIClient, event: Event) -> Any:
    return client.get(f"{API}/events/{event.pk}/report/")


def _text(answer: Any) -> str:
    document = pypdfium2.PdfDocument(answer.content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_report_counts_how_far_guests_came_and_by_which_way(event: Event, member: APIClient) -> None:
    before = _over(organization=event.organization, title="上一场", starts_at=event.starts_at - 72 * HOUR)
    _came(RegistrationFactory.create(event=before))
    answer = _report(member, event)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    figures = answer.json()["figures"]
    assert figures["steps"] == [
        {"step": "registered", "count": 9},
        {"step": "confirmed", "count": 7},
        {"step": "came", "count": 5},
    ]
    assert (figures["whole"]["stayed_away"], round(figures["whole"]["no_show_rate"], 3)) == (2, 0.286)
    assert [(one["name"], one["registered"], one["came"]) for one in figures["kinds"]] == [
        ("普通票", 8, 4),
        ("贵宾票", 1, 1),
    ]
    assert {one["source"]: (one["registered"], one["came"]) for one in figures["sources"]} == {
        "waiting_list": (1, 0),
        "voucher": (1, 0),
        "account": (1, 1),
        "guest": (6, 4),
    }
    assert figures["arrival_minutes"] == 15
    assert [one["came"] for one in figures["arrivals"]] == [2, 1, 0, 2]
    assert figures["sums"][0]["net"] == {"amount": "100.00", "currency": "CNY"}
    assert figures["waited"] == {
        "joined": 2,
        "accepted": 1,
        "declined": 0,
        "expired": 1,
        "left": 0,
        "in_vain": 0,
    }
    assert (answer.json()["before"]["title"], answer.json()["before"]["whole"]["came"]) == ("上一场", 1)
    assert answer.json()["frozen_at"] is None


def test_who_was_approved_is_a_step_where_somebody_decides(member: APIClient, event: Event) -> None:
    """Approved: who came, who paid too late, whom a code let pass, and of another kind who needs no approval."""
    asked = TicketTypeFactory.create(event=event, position=3, name="审批票", needs_approval=True)
    passes = VoucherFactory.create(event=event, skips_approval=True)
    now = clock.now()
    _came(RegistrationFactory.create(event=event, ticket_type=asked, approved_at=now))
    RegistrationFactory.create(event=event, ticket_type=asked, approved_at=now, state="expired")
    RegistrationFactory.create(event=event, ticket_type=asked, voucher=passes, state="cancelled", cancelled_at=now)
    RegistrationFactory.create(event=event, ticket_type=asked, state="rejected", refused_at=now)
    RegistrationFactory.create(event=event, ticket_type=asked, state="pending_approval")
    steps = _report(member, event).json()["figures"]["steps"]
    assert [(one["step"], one["count"]) for one in steps] == [
        ("registered", 14),
        ("approved", 12),
        ("confirmed", 8),
        ("came", 6),
    ]
    assert "通过审批" in _text(member.get(f"{API}/events/{event.pk}/report/file/"))


def test_it_costs_the_same_for_one_guest_and_for_many(event: Event, member: APIClient) -> None:
    with CaptureQueriesContext(connection) as few:
        _report(member, event)
    for _ in range(3):
        _came(RegistrationFactory.create(event=event))
    with CaptureQueriesContext(connection) as many:
        _report(member, event)
    assert len(few) == len(many)


def test_only_the_hosts_people_read_it_and_only_once_it_is_over(event: Event) -> None:
    outsiders = [client_of(UserFactory.create()), client_of(person_in(event.organization, MemberRole.READER))]
    for path in ("report/", "report/file/", "badges/"):
        assert client_of().get(f"{API}/events/{event.pk}/{path}").status_code == 401
        assert {one.get(f"{API}/events/{event.pk}/{path}").status_code for one in outsiders} == {403}
    early = EventFactory.create(published=True)
    refused = _report(client_of(person_in(early.organization, MemberRole.MEMBER)), early)
    assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.report_too_early")


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "未到场率"), ("zh-hant", "未到場率"), ("en", "No-show rate")],
)
def test_the_paper_says_the_same_in_each_language_with_letters_inside(
    event: Event, member: APIClient, language: str, said: str
) -> None:
    answer = member.get(f"{API}/events/{event.pk}/report/file/", headers={"Accept-Language": language})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="report-{event.code}.pdf"'
    text = _text(answer)
    assert event.title in text
    assert said in text
    assert "28.6%" in text
    assert b"NotoSans" in answer.content
    assert AuditEntry.objects.filter(action="event.report_printed").count() == 1


def test_titles_are_words_on_the_paper_and_never_its_code(member: APIClient, event: Event) -> None:
    """S15 for documents: what a host writes is set, not run."""
    title = '#read("/etc/passwd") *粗* $x$ ]#panic()'
    Event.objects.filter(pk=event.pk).update(title=title)
    assert title in _text(member.get(f"{API}/events/{event.pk}/report/file/")).replace("\r\n", "")


def test_figures_outlive_the_guests_and_tell_of_no_few(event: Event, member: APIClient) -> None:
    figures = _report(member, event).json()["figures"]
    later = event.ends_at + timedelta(days=366)
    remove_contacts(actor=SYSTEM, now=later)
    remove_contacts(actor=SYSTEM, now=later)
    assert EventReport.objects.filter(event=event).count() == 1
    # What an account told is gone from the row.
    assert not Registration.objects.filter(event=event, person__isnull=False).exists()
    kept = _report(member, event).json()
    assert kept["frozen_at"] is not None
    assert {name: value for name, value in kept["figures"].items() if name != "sources"} == {
        name: value for name, value in figures.items() if name != "sources"
    }
    sources = {one["source"]: one["registered"] for one in kept["figures"]["sources"]}
    assert sources == {"guest": 6, "other": 3}
    assert all(count >= FEWEST for source, count in sources.items() if source != "other")


def test_badges_are_of_those_with_a_place_alone(event: Event, member: APIClient) -> None:
    RegistrationFactory.create(event=event, name="陈嘉欣", organization_name="香蜜湖资本")
    gone = Registration.objects.get(event=event, state="cancelled")
    answer = member.get(f"{API}/events/{event.pk}/badges/", {"sort": "oldest"})
    assert answer.status_code == 200
    text = _text(answer)
    assert ("陈嘉欣" in text, "香蜜湖资本" in text, "贵宾票" in text, gone.name in text) == (True, True, True, False)
    chosen = Registration.objects.filter(event=event, name="陈嘉欣").get()
    one = member.get(f"{API}/events/{event.pk}/badges/", {"registrations": [str(chosen.pk)], "paper": "label"})
    assert len(pypdfium2.PdfDocument(one.content)) == 1
    assert AuditEntry.objects.filter(action="event.badges_printed").order_by("id").last().data == {"count": 1}  # type: ignore[union-attr]
    none = member.get(f"{API}/events/{event.pk}/badges/", {"q": "没有这个人"})
    assert (none.status_code, none.json()["code"]) == (400, "roadshows.nobody_to_badge")


def test_too_many_badges_are_refused(event: Event, member: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(badges, "MAX_BADGES", 2)
    answer = member.get(f"{API}/events/{event.pk}/badges/")
    assert (answer.status_code, answer.json()["code"]) == (400, "roadshows.too_many_badges")


def test_the_door_prints_who_was_let_in_and_a_kiosk_prints_nobody(event: Event) -> None:
    came, away = _came(RegistrationFactory.create(event=event)), RegistrationFactory.create(event=event)
    CheckInDeviceFactory.create(event=event, secret="door")
    CheckInDeviceFactory.create(event=event, secret="kiosk", role="kiosk")

    def asked(secret: str, row: Registration) -> int:
        address = f"{API}/door/{event.pk}/badges/{row.pk}/"
        return int(client_of().get(address, headers={"X-Door-Device": secret}).status_code)

    Event.objects.filter(pk=event.pk).update(ends_at=clock.now())
    assert [asked("door", came), asked("door", away), asked("kiosk", came), asked("nobody", came)] == [
        *(200, 404, 404, 401),
    ]
