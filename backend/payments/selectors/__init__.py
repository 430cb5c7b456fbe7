"""Reads of payments."""

from backend.payments.selectors.fapiao import fapiao_file, fapiao_of, red_due, visible_fapiao, with_due
from backend.payments.selectors.orders import (
    SEARCHED,
    SORTS,
    Takings,
    due_notices,
    due_refunds,
    ends_purchase,
    is_first_payment,
    live_checkout,
    narrowed,
    order_for,
    paid_checkouts,
    refund_by_id,
    takings_among,
    takings_of,
    visible_orders,
    was_returned_here,
    with_found_refunds,
    with_money,
)
from backend.payments.selectors.payees import terms_of, visible_terms
from backend.payments.selectors.report import Booked, booked
from backend.payments.selectors.requests import visible_requests
from backend.payments.selectors.transfers import awaits_review, transfer_of, visible_transfers

__all__ = [
    "SEARCHED",
    "SORTS",
    "Booked",
    "Takings",
    "awaits_review",
    "booked",
    "due_notices",
    "due_refunds",
    "ends_purchase",
    "fapiao_file",
    "fapiao_of",
    "is_first_payment",
    "live_checkout",
    "narrowed",
    "order_for",
    "paid_checkouts",
    "red_due",
    "refund_by_id",
    "takings_among",
    "takings_of",
    "terms_of",
    "transfer_of",
    "visible_fapiao",
    "visible_orders",
    "visible_requests",
    "visible_terms",
    "visible_transfers",
    "was_returned_here",
    "with_due",
    "with_found_refunds",
    "with_money",
]
