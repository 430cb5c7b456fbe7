"""The host's table of guests as a file, a line for each guest."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from backend.core.languages import Language, text
from backend.payments.enums import OrderState
from backend.payments.models import Order
from backend.roadshows.enums import DeskMeans, RegistrationState
from backend.roadshows.models import Question, Registration
from backend.roadshows.selectors.asking import answers_by_registration
from backend.roadshows.services.paying import orders_of, share_of
from backend.roadshows.wording import answer_in_words, kind_of, question_in_words

_AT_ONCE = 500
_HEADER = (
    *(text("姓名", "Name"), text("机构", "Organization"), text("邮箱", "E-mail"), text("手机", "Mobile")),
    *(text("状态", "State"), text("票种", "Kind"), text("票号", "Ticket"), text("报名时间", "Registered at")),
    text("随谁报名（票号）", "Registered with (ticket)"),
    text("签到时间", "Came at"),
    *(text("应付", "Price"), text("货币", "Currency"), text("付款", "Payment"), text("语言", "Language")),
)
_STATES: dict[str, object] = {
    RegistrationState.PENDING_APPROVAL: text("待审批", "Waits for the host"),
    RegistrationState.REJECTED: text("未通过", "Refused"),
    RegistrationState.TRANSFERRED: text("已转给他人", "Given to somebody else"),
    RegistrationState.AWAITING_PAYMENT: text("待付款", "To be paid"),
    RegistrationState.CONFIRMED: text("已报名", "Registered"),
    RegistrationState.CANCELLED: text("已取消", "Cancelled"),
    RegistrationState.EXPIRED: text("未付款已过期", "Not paid in time"),
}
_PAYMENTS: dict[str, object] = {
    OrderState.CREATED: text("待支付", "To be paid"),
    OrderState.REQUIRES_ACTION: text("支付中", "Being paid"),
    OrderState.SUCCEEDED: text("已支付", "Paid"),
    OrderState.FAILED: text("未支付", "Not paid"),
    OrderState.LATE: text("逾期支付，退款中", "Paid too late, on its way back"),
    OrderState.PARTIALLY_REFUNDED: text("部分退款", "Partly refunded"),
    OrderState.REFUNDED: text("已退款", "Refunded"),
}
_MEANS: dict[str, object] = {
    DeskMeans.CASH: text("现场收款（现金）", "Paid at the door (cash)"),
    DeskMeans.OTHER: text("现场收款（其他）", "Paid at the door (otherwise)"),
}
_FREE, _REMOVED = text("免费", "Free"), text("已清除", "Removed")


def table_of(rows: QuerySet[Registration], questions: Sequence[Question] = ()) -> Iterator[Sequence[object]]:
    """The header, and every row as it is read from the database, never all of them at once. Rows know when they came
    (`with_coming`). A column for each question, those no longer asked last.
    """
    yield (*_HEADER, *map(question_in_words, questions))
    found = rows.iterator(chunk_size=_AT_ONCE)
    while batch := list(islice(found, _AT_ONCE)):
        orders, said = orders_of(batch), answers_by_registration([row.pk for row in batch]) if questions else {}
        for row in batch:
            answers = {one.question_id: one for one in said.get(row.pk, ())}
            told = (answer_in_words(answers[one.pk]) if one.pk in answers else "" for one in questions)
            yield (*_line(row, orders[row.pk]), *told)


def _line(row: Registration, order: Order | None) -> Sequence[object]:
    at, came = _minute(row.created_at), _minute(getattr(row, "came_at", None))
    name = row.name if row.contact_removed_at is None else _REMOVED
    # A state that was added since is better shown by its own word than not at all.
    state = _STATES.get(row.state, row.state)
    owed = _owed(row, order)
    kind, language = kind_of(row.ticket_type), Language(row.language).label
    contact = (row.email or "", row.phone or "")
    lead = row.lead.code if row.lead else ""
    return (name, row.organization_name, *contact, state, kind, row.code, at, lead, came, *owed, language)


def _owed(row: Registration, order: Order | None) -> tuple[object, object, object]:
    if order is not None:
        return share_of(row, order).major, order.currency, _PAYMENTS[order.state]
    if row.price_minor:
        desk = getattr(row, "desk_payment", None)
        return row.price.major, row.currency, _MEANS[desk.means] if desk else _PAYMENTS[OrderState.CREATED]
    return "", "", _FREE


def _minute(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
