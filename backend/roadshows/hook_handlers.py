"""Telling a host's own systems of its events and guests. Each cause is told once, so that all of it is safe to run twice.

Bodies hold ids, states and times, no name and no contact: whoever may read those asks the API for them.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from backend.core import clock, outbox
from backend.roadshows.enums import EventState, HookKind
from backend.roadshows.events import (
    CheckedIn,
    EventCancelled,
    EventDecided,
    GuestImported,
    RegistrationCancelled,
    RegistrationConfirmed,
)
from backend.roadshows.models import CheckIn, Event, Registration
from backend.webhooks import kinds
from backend.webhooks.services.emitting import emit

kinds.register(*HookKind.values)


@outbox.on(RegistrationConfirmed)
def on_registration_confirmed(event: RegistrationConfirmed) -> None:
    _tell_of_guest(event.registration_id, HookKind.REGISTRATION_CONFIRMED)


@outbox.on(GuestImported)
def on_guest_imported(event: GuestImported) -> None:
    _tell_of_guest(event.registration_id, HookKind.REGISTRATION_CONFIRMED)


@outbox.on(RegistrationCancelled)
def on_registration_cancelled(event: RegistrationCancelled) -> None:
    _tell_of_guest(event.registration_id, HookKind.REGISTRATION_CANCELLED)


@outbox.on(CheckedIn)
def on_checked_in(event: CheckedIn) -> None:
    """A passage that was taken back meanwhile is not told."""
    rows = CheckIn.objects.filter(pk__in=event.check_in_ids, turn__isnull=False).order_by("id")
    for row in rows.select_related("list__event"):
        passage = {"list_id": str(row.list_id), "kind": row.kind, "at": row.scanned_at.isoformat()}
        emit(
            organization_id=row.list.event.organization_id,
            kind=HookKind.CHECKED_IN,
            cause=f"{HookKind.CHECKED_IN}:{row.pk}",
            object_id=row.registration_id,
            describe=partial(_guest, row.registration_id, check_in=passage),
            now=clock.now(),
        )


@outbox.on(EventDecided)
def on_event_decided(event: EventDecided) -> None:
    if event.approved:
        _tell_of_event(event.event_id, HookKind.EVENT_PUBLISHED, event.edition)


@outbox.on(EventCancelled)
def on_event_cancelled(event: EventCancelled) -> None:
    _tell_of_event(event.event_id, HookKind.EVENT_CANCELLED, 0, state=EventState.CANCELLED)


def _tell_of_guest(registration_id: UUID, kind: HookKind) -> None:
    """As the guest is by now. A ticket that was sent to its holder once more has been told already."""
    row = Registration.objects.select_related("event").filter(pk=registration_id).first()
    if row is not None:
        emit(
            organization_id=row.event.organization_id,
            kind=kind,
            cause=f"{kind}:{row.pk}",
            object_id=row.pk,
            describe=partial(_guest, registration_id),
            now=clock.now(),
        )


def _guest(registration_id: UUID, **more: object) -> Mapping[str, Any] | None:
    row = Registration.objects.filter(pk=registration_id).first()
    if row is None:
        return None
    return {
        "object": "registration",
        "event_id": str(row.event_id),
        "ticket_type_id": str(row.ticket_type_id),
        "code": row.code,
        "state": row.state,
        "registered_at": row.created_at.isoformat(),
        "cancelled_at": row.cancelled_at.isoformat() if row.cancelled_at else None,
        **more,
    }


def _tell_of_event(event_id: UUID, kind: HookKind, edition: int, *, state: EventState | None = None) -> None:
    row = Event.objects.filter(pk=event_id).first()
    if row is not None and (state is None or row.state == state):
        emit(
            organization_id=row.organization_id,
            kind=kind,
            cause=f"{kind}:{row.pk}:{edition}",
            object_id=row.pk,
            describe=partial(_event, event_id),
            now=clock.now(),
        )


def _event(event_id: UUID) -> Mapping[str, Any] | None:
    row = Event.objects.filter(pk=event_id).first()
    if row is None:
        return None
    return {
        "object": "event",
        "code": row.code,
        "state": row.state,
        "edition": row.edition,
        "title": row.title,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
    }
