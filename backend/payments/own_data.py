"""What a person takes along: what they paid, what came back or was asked back, and the fapiao they asked for."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.payments import selectors
from backend.payments.models import Fapiao, Order, RefundRequest


def read_orders(person: User) -> list[dict[str, Any]]:
    rows = selectors.with_money(Order.objects.filter(payer=person)).select_related("payee").order_by("id")
    return [_told(row) for row in rows]


def _told(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "payee": row.payee.display_name,
        "description": row.description,
        "currency": row.currency,
        "price_minor": row.amount_minor,
        "paid_minor": row.paid_minor,
        "returned_minor": row.returned_minor,
        "state": row.state,
        "ordered_at": row.created_at.isoformat(),
        "paid_at": row.paid_at.isoformat() if row.paid_at else None,
    }


def read_refund_requests(person: User) -> list[dict[str, Any]]:
    rows = RefundRequest.objects.filter(order__payer=person).select_related("order", "refund").order_by("id")
    return [
        {
            "order": row.order.code,
            "reason": row.reason,
            "state": row.stage.value,
            "answer": row.answer,
            "asked_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def read_fapiao(person: User) -> list[dict[str, Any]]:
    rows = Fapiao.objects.filter(order__payer=person).select_related("order").order_by("id")
    return [
        {
            "order": row.order.code,
            "state": row.state,
            "title": row.title,
            "tax_number": row.tax_number,
            "email": row.email,
            "item": row.item,
            "amount_minor": row.amount_minor,
            "currency": row.currency,
            "number": row.number,
            "asked_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


exports.register_section("orders", read_orders)
exports.register_section("refund_requests", read_refund_requests)
exports.register_section("fapiao", read_fapiao)
