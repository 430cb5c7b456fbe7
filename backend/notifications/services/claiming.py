"""Taking due messages for sending, so that no two workers have the same one.

A claim is committed before anything leaves, and the mark `sent` follows. A worker that dies in between leaves the row
`sending`. What happens then is decided by channel:

- A mail is tried again after `STALLED_AFTER` under the same Message-ID, by which mailboxes tell a repeated letter:
  better the same letter twice than none.
- A text message is not: carriers bill and phones ring each time. It is marked `uncertain` and an error is logged.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from backend.notifications.enums import OPEN_STATES, Channel, DeliveryState, Reason
from backend.notifications.models import Delivery

log = structlog.get_logger(__name__)

STALLED_AFTER = timedelta(minutes=10)
MAX_IN_DIGEST = 100


@transaction.atomic
def claim(channel: Channel, *, now: datetime) -> list[Delivery]:
    """The rows of the next letter, marked as being sent; empty when nothing is due.

    The recipient's row is locked along with the delivery, so that one worker at a time puts together letters for a
    person; others pass on to somebody else.
    """
    due = Q(state=DeliveryState.QUEUED, due_at__lte=now)
    if channel is Channel.EMAIL:
        due |= Q(state=DeliveryState.SENDING, claimed_at__lte=now - STALLED_AFTER)
    first = (
        Delivery.objects.select_for_update(skip_locked=True, no_key=True, of=("self", "notification__recipient"))
        .select_related("notification__recipient")
        .filter(due, channel=channel)
        .order_by("due_at", "id")
        .first()
    )
    if first is None:
        return []
    rows = _with_companions(first, now=now)
    for row in rows:
        row.state, row.claimed_at, row.letter = DeliveryState.SENDING, now, first.letter
        row.attempts += 1
        row.save(update_fields=["state", "claimed_at", "letter", "attempts"])
    return rows


def _with_companions(first: Delivery, *, now: datetime) -> list[Delivery]:
    """A digest takes all that is due to the person; on a later try exactly those that shared the letter before."""
    if not first.in_digest:
        return [first]
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notification__recipient")
    if first.attempts:
        rows = rows.filter(letter=first.letter, state__in=OPEN_STATES)
    else:
        rows = rows.filter(
            notification__recipient=first.notification.recipient_id,
            channel=first.channel,
            in_digest=True,
            state=DeliveryState.QUEUED,
            attempts=0,
            due_at__lte=now,
        )
    return list(rows.order_by("notification__created_at", "id")[:MAX_IN_DIGEST])


def finish(rows: list[Delivery], state: DeliveryState, *, now: datetime, reason: Reason | str = "") -> int:
    """End the claimed rows; how many were still ours."""
    return _held(rows).update(state=state, finished_at=now, reason=reason)


def release(rows: list[Delivery], *, due_at: datetime, reason: Reason | str = "", counts: bool = True) -> int:
    """Give the claimed rows back for a later try; without `counts` as if this one had never been."""
    given_back = 0
    for row in rows:
        attempts = row.attempts if counts else row.attempts - 1
        given_back += _held([row]).update(
            state=DeliveryState.QUEUED, claimed_at=None, due_at=due_at, reason=reason, attempts=attempts
        )
    return given_back


def _held(rows: list[Delivery]) -> QuerySet[Delivery]:
    """Only as this worker claimed them: one that was slower than the time limit must not mark another's claim."""
    return Delivery.objects.filter(
        pk__in=[row.pk for row in rows], state=DeliveryState.SENDING, claimed_at__in={row.claimed_at for row in rows}
    )


def settle_stalled_sms(*, now: datetime) -> int:
    """Text messages whose worker died under way: nobody knows whether they went out. Returns how many."""
    stalled = Delivery.objects.filter(
        channel=Channel.SMS, state=DeliveryState.SENDING, claimed_at__lte=now - STALLED_AFTER
    )
    count = stalled.update(state=DeliveryState.UNCERTAIN, reason=Reason.INTERRUPTED, finished_at=now)
    if count:
        log.error("sms_deliveries_uncertain", count=count)
    return count
