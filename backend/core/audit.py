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
    kind = _kind_of(actor)
    return AuditEntry.objects.create(
        actor_id=actor.pk,
        actor_kind=kind,
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        organizations=list(organizations),
        data=data,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
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
