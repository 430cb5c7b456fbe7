"""Guests hear of their transfers and of what they asked back for, and a place that is paid back is free. Safe to run twice."""

from uuid import UUID

from backend.core import clock, outbox
from backend.payments.enums import OPEN_TRANSFERS, RequestState, TransferState
from backend.payments.events import RefundAnswered, TransferChosen, TransferRefused
from backend.payments.models import Order, RefundRequest, Transfer
from backend.roadshows import money_telling as telling
from backend.roadshows.models import Registration
from backend.roadshows.services import money, paying


@outbox.on(TransferChosen)
def on_transfer_chosen(event: TransferChosen) -> None:
    row, transfer = _place(event.order_id), _transfer(event.order_id)
    if row is not None and transfer is not None and transfer.state in OPEN_TRANSFERS:
        telling.send_account(row, transfer)


@outbox.on(TransferRefused)
def on_transfer_refused(event: TransferRefused) -> None:
    row, transfer = _place(event.order_id), _transfer(event.order_id)
    if row is not None and transfer is not None and transfer.state == TransferState.REFUSED:
        telling.send_transfer_refusal(row, transfer)


@outbox.on(RefundAnswered)
def on_refund_answered(event: RefundAnswered) -> None:
    row = _place(event.order_id)
    request = RefundRequest.objects.select_related("refund__checkout__order").filter(pk=event.request_id).first()
    if row is not None and request is not None:
        if request.state == RequestState.APPROVED:
            money.give_place_up(row.pk, now=clock.now())
        telling.send_answer(row, request)


def _place(order_id: UUID) -> Registration | None:
    """The place an order is for, while its holder can be reached."""
    order = Order.objects.filter(pk=order_id, subject_kind=paying.SUBJECT).first()
    if order is None:
        return None
    rows = Registration.objects.select_related("event", "ticket_type")
    return rows.filter(pk=order.subject_id, contact_removed_at=None).first()


def _transfer(order_id: UUID) -> Transfer | None:
    return Transfer.objects.select_related("order").filter(order=order_id).first()
