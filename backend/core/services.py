"""Draining the outbox."""

import traceback
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.core import outbox
from backend.core.events import from_payload
from backend.core.models import OutboxEvent

log = structlog.get_logger(__name__)

BATCH = 200
# More than an hour in all: a mail server may be away for as long.
MAX_ATTEMPTS, LONGEST_WAIT = 13, 900


def _due(now: datetime) -> QuerySet[OutboxEvent]:
    """The oldest unhandled event of each subject, if its time has come. A parked one no longer blocks."""
    pending = OutboxEvent.objects.filter(handled_at=None, parked_at=None)
    earlier = pending.filter(subject=OuterRef("subject"), id__lt=OuterRef("id"))
    return pending.filter(~Exists(earlier)).filter(Q(retry_at=None) | Q(retry_at__lte=now)).order_by("id")


def drain_outbox(*, now: datetime) -> int:
    """Handle what is due and return how many events were handled. Safe to run in several workers."""
    handled = 0
    while True:
        ids = list(_due(now).values_list("id", flat=True)[:BATCH])
        done = sum(_handle_one(pk, now=now) for pk in ids)
        handled += done
        if not done:
            return handled


def _handle_one(pk: int, *, now: datetime) -> bool:
    """Run the listeners of one event in one transaction with its mark, so that a killed worker repeats it whole."""
    try:
        with transaction.atomic():
            row = OutboxEvent.objects.select_for_update(skip_locked=True).filter(pk=pk, handled_at=None).first()
            if row is None:
                return False
            event = from_payload(row.name, row.payload)
            for listener in outbox.listeners_of(row.name):
                listener(event)
            row.handled_at = now
            row.save(update_fields=["handled_at"])
    except Exception:  # noqa: BLE001 - any failing listener must leave its event for a later try
        _note_failure(pk, now=now, error=traceback.format_exc(limit=20))
        return False
    return True


def _note_failure(pk: int, *, now: datetime, error: str) -> None:
    row = OutboxEvent.objects.get(pk=pk)
    row.attempts += 1
    row.last_error = error[-4000:]
    row.retry_at = now + timedelta(seconds=min(2**row.attempts, LONGEST_WAIT))
    if row.attempts >= MAX_ATTEMPTS:
        row.parked_at = now
    row.save(update_fields=["attempts", "last_error", "retry_at", "parked_at"])
    log.error(
        "outbox_event_failed", event_name=row.name, outbox_id=pk, attempts=row.attempts, parked=bool(row.parked_at)
    )
