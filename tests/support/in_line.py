"""A waiting list from outside: joining it, looking, answering, and what the jobs do meanwhile."""

from typing import Any
from uuid import uuid4

from django.core import mail
from pytest_django import Settings

from backend.core import clock
from backend.core.models import OutboxEvent
from backend.core.services import drain_outbox
from backend.roadshows import consent
from backend.roadshows.models import Event, Quota, Registration, WaitlistEntry
from backend.roadshows.services import codes
from backend.roadshows.services.waiting import line
from backend.roadshows.tickets import secret_of
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.clients import client_of

API = "/api/v1"


def full(seats: int = 1, **fields: Any) -> tuple[Event, Registration]:
    """An event of which every seat is taken, and the first ticket."""
    event: Event = EventFactory.create(published=True, quota__capacity=seats, **fields)
    return event, RegistrationFactory.create_batch(seats, event=event)[0]


def ask(event: Event, contact: str, *, path: str = "waiting", key: str = "", **changes: Any) -> Any:
    codes.keep_code(event=event, contact=contact, code="123456", now=clock.now())
    body = {
        "name": "王小明",
        "organization": "远山资本",
        "contact": contact,
        "code": "123456",
        "consent_version": consent.current().version,
    } | changes
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client_of().post(f"{API}/events/{event.pk}/{path}/", body, format="json", headers=headers)


def wait(event: Event, contact: str, **changes: Any) -> str:
    answer = ask(event, contact, **changes)
    assert answer.status_code == 201, answer.json()
    return str(answer.json()["secret"])


def entry(secret: str) -> dict[str, Any]:
    return dict(client_of().get(f"{API}/waiting/{secret}/").json())


def do(secret: str, verb: str) -> Any:
    return client_of().post(f"{API}/waiting/{secret}/{verb}/")


def give_back(ticket: Registration) -> None:
    assert client_of().post(f"{API}/tickets/{secret_of(ticket.pk)}/cancel/").status_code == 200


def go_on(settings: Settings, *, hours: float = 0) -> None:
    """What the jobs do, some time later."""
    settings.CLOCK_OFFSET_SECONDS += hours * 3600
    drain_outbox(now=clock.now())
    line.advance_lines(now=clock.now())
    drain_outbox(now=clock.now())
    assert not OutboxEvent.objects.filter(handled_at=None).exists()


def taken(event: Event) -> int:
    taken = Quota.objects.get(event=event).taken
    held = Registration.objects.filter(event=event, state__in=["awaiting_payment", "confirmed"]).count()
    assert taken == held + WaitlistEntry.objects.filter(event=event, state="offered").count()
    return taken


def subjects(contact: str) -> list[str]:
    return [str(one.subject).split("：")[0] for one in mail.outbox if one.to == [contact]]
