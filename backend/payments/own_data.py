"""What a person takes along: what they paid, and what came back."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.payments import selectors
from backend.payments.models import Order


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


exports.register_section("orders", read_orders)
