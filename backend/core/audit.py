"""The trail people read: one append-only row for each act, reads of private material included."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import structlog
from django.db import models

from backend.core.actors import Actor, SystemActor
from backend.core.models import AuditEntry


def record(
    actor: Actor, action: str, subject: models.Model | None = None, *, organizations: Iterable[UUID] = (), **data: Any
) -> AuditEntry:
    """Write one row in the current transaction. `data` holds plain values, never private text."""
    entry = entry_of(actor, action, subject, organizations=organizations, request_id=request_id(), **data)
    entry.save()
    return entry


def record_all(entries: Iterable[AuditEntry]) -> None:
    """Write what `entry_of` made, in the current transaction."""
    AuditEntry.objects.bulk_create(entries)


def request_id() -> str:
    """Of the request that this thread works on; blank outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def entry_of(
    actor: Actor,
    action: str,
    subject: models.Model | None = None,
    *,
    organizations: Iterable[UUID] = (),
    request_id: str,
    **data: Any,
) -> AuditEntry:
    """The row of an act, not written yet; for acts of many requests that are written together."""
    return AuditEntry(
        actor_id=actor.pk,
        actor_kind=_kind_of(actor),
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        organizations=list(organizations),
        data=data,
        request_id=request_id,
    )


def _kind_of(actor: Actor) -> str:
    """Told by the actor alone. What a thread's log context says may be about an earlier request."""
    if isinstance(actor, SystemActor):
        return "system"
    if actor.is_anonymous:
        return "visitor"
    if getattr(actor, "acts_as_operator", False):
        # Written down at the time: whoever leaves the street's service keeps their name out of the trails of others.
        return "operator"
    return "token" if getattr(actor, "acts_by_token", False) else "person"
