"""Registering from a page: alone, or in a rush together with whoever comes at the same moment (`together`)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from backend.accounts.models import User
from backend.core import audit, clock
from backend.core.actors import Viewer
from backend.core.combining import Combiner
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.errors import BadContact
from backend.roadshows.models import Registration
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.services import registrations
from backend.roadshows.services.registrations import Guest
from backend.roadshows.services.together import Comer, Outcome, register_together


def _together(comers: Sequence[Comer]) -> list[Outcome]:
    return register_together(comers, now=clock.soon())


# One for the process: those of different events are done together as well.
_arrivals: Combiner[Comer, Registration] = Combiner(_together)


def register(*, actor: Viewer, event_id: UUID, guest: Guest, key: str, language: str) -> Registration:
    """`registrations.register` at an event the actor may see. The row with its event as they see it.

    Raises NotFound, and what that raises.
    """

    def alone() -> Registration:
        event = event_by_id(actor, event_id)
        row = registrations.register(actor=actor, event=event, guest=guest, key=key, language=language, now=clock.now())
        row.event = event
        return row

    try:
        reached = replace(guest, contact=normalize_contact(guest.contact))
    except BadContact:
        return alone()
    return _do(Comer(event_id, actor, reached, key, language, audit.request_id()), alone)


def register_member(*, actor: User, event_id: UUID, guest: Guest, key: str, language: str) -> Registration:
    """`registrations.register_member` likewise, for a guest without a contact and a code."""

    def alone() -> Registration:
        event = event_by_id(actor, event_id)
        row = registrations.register_member(
            actor=actor, event=event, guest=guest, key=key, language=language, now=clock.now()
        )
        row.event = event
        return row

    return _do(Comer(event_id, actor, guest, key, language, audit.request_id()), alone)


def _do(comer: Comer, alone: Callable[[], Registration]) -> Registration:
    return _arrivals.do(comer, alone) if comer.is_plain else alone()
