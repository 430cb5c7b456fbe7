"""People who come to an event within a moment of each other."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core import clock
from backend.roadshows import consent
from backend.roadshows.models import Event
from backend.roadshows.services import codes
from backend.roadshows.services.registrations import Guest
from backend.roadshows.services.together import Comer

CODE = "123456"


def guest_of(contact: str = "", code: str = "", **changes: Any) -> Guest:
    """What one fills in; without a contact as a member does."""
    return Guest(
        **{"name": "王小明", "organization": "远山资本", "contact": contact, "code": code, **_agreed()} | changes
    )


def _agreed() -> dict[str, str]:
    return {"consent_version": consent.current().version}


def stranger(event: Event, contact: str = "", *, code: str = CODE, key: str = "", **changes: Any) -> Comer:
    """A guest with a good code, who may send another; with a contact nobody else has unless one is given."""
    contact = contact or f"{uuid4().hex[:12]}@example.com"
    codes.keep_code(event=event, contact=contact, code=CODE, now=clock.now())
    guest = guest_of(contact, code, **changes)
    return Comer(event.pk, AnonymousUser(), guest, key or str(uuid4()), "zh-hans", f"request-{contact}")


def member(event: Event, person: User, *, key: str = "", **changes: Any) -> Comer:
    return Comer(event.pk, person, guest_of(**changes), key or str(uuid4()), "en", f"request-{person.pk}")
