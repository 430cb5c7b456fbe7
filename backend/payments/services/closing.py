"""What ends when an order's money comes, goes back or can come no more: in the caller's transaction, the order held."""

from datetime import datetime

from backend.payments.enums import OPEN_TRANSFERS, FapiaoState, RequestState, TransferState
from backend.payments.models import Checkout, Fapiao, Order, Refund, RefundRequest, Transfer


def close_transfer(order: Order) -> None:
    """Nobody is to transfer money for it any more. A proof that lies with an order still paid otherwise stays to be read."""
    states = OPEN_TRANSFERS if order.is_paid else (*OPEN_TRANSFERS, TransferState.SUBMITTED)
    for row in Transfer.objects.filter(order=order, state__in=states):
        row.state = TransferState.CLOSED
        row.save(update_fields=["state", "updated_at"])


def close_asked(checkout: Checkout, refund: Refund, *, now: datetime) -> None:
    """Money goes back: a fapiao nobody has issued yet would name too much, and who asked for all of it has their answer."""
    for fapiao in Fapiao.objects.filter(order=checkout.order_id, state=FapiaoState.REQUESTED):
        fapiao.state = FapiaoState.VOID
        fapiao.save(update_fields=["state", "updated_at"])
    if checkout.left_minor:
        return
    for request in RefundRequest.objects.filter(order=checkout.order_id, state=RequestState.REQUESTED):
        request.state, request.refund, request.answered_at = RequestState.APPROVED, refund, now
        request.save(update_fields=["state", "refund", "answered_at", "updated_at"])
