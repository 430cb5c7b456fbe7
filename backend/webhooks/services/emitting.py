"""Telling an organization's own systems what happened, in the transaction that heard of it."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from backend.webhooks import wake
from backend.webhooks.models import Delivery, Endpoint, Message
from backend.webhooks.selectors import listening

# Of the form of bodies: another form is another date, and the old one is still sent to who was told of it.
API_VERSION = "2026-11-29"
Describe = Callable[[], Mapping[str, Any] | None]


def is_wanted(organization_id: UUID, kind: str) -> bool:
    """Whether anybody listens, for those who would have to remember something first."""
    return listening(organization_id, kind).exists()


def emit(
    *, organization_id: UUID, kind: str, cause: str, object_id: UUID, describe: Describe, now: datetime
) -> Message | None:
    """Write one message to every endpoint that wants it; the same cause is told once. Safe to run twice.

    `describe` reads the object while no other message about it is written, so that the higher of two versions tells the
    newer state. It holds ids and what the organization may see anyway, no name and no contact; None tells nothing.
    """
    endpoints = list(listening(organization_id, kind))
    return _written(endpoints, organization_id, kind, cause, object_id, describe, now) if endpoints else None


def emit_to(endpoint: Endpoint, *, kind: str, cause: str, describe: Describe, now: datetime) -> Message | None:
    """To this endpoint alone, about itself."""
    return _written([endpoint], endpoint.organization_id, kind, cause, endpoint.pk, describe, now)


def _written(
    endpoints: list[Endpoint],
    organization_id: UUID,
    kind: str,
    cause: str,
    object_id: UUID,
    describe: Describe,
    now: datetime,
) -> Message | None:
    _hold(object_id)
    if Message.objects.filter(organization=organization_id, cause=cause).exists():
        return None
    data = describe()
    if data is None:
        return None
    version = _next_version(object_id, now)
    told = {
        "type": kind,
        "timestamp": now.astimezone(UTC).isoformat(),
        "api_version": API_VERSION,
        "data": {"id": str(object_id), "version": version, **data},
    }
    message = Message.objects.create(
        organization_id=organization_id,
        kind=kind,
        cause=cause,
        object_id=object_id,
        version=version,
        body=json.dumps(told, ensure_ascii=False, separators=(",", ":")),
    )
    Delivery.objects.bulk_create(Delivery(endpoint=one, message=message, due_at=now) for one in endpoints)
    transaction.on_commit(wake.sending, robust=True)
    return message


def _hold(object_id: UUID) -> None:
    """Until the transaction ends nobody else writes of this object."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"webhooks:{object_id}"])


def _next_version(object_id: UUID, now: datetime) -> int:
    """By the clock, so that it rises after old messages are forgotten; by one where the clock has not moved."""
    last = Message.objects.filter(object_id=object_id).order_by("-version").values_list("version", flat=True).first()
    return max(int(now.timestamp() * 1000), (last or 0) + 1)
