"""The inbox of what gateways tell: written by the request, worked off by a job."""

import traceback
from datetime import datetime, timedelta

from django.db import transaction

from backend.core import outbox
from backend.payments import gateways, selectors, wake
from backend.payments.errors import GatewayAway, StaleWebhook
from backend.payments.events import NoticeOutOfTime
from backend.payments.models import Checkout, Refund, WebhookEvent
from backend.payments.services import gateway_refunds, returning, settling

_MOST_TRIES = 8
_BATCH = 100


def receive(*, body: bytes, signature: str) -> None:
    """Keep a verified notice, once. Raises BadWebhook, NotConfigured; nothing else happens here.

    One whose time is not ours is refused as well, but said: polling makes it good, and somebody must look at the clock.
    """
    gateway = gateways.current()
    try:
        told = gateway.read_notice(body, signature)
    except StaleWebhook as error:
        with transaction.atomic():
            outbox.publish(NoticeOutOfTime(ahead_seconds=error.ahead_seconds))
        raise
    row = WebhookEvent(
        gateway=gateway.name,
        event_id=told.event_id[:255],
        kind=told.kind[:100],
        session_id=told.session_id,
        payment_id=told.payment_id,
        refund_id=told.refund_id,
    )
    with transaction.atomic():
        WebhookEvent.objects.bulk_create([row], ignore_conflicts=True)
        transaction.on_commit(wake.notices, robust=True)


def work_off(*, now: datetime) -> int:
    """Take up what was told; returns how many. Each is marked only after what it is about was taken up."""
    done = 0
    while True:
        rows = list(selectors.due_notices(now)[:_BATCH])
        handled = sum(_handle(row, now=now) for row in rows)
        done += handled
        if not handled:
            return done


def _handle(row: WebhookEvent, *, now: datetime) -> bool:
    try:
        _take_up(row, now=now)
    except GatewayAway as error:
        _put_back(row, str(error), now, may_park=False)
        return False
    except Exception:  # noqa: BLE001 - kept with its row, for whoever runs it again
        _put_back(row, traceback.format_exc(limit=20), now, may_park=True)
        return False
    WebhookEvent.objects.filter(pk=row.pk).update(handled_at=now)
    return True


def _take_up(row: WebhookEvent, *, now: datetime) -> None:
    """The gateway is asked how its object is now, so the order in which notices come does not matter."""
    told = Refund.objects.filter(provider_id=row.refund_id).exclude(provider_id="")
    for refund in told:
        returning.take_up(refund.pk, gateways.current().refund_of(row.refund_id), now=now)
    wanted = {"session_id": row.session_id} if row.session_id else {"payment_id": row.payment_id}
    if any(wanted.values()):
        for checkout in Checkout.objects.filter(gateway=row.gateway, **wanted):
            settling.settle(checkout.pk, now=now)
            # Asked anew: settling may have found it.
            if row.refund_id and not told.all().exists():
                gateway_refunds.find(checkout.pk, now=now)


def _put_back(row: WebhookEvent, error: str, now: datetime, *, may_park: bool) -> None:
    row.tries += 1
    row.retry_at = now + timedelta(seconds=2 ** min(row.tries, 8))
    row.last_error = error[-4000:]
    if may_park and row.tries >= _MOST_TRIES:
        row.parked_at = now
    row.save(update_fields=["tries", "retry_at", "last_error", "parked_at"])
