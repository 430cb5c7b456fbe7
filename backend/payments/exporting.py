"""Orders, fapiao and the report as tables for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from backend.core.exports import lines_of
from backend.core.languages import text
from backend.core.money import Money
from backend.payments.enums import BuyerKind, FapiaoState, OrderState
from backend.payments.models import Fapiao, Order
from backend.payments.selectors.report import Booked, key_word

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
_FAPIAO_HEADER = (
    *(text("订单号", "Order"), text("销售方", "Seller"), text("状态", "State"), text("抬头类型", "Made out to a")),
    *(text("抬头", "Title"), text("税号", "Tax number"), text("邮箱", "Mail"), text("项目名称", "Item")),
    *(text("币种", "Currency"), text("金额", "Amount"), text("发票号码", "Number"), text("开票日期", "Issued on")),
    *(
        text("已红冲", "Taken back"),
        text("待红冲", "To be taken back"),
        text("申请时间（北京）", "Asked for (Beijing)"),
    ),
)
_FAPIAO_STATES = {
    FapiaoState.REQUESTED: text("待开具", "To be issued"),
    FapiaoState.ISSUED: text("已开具", "Issued"),
    FapiaoState.DELIVERED: text("已送达", "Delivered"),
    FapiaoState.RED_LETTERED: text("已红冲", "Red-lettered"),
    FapiaoState.VOID: text("已失效", "Void"),
}
_BUYERS = {BuyerKind.COMPANY: text("企业", "company"), BuyerKind.PERSON: text("个人", "person")}
_REPORT_HEADER = (
    *(text("期间", "Period"), text("内容", "What for"), text("币种", "Currency"), text("已付订单", "Orders paid")),
    *(
        text("收款", "Gross"),
        text("退款", "Given back"),
        text("其中支付通道后台退款", "At the gateway's desk"),
        text("手续费", "Fees"),
        text("净额", "Net"),
    ),
    *(text("其中含税", "Tax included"), text("手续费未知的笔数", "Payments of unknown fee")),
)


def fapiao_table_of(rows: QuerySet[Fapiao]) -> Iterator[Sequence[object]]:
    return lines_of(_FAPIAO_HEADER, rows, _fapiao_line)


def _fapiao_line(row: Any) -> Sequence[object]:
    due = Money(row.due_minor, row.money.currency).major if row.file_id else 0
    return (
        *(row.order.code, row.order.payee.display_name, str(_FAPIAO_STATES[FapiaoState(row.state)])),
        *(str(_BUYERS[BuyerKind(row.buyer)]), row.title, row.tax_number, row.email, row.item, row.currency),
        *(row.money.major, row.number, row.issued_on or "", row.red.major, due, _moment(row.created_at)),
    )


def report_of(lines: Iterable[Booked]) -> Iterator[Sequence[object]]:
    yield _REPORT_HEADER
    for line in lines:
        sums = (
            one.major for one in (line.gross, line.returned, line.returned_at_gateway, line.fees, line.net, line.tax)
        )
        period = "" if line.name else key_word(line.key)
        yield (period, line.name, str(line.currency), line.orders, *sums, line.fees_unknown)


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
