"""A payee's people hear of what waits for them, and fapiao go to whoever asked for them. Safe to run twice."""

from typing import Any
from uuid import UUID

from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of
from backend.payments import notices, selectors, telling
from backend.payments.enums import ISSUED, RefundCause
from backend.payments.events import (
    FapiaoIssued,
    FapiaoRequested,
    RedLetterIssued,
    RefundAsked,
    RefundByHandDue,
    RefundDone,
    TransferSubmitted,
)
from backend.payments.models import Fapiao, Order, RedLetter, Refund, RefundRequest, Transfer
from backend.payments.services import fapiao


@outbox.on(TransferSubmitted)
def on_transfer_submitted(event: TransferSubmitted) -> None:
    """One proof after another is news each time."""
    row = Transfer.objects.filter(pk=event.transfer_id).first()
    if row is not None and row.submitted_at is not None:
        _tell(notices.TRANSFER_SUBMITTED, event.order_id, row, cause=f"{row.pk}:{row.submitted_at.isoformat()}")


@outbox.on(RefundByHandDue)
def on_refund_by_hand_due(event: RefundByHandDue) -> None:
    _tell(notices.REFUND_BY_HAND, event.order_id, Refund.objects.filter(pk=event.refund_id).first())


@outbox.on(RefundAsked)
def on_refund_asked(event: RefundAsked) -> None:
    _tell(notices.REFUND_ASKED, event.order_id, RefundRequest.objects.filter(pk=event.request_id).first())


@outbox.on(FapiaoRequested)
def on_fapiao_requested(event: FapiaoRequested) -> None:
    _tell(notices.FAPIAO_REQUESTED, event.order_id, Fapiao.objects.filter(pk=event.fapiao_id).first())


@outbox.on(RefundDone)
def on_refund_done(event: RefundDone) -> None:
    """Of one nobody here asked for the payee hears; and a fapiao that is out names too much from now on."""
    found = Refund.objects.filter(pk=event.refund_id, cause=RefundCause.GATEWAY).first()
    _tell(notices.REFUND_FOUND, event.order_id, found)
    row = selectors.fapiao_of(event.order_id)
    if row is not None and row.state in ISSUED and selectors.red_due(row.pk):
        _tell(notices.RED_LETTER_DUE, event.order_id, row, cause=str(event.refund_id))


@outbox.on(FapiaoIssued)
def on_fapiao_issued(event: FapiaoIssued) -> None:
    rows = Fapiao.objects.select_related("order__payee")
    row = rows.filter(pk=event.fapiao_id, state__in=ISSUED, delivered_at=None).first()
    if row is not None:
        telling.send_fapiao(row)
        fapiao.mark_delivered(row.pk, now=clock.now())


@outbox.on(RedLetterIssued)
def on_red_letter_issued(event: RedLetterIssued) -> None:
    rows = RedLetter.objects.select_related("fapiao__order__payee")
    row = rows.filter(pk=event.red_letter_id, delivered_at=None).first()
    if row is not None:
        telling.send_red_letter(row)
        RedLetter.objects.filter(pk=row.pk).update(delivered_at=clock.now())


def _tell(kind: str, order_id: UUID, row: Any, *, cause: str = "") -> None:
    if row is not None:
        payee = Order.objects.values_list("payee_id", flat=True).get(pk=order_id)
        notifications.notify_all(
            kind=kind,
            recipients=workers_of(payee),
            subject=row,
            cause=cause or str(row.pk),
            actor=None,
            now=clock.now(),
        )
