"""Guests as they come to an event: over HTTP with a proved contact, or straight through the service."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIClient

from backend.core import clock
from backend.roadshows import consent
from backend.roadshows.models import Event, Registration, TicketType
from backend.roadshows.services import codes, registrations
from tests.support.clients import client_of

API = "/api/v1"
CODE = "123456"


def ask_to_come(event: Event, contact: str = "", *, client: APIClient | None = None, **changes: Any) -> Any:
    """The answer to a guest who fills in the form, with a contact nobody else has unless one is given."""
    contact = contact or f"{uuid4().hex[:12]}@example.com"
    codes.keep_code(event=event, contact=contact, code=CODE, now=clock.now())
    body = {
        "name": "王小明",
        "organization": "远山资本",
        "contact": contact,
        "code": CODE,
        "consent_version": consent.current().version,
    } | changes
    headers = {"Idempotency-Key": str(uuid4())}
    sender = client or client_of()
    return sender.post(f"{API}/events/{event.pk}/registrations/", body, format="json", headers=headers)


def come(
    event: Event, kind: TicketType, *, voucher: str = "", contact: str = "", along: tuple[str, ...] = ()
) -> Registration:
    """The same without HTTP, and who comes along. Raises what registering raises."""
    contact = contact or f"{uuid4().hex[:12]}@example.com"
    codes.keep_code(event=event, contact=contact, code=CODE, now=clock.now())
    version = consent.current().version
    companions = tuple(registrations.Companion(name) for name in along)
    guest = registrations.Guest("王小明", "远山资本", contact, CODE, version, kind.pk, voucher, companions=companions)
    return registrations.register(
        actor=AnonymousUser(), event=event, guest=guest, key=str(uuid4()), language="zh-hans", now=clock.now()
    )


def go(registration: Registration) -> None:
    """They give their place back."""
    registrations.cancel_ticket(actor=AnonymousUser(), registration=registration, now=clock.now())
