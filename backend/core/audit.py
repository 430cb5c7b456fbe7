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
    context = structlog.contextvars.get_contextvars()
    kind = "system" if isinstance(actor, SystemActor) else "visitor" if actor.is_anonymous else "person"
    return AuditEntry.objects.create(
        actor_id=actor.pk if kind == "person" else None,
        actor_kind=context.get("actor_kind", kind) if kind == "person" else kind,
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        organizations=list(organizations),
        data=data,
        request_id=str(context.get("request_id", "")),
    )
