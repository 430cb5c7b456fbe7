"""What a payee's people are told of the money they take: what waits for them, as long as it does."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from backend.accounts.models import User
from backend.core.languages import text
from backend.notifications.kinds import Group, Kind, Message, StillAllowed, register, register_group
from backend.organizations import selectors as organizations
from backend.payments.enums import BY_TRANSFER, FapiaoState, RefundCause, RefundState, RequestState, TransferState
from backend.payments.models import Fapiao, Order, Refund, RefundRequest, Transfer
from backend.payments.selectors.fapiao import owing, visible_fapiao

TRANSFER_SUBMITTED = "payments.transfer_submitted"
REFUND_BY_HAND = "payments.refund_by_hand"
REFUND_ASKED = "payments.refund_asked"
FAPIAO_REQUESTED = "payments.fapiao_requested"
RED_LETTER_DUE = "payments.red_letter_due"
REFUND_FOUND = "payments.refund_found"


def _waiting(rows: QuerySet[Any], order: str) -> StillAllowed:
    def still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, Model]:
        """Of the organizations the person works for, as long as somebody has to do something."""
        theirs = rows.filter(**{f"{order}__payee__in": organizations.worked_for(person)})
        return theirs.select_related(order).in_bulk(list(ids))

    return still_allowed


def _red_due(person: User, ids: Collection[UUID]) -> Mapping[UUID, Fapiao]:
    return owing(visible_fapiao(person)).in_bulk(list(ids))


def _telling(title: Any, said: Any, path: str, order_of: Callable[[Any], Order]) -> Callable[[Any], Message]:
    def render(row: Any) -> Message:
        order = order_of(row)
        values = {"what": order.description, "code": order.code}
        return Message(str(title).format(**values), str(said).format(**values), path)

    return render


def _order(row: Any) -> Order:
    return row.order  # type: ignore[no-any-return]


def _order_of_refund(row: Refund) -> Order:
    return row.checkout.order


register_group(Group("money", text("收款与发票", "Money and fapiao")))
for _kind in (
    Kind(
        TRANSFER_SUBMITTED,
        "money",
        _waiting(Transfer.objects.filter(state=TransferState.SUBMITTED), "order"),
        _telling(
            text("有转账凭证待核对：{what}", "The proof of a transfer waits: {what}"),
            text(
                "订单 {code}。请核对银行到账后确认或退回。",
                "Order {code}. See whether the money is there, and say yes or no.",
            ),
            "/org/orders/transfers?state=submitted",
            _order,
        ),
    ),
    Kind(
        REFUND_BY_HAND,
        "money",
        _waiting(Refund.objects.filter(state=RefundState.REQUESTED, checkout__gateway=BY_TRANSFER), "checkout__order"),
        _telling(
            text("有一笔转账需要退还：{what}", "Money of a transfer is to go back: {what}"),
            text(
                "订单 {code}。请从银行退还，并登记凭证号。",
                "Order {code}. Give it back by your bank, and write down the reference.",
            ),
            "/org/orders",
            _order_of_refund,
        ),
        is_urgent=True,
    ),
    Kind(
        REFUND_ASKED,
        "money",
        _waiting(RefundRequest.objects.filter(state=RequestState.REQUESTED), "order"),
        _telling(
            text("有人申请退款：{what}", "Somebody asks for their money back: {what}"),
            text("订单 {code}。", "Order {code}."),
            "/org/orders/requests?state=requested",
            _order,
        ),
    ),
    Kind(
        FAPIAO_REQUESTED,
        "money",
        _waiting(Fapiao.objects.filter(state=FapiaoState.REQUESTED), "order"),
        _telling(
            text("有人申请发票：{what}", "A fapiao is asked for: {what}"),
            text("订单 {code}。", "Order {code}."),
            "/org/orders/fapiao?state=requested",
            _order,
        ),
    ),
    Kind(
        REFUND_FOUND,
        "money",
        _waiting(Refund.objects.filter(cause=RefundCause.GATEWAY), "checkout__order"),
        _telling(
            text("支付通道后台有一笔退款：{what}", "A refund was made at the gateway: {what}"),
            text(
                "订单 {code} 有款项在支付通道后台退还，并非从本站发起，已记入订单。",
                "Money of order {code} was given back at the gateway's own desk and not from here. It is written down.",
            ),
            "/org/orders",
            _order_of_refund,
        ),
    ),
    Kind(
        RED_LETTER_DUE,
        "money",
        _red_due,
        _telling(
            text("有发票需要红冲：{what}", "A red-letter fapiao is due: {what}"),
            text("订单 {code} 已退款，发票须红冲。", "Money of order {code} went back, and its fapiao has to as well."),
            "/org/orders/fapiao?red_due=true",
            _order,
        ),
    ),
):
    register(_kind)
