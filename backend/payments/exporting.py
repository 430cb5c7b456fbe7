"""Orders as a table for a spreadsheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from backend.core.exports import lines_of
from backend.core.languages import text
from backend.core.money import Money
from backend.payments.enums import OrderState
from backend.payments.models import Order

_HEADER = (
    *(text("订单号", "Order"), text("收款方", "For"), text("内容", "What was bought"), text("币种", "Currency")),
    *(text("应付", "Price"), text("已付", "Paid"), text("已退", "Given back"), text("净额", "Kept")),
    *(text("状态", "State"), text("下单时间（北京）", "Ordered (Beijing)"), text("支付时间（北京）", "Paid (Beijing)")),
)
_STATES = {
    OrderState.CREATED: text("待支付", "To be paid"),
    OrderState.REQUIRES_ACTION: text("支付中", "Being paid"),
    OrderState.SUCCEEDED: text("已支付", "Paid"),
    OrderState.FAILED: text("未支付", "Not paid"),
    OrderState.LATE: text("逾期支付", "Paid too late"),
    OrderState.PARTIALLY_REFUNDED: text("部分退款", "Partly given back"),
    OrderState.REFUNDED: text("已退款", "Given back"),
}


def table_of(rows: QuerySet[Order]) -> Iterator[Sequence[object]]:
    return lines_of(_HEADER, rows, _line)


def _line(row: Any) -> Sequence[object]:
    back = row.returned_minor + row.returning_minor
    sums = (
        Money(minor, row.money.currency).major
        for minor in (row.amount_minor, row.paid_minor, back, row.paid_minor - back)
    )
    return (
        *(row.code, row.payee.display_name, row.description, row.currency, *sums, str(_STATES[OrderState(row.state)])),
        *(_moment(at) if at else "" for at in (row.created_at, row.paid_at)),
    )


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
