"""Payers ask for money back, and the payee answers. What the seller's rule is, the seller knows."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.payments import selectors
from backend.payments.enums import RefundCause, RequestState
from backend.payments.errors import AlreadyAsked, AskedTooOften, NothingToAskFor, RequestAnswered
from backend.payments.events import RefundAnswered, RefundAsked
from backend.payments.models import Order, RefundRequest
from backend.payments.services import refunds

MOST_REQUESTS = 3


@transaction.atomic
def ask(*, actor: Actor, order_id: UUID, reason: str, percent: int) -> RefundRequest:
    """Ask for money back; the payee hears of it. `percent` is what the seller's rule names of what is left.

    Raises NothingToAskFor, AlreadyAsked, AskedTooOften.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    paid = selectors.paid_checkouts(order).first()
    if paid is None or paid.left_minor == 0:
        raise NothingToAskFor
    before = RefundRequest.objects.filter(order=order)
    if before.filter(state=RequestState.REQUESTED).exists():
        raise AlreadyAsked
    if before.count() >= MOST_REQUESTS:
        raise AskedTooOften
    row = RefundRequest.objects.create(order=order, reason=reason, usual_minor=paid.left_minor * percent // 100)
    audit.record(actor, "refund_request.asked", row, organizations=[order.payee_id])
    outbox.publish(RefundAsked(order_id=order.pk, request_id=row.pk))
    return row


@transaction.atomic
def approve(
    *, actor: Actor, request: RefundRequest, amount_minor: int | None, answer: str, now: datetime
) -> RefundRequest:
    """Give back all that is left (None) or a part, and with it what was bought. Who asked is told.

    Raises NotPermitted, RequestAnswered, NothingToRefund.
    """
    order, row = _open(actor, request)
    refund = refunds.refund(
        actor=actor,
        order_id=order.pk,
        amount_minor=amount_minor,
        cause=RefundCause.REQUEST,
        cause_key=f"request:{row.pk}",
        reason=answer,
        now=now,
    )
    # One for all that was left has answered the row by itself (`closing.close_asked`).
    row.refresh_from_db()
    row.refund = refund
    _answer(actor, row, RequestState.APPROVED, answer, now)
    audit.record(actor, "refund_request.approved", row, organizations=[order.payee_id])
    outbox.publish(RefundAnswered(order_id=order.pk, request_id=row.pk))
    return row


@transaction.atomic
def refuse(*, actor: Actor, request: RefundRequest, answer: str, now: datetime) -> RefundRequest:
    """Say no, and why. Raises NotPermitted, RequestAnswered."""
    order, row = _open(actor, request)
    _answer(actor, row, RequestState.REFUSED, answer, now)
    audit.record(actor, "refund_request.refused", row, organizations=[order.payee_id])
    outbox.publish(RefundAnswered(order_id=order.pk, request_id=row.pk))
    return row


def _open(actor: Actor, request: RefundRequest) -> tuple[Order, RefundRequest]:
    order = Order.objects.select_for_update(of=("self",)).select_related("payee").get(pk=request.order_id)
    require(actor, "payments.refund_order", order)
    row = RefundRequest.objects.select_for_update().get(pk=request.pk)
    if row.state != RequestState.REQUESTED:
        raise RequestAnswered
    return order, row


def _answer(actor: Actor, row: RefundRequest, state: RequestState, answer: str, now: datetime) -> None:
    row.state, row.answer, row.answered_at = state, answer, now
    row.answered_by = actor if isinstance(actor, User) and is_person(actor) else None
    row.save(update_fields=["state", "answer", "answered_at", "answered_by", "refund", "updated_at"])
