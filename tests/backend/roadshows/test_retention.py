"""Names and contacts of guests go when their time is over, and only then; the count and the trail stay."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.roadshows import tasks
from backend.roadshows.models import Event, Quota, Registration
from backend.roadshows.retention import RULES, Status, rule_on
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.tickets import secret_of
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEPT = 365 * DAY
SECRETS = ("周海棠", "海棠资本", "haitang@example.com", "+8613800000009")


def _over(*, ago: timedelta = KEPT, **fields: Any) -> Event:
    found: Event = EventFactory.create(
        **{
            "published": True,
            "state": "ended",
            "starts_at": clock.now() - ago - timedelta(hours=3, minutes=1),
            **fields,
        }
    )
    return found


def _guest(event: Event, **fields: Any) -> Registration:
    found: Registration = RegistrationFactory.create(
        **{"event": event, "name": SECRETS[0], "organization_name": SECRETS[1], "email": SECRETS[2], **fields}
    )
    return found


def _left() -> set[Any]:
    return set(Registration.objects.filter(contact_removed_at=None).values_list("pk", flat=True))


def _said_in_the_database() -> list[str]:
    """Those of the secrets that stand anywhere in the rows of guests or in their history."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(r)::text FROM roadshows_registration r"
            " UNION ALL SELECT row_to_json(h)::text FROM roadshows_registrationevent h"
            " UNION ALL SELECT row_to_json(a)::text FROM core_auditentry a"
        )
        text = "\n".join(row[0] for row in cursor.fetchall())
    return [secret for secret in SECRETS if secret in text]


def test_the_rule_says_what_it_rests_on_and_that_the_figure_is_the_operators(settings: Settings) -> None:
    rule = rule_on(date(2027, 1, 1))
    assert (rule.kept_for, rule.status) == (KEPT, Status.OPERATOR_SETTING)
    assert "个人信息保护法" in rule.source
    assert rule_on(date(2020, 1, 1)) == rule
    settings.GUEST_CONTACTS_KEPT_DAYS = 30
    assert {rule.kept_for for rule in RULES} == {30 * DAY}


def test_each_guest_is_kept_to_the_end_of_the_term() -> None:
    now = clock.now()
    called_off: dict[str, Any] = {"state": "cancelled", "cancel_reason": "台风", "starts_at": now + DAY}
    events = {
        "over": (_over(), False),
        "just over": (_over(ago=KEPT - DAY), True),
        "called off": (_over(**called_off, cancelled_at=now - KEPT), False),
        "just called off": (_over(**called_off, cancelled_at=now - KEPT + DAY), True),
        "on": (_over(state="live"), True),
        "to come": (EventFactory.create(published=True), True),
    }
    guests = {name: _guest(event) for name, (event, _) in events.items()}
    assert remove_contacts(actor=SYSTEM, now=now) == 2
    assert _left() == {guests[name].pk for name, (_, stays) in events.items() if stays}


def test_nothing_of_a_guest_stays_but_that_somebody_came() -> None:
    event = _over()
    person = UserFactory.create()
    guests = [
        _guest(event, person=person),
        _guest(event, email=None, phone=SECRETS[3]),
        _guest(event, state="cancelled", cancelled_at=clock.now() - KEPT, email="gone@example.com"),
    ]
    assert _said_in_the_database() == list(SECRETS)
    before = [(row.pk, row.state, row.code, row.consent_version, row.created_at) for row in guests]
    tasks.remove_contacts(0)
    assert _said_in_the_database() == []
    rows = list(Registration.objects.order_by("id"))
    assert [(row.pk, row.state, row.code, row.consent_version, row.created_at) for row in rows] == before
    assert [(row.name, row.organization_name, row.contact, row.person_id) for row in rows] == [("", "", "", None)] * 3
    assert Quota.objects.get(event=event).taken == 2
    entry = AuditEntry.objects.get(action="event.contacts_removed")
    assert (entry.actor_kind, entry.subject_id, entry.data) == ("system", str(event.pk), {"guests": 3})
    assert entry.organizations == [event.organization_id]
    for row in rows:
        for path in ("", "qr.svg", "event.ics"):
            assert client_of().get(f"/api/v1/tickets/{secret_of(row.pk)}/{path}").status_code == 404
    tasks.remove_contacts(0)
    assert AuditEntry.objects.filter(action="event.contacts_removed").count() == 1
    assert list(Registration.objects.order_by("id").values_list("updated_at", flat=True)) == [
        row.updated_at for row in rows
    ]


def test_the_hosts_table_and_sheet_say_removed() -> None:
    event = _over()
    row = _guest(event)
    remove_contacts(actor=SYSTEM, now=clock.now())
    client = client_of(person_in(event.organization, MemberRole.MEMBER))
    address = f"/api/v1/events/{event.pk}/registrations/"
    (shown,) = client.get(address).json()["results"]
    blank = {"name": "", "organization_name": "", "email": None, "phone": None}
    assert {key: shown[key] for key in blank} == blank
    assert (shown["contact_removed_at"] is None, shown["code"]) == (False, row.code)
    assert client.get(f"/api/v1/events/{event.pk}/").json()["taken"] == 1
    for language, word in (("zh-hans", "已清除"), ("zh-hant", "已清除"), ("en", "Removed")):
        answer: Any = client.get(f"{address}export/", headers={"Accept-Language": language})
        sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert list(csv.reader(StringIO(sheet)))[1][:4] == [word, "", "", ""]


def test_events_are_worked_off_in_batches(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr("backend.roadshows.services.retention.AT_ONCE", 2)
    for _ in range(3):
        _guest(_over())
    assert remove_contacts(actor=SYSTEM, now=clock.now()) == 3
    assert (_left(), AuditEntry.objects.filter(action="event.contacts_removed").count()) == (set(), 3)
    now = clock.now()
    with django_assert_num_queries(1):
        assert remove_contacts(actor=SYSTEM, now=now) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"email": None},
        {"phone": SECRETS[3]},
        {"contact_removed_at": "now"},
        {"contact_removed_at": "now", "email": None},
        {"contact_removed_at": "now", "email": None, "name": ""},
        {"email": None, "name": "", "organization_name": ""},
    ],
)
def test_only_a_row_that_was_removed_whole_is_without_a_contact(changes: dict[str, Any]) -> None:
    row = _guest(_over())
    written = {name: clock.now() if value == "now" else value for name, value in changes.items()}
    with pytest.raises(IntegrityError, match="registration_email_or_phone_or_removed"), transaction.atomic():
        Registration.objects.filter(pk=row.pk).update(**written)
