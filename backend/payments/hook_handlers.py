"""Telling a payee's own systems what became of its orders. Each cause is told once, so that all of it is safe to run twice."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from backend.core import clock, outbox
from backend.payments.enums import HookKind
from backend.payments.events import PaymentSucceeded, RefundDone
from backend.payments.models import Order, Refund
from backend.webhooks import kinds
from backend.webhooks.services.emitting import emit

kinds.register(*HookKind.values)


@outbox.on(PaymentSucceeded)
def on_payment_succeeded(event: PaymentSucceeded) -> None:
    _tell(event.order_id, HookKind.ORDER_PAID, event.order_id)


@outbox.on(RefundDone)
def on_refund_done(event: RefundDone) -> None:
    refund = Refund.objects.filter(pk=event.refund_id).first()
    if refund is not None:
        returned = {"id": str(refund.pk), "amount": refund.money.to_wire()}
        _tell(event.order_id, HookKind.ORDER_REFUNDED, event.refund_id, refund=returned)


def _tell(order_id: UUID, kind: HookKind, cause: UUID, **more: object) -> None:
    row = Order.objects.filter(pk=order_id).first()
    if row is not None:
        emit(
            organization_id=row.payee_id,
            kind=kind,
            cause=f"{kind}:{cause}",
            object_id=row.pk,
            describe=partial(_order, order_id, **more),
            now=clock.now(),
        )


def _order(order_id: UUID, **more: object) -> Mapping[str, Any] | None:
    row = Order.objects.filter(pk=order_id).first()
    if row is None:
        return None
    return {
        "object": "order",
        "code": row.code,
        "state": row.state,
        "amount": row.money.to_wire(),
        "paid_at": row.paid_at.isoformat() if row.paid_at else None,
        "subject": {"kind": row.subject_kind, "id": str(row.subject_id)},
        **more,
    }
