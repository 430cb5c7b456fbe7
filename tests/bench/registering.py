"""Events that are sold out at once, and everybody who wants to come."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from backend.accounts.models import User
from backend.core import clock
from backend.core.ids import new_id
from backend.roadshows import consent
from backend.roadshows.models import ContactCode, Event, Quota, Registration
from backend.roadshows.services import codes
from tests.bench.loading import Call, Generator, Outcome
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory
from tests.performance import textbook
from tests.support.clients import client_of

SEATS, PEOPLE = 500, 2_000
CODE = "123456"


def members(count: int) -> list[tuple[User, str]]:
    """People with the cookies of their sessions."""
    found = []
    for _ in range(count):
        person = UserFactory.create()
        found.append((person, client_of(person).cookies[settings.SESSION_COOKIE_NAME].value))
    return found


def events(count: int) -> list[Event]:
    """Open to everybody, with five hundred seats each."""
    return [EventFactory.create(published=True, quota__capacity=SEATS) for _ in range(count)]


def prepared(targets: Sequence[Event], people: Sequence[tuple[User, str]]) -> list[Call]:
    """Two thousand people who want to come to one of the events: every second one signed in, the others with a code."""
    calls, wanted, kept = [], consent.current().version, []
    for number in range(PEOPLE):
        event = targets[number % len(targets)]
        address = {"X-Forwarded-For": f"10.{number >> 8}.{number & 255}.{number % 7 + 1}"}
        headers = {**address, "Idempotency-Key": str(uuid4())}
        if number % 2:
            _, cookie = people[number // 2]
            token = _get_new_csrf_string()
            headers |= {
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={token}",
                "X-CSRFToken": token,
                "Referer": settings.PUBLIC_URL,
                "Origin": settings.PUBLIC_URL,
            }
            body = {"name": f"会员{number}", "organization": "远山资本", "consent_version": wanted}
            calls.append(Call(f"/api/v1/events/{event.pk}/registrations/mine/", body, headers))
            continue
        contact = f"guest-{new_id().hex}@example.com"
        kept.append(
            ContactCode(
                event=event,
                contact_digest=codes._contact_digest(contact),
                code_digest=codes._code_digest(event.pk, contact, CODE),
                expires_at=clock.now() + timedelta(minutes=10),
            )
        )
        body = {"name": f"来宾{number}", "organization": "远山资本", "contact": contact, "code": CODE}
        calls.append(Call(f"/api/v1/events/{event.pk}/registrations/", {**body, "consent_version": wanted}, headers))
    ContactCode.objects.bulk_create(kept)
    return calls


def sold(targets: Sequence[Event], outcomes: dict[str, Outcome]) -> bool:
    """Exactly the seats are taken, each by one row, and everybody else was told so."""
    counts = {name: one.count for name, one in outcomes.items()}
    seats = SEATS * len(targets)
    full = max(PEOPLE - seats, 0)
    taken = list(Quota.objects.filter(event__in=targets).values_list("taken", flat=True))
    rows = Registration.objects.filter(event__in=targets, state="confirmed").count()
    told = {"201": min(seats, PEOPLE)} | ({"409 roadshows.full": full} if full else {})
    return counts == told and sum(taken) == rows == min(seats, PEOPLE) and max(taken) <= SEATS


def of_textbook(generator: Generator, port: int) -> dict[str, Outcome]:
    """The same rush on the endpoint of a textbook."""
    event = textbook.Event.objects.create(capacity=SEATS)
    path = f"/events/{event.pk}/registrations/"
    outcomes = generator.send(port, [Call(path, {"email": f"p{n}@example.com"}, {}) for n in range(PEOPLE)])
    assert {name: one.count for name, one in outcomes.items()} == {"201": SEATS, "409 full": PEOPLE - SEATS}, outcomes
    assert textbook.Registration.objects.filter(event=event).count() == SEATS
    return outcomes
