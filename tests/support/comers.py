"""People who come to an event within a moment of each other."""

import threading
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import connection

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


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call gave or raised, each on a thread of its own; all of them begin at the same moment."""
    found: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], Any]) -> None:
        gate.wait(60)
        try:
            found[number] = call()
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    return found
