"""What a guest is told, by mail or by text message: a code, a ticket, a new time or place, a cancellation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from backend.accounts.sms import send_sms
from backend.core import letters
from backend.core.languages import text
from backend.core.money import Money
from backend.payments.enums import RefundCause, RefundState
from backend.payments.models import Order, Refund
from backend.roadshows.enums import HEARS_OF_EVENT
from backend.roadshows.models import Event, Registration
from backend.roadshows.tickets import secret_of
from backend.roadshows.wording import begin_of, kind_of, moment_of, place_of, several, span_of, sum_of, title_of

_STREET = text("【香蜜湖创投街区】", "[Xiangmihu] ")


@dataclass(frozen=True, slots=True)
class Words:
    """Of one message: as a mail, and `short` as a text message."""

    subject: Any
    body: Any
    short: Any


_CODE = Words(
    text("活动报名验证码", "Your code to register"),
    text(
        "您正在报名“{title}”。请在页面中输入验证码：\n\n{code}\n\n10 分钟内有效。如非本人操作，请忽略此邮件。",
        "You are registering for “{title}”. Enter this code on the page:\n\n{code}\n\n"
        "It is valid for 10 minutes. If this was not you, ignore this mail.",
    ),
    text(
        "报名验证码 {code}，10 分钟内有效。如非本人操作请忽略。",
        "Your code to register is {code}, valid for 10 minutes.",
    ),
)
_TICKET = Words(
    text("报名成功：{title}", "You are registered: {title}"),
    text(
        "您已报名“{title}”。\n时间：{when}\n地点：{where}\n\n票券（入场二维码、加入日历、取消报名）：\n{link}\n\n"
        "请勿转发此链接，持有链接的人可以使用您的票券。",
        "You are registered for “{title}”.\nWhen: {when}\nWhere: {where}\n\n"
        "Your ticket (QR code, calendar, cancelling):\n{link}\n\n"
        "Do not forward this link: whoever has it can use your ticket.",
    ),
    text("您已报名“{title}”，{when}。票券：{link}", "You are registered for “{title}”, {when}. Ticket: {link}"),
)
_INVITATION = Words(
    text("{host} 已为您报名：{title}", "{host} has registered you: {title}"),
    text(
        "{host} 已为您报名“{title}”，您的联系方式由 {host} 提供。\n时间：{when}\n地点：{where}\n\n"
        "票券（入场二维码、加入日历、取消报名）：\n{link}\n\n如不参加，可在票券页取消。请勿转发此链接。",
        "{host} has registered you for “{title}” and gave us your contact for it.\nWhen: {when}\nWhere: {where}\n\n"
        "Your ticket (QR code, calendar, cancelling):\n{link}\n\n"
        "If you do not want to come, cancel it there. Do not forward this link.",
    ),
    text(
        "{host} 已为您报名“{title}”，{when}。票券和取消：{link}",
        "{host} has registered you for “{title}”, {when}. Ticket, or to cancel: {link}",
    ),
)
_BILL = Words(
    text("请完成付款：{title}", "Please pay for your place: {title}"),
    text(
        "您的名额已保留：“{title}”，{when}。\n票种：{kind}\n应付：{sum}\n请在 {until} 前付款，逾期名额将释放：\n{link}",
        "Your place is held: “{title}”, {when}.\nTicket: {kind}\nTo pay: {sum}\n"
        "Please pay before {until}, or the place is given up:\n{link}",
    ),
    text(
        "“{title}”名额已保留，应付 {sum}，请在 {until} 前付款：{link}",
        "Your place at “{title}” is held. To pay: {sum}, before {until}: {link}",
    ),
)
_EXPIRED = Words(
    text("名额已释放：{title}", "Your place was given up: {title}"),
    text(
        "“{title}”未在时限内付款，名额已释放，没有扣款。仍可重新报名。",
        "Your place at “{title}” was not paid in time and was given up. Nothing was charged. You can register again.",
    ),
    text(
        "“{title}”未在时限内付款，名额已释放，没有扣款。",
        "Your place at “{title}” was not paid in time and was given up. Nothing was charged.",
    ),
)
_REFUNDED = Words(
    text("已退款：{title}", "Your money is on its way back: {title}"),
    text(
        "“{title}”的票款 {sum} 已按原付款方式退回。{cause}",
        "{sum} for “{title}” went back the way it was paid. {cause}",
    ),
    text("“{title}”票款 {sum} 已原路退回。{cause}", "{sum} for “{title}” went back the way it was paid. {cause}"),
)
_RETURNED = Words(
    text("已退款：{title}", "Your money was given back: {title}"),
    text(
        "“{title}”的票款 {sum} 已由主办方另行退还：{note}。{cause}",
        "The host has given {sum} for “{title}” back to you: {note}. {cause}",
    ),
    text("“{title}”票款 {sum} 已另行退还：{note}。{cause}", "{sum} for “{title}” was given back: {note}. {cause}"),
)
_CAUSES = {
    RefundCause.LATE: text("付款到账时名额已满。", "There was no place left when the payment arrived."),
    RefundCause.DUPLICATE: text("同一张票支付了两次。", "The same ticket was paid twice."),
    RefundCause.CANCELLED: text("活动已取消。", "The event was cancelled."),
    RefundCause.POLICY: text("您已退票。", "You gave the ticket back."),
    RefundCause.HOST: text("主办方说明：{reason}", "The host says: {reason}"),
    RefundCause.REQUEST: text("主办方同意了您的退款申请。{reason}", "The host agreed to your request. {reason}"),
    RefundCause.GATEWAY: text("由收款方在支付平台办理。", "It was made at the payment service."),
}
_PLACE_ENDED = text("票券已失效。", "The ticket is no longer valid.")
# Of several that were paid together, by their codes.
_SOME_GIVEN_BACK = text("已退的票：{reason}。", "Tickets given back: {reason}.")
_MOVED = Words(
    text("时间或地点有变：{title}", "New time or place: {title}"),
    text(
        "您报名的“{title}”时间或地点有变，请以此为准。\n时间：{span}\n地点：{where}\n\n"
        "票券仍然有效，也可在此取消报名：\n{link}",
        "The time or place of “{title}”, for which you registered, has changed. It is now:\n"
        "When: {span}\nWhere: {where}\n\nYour ticket stays valid; you can also cancel it here:\n{link}",
    ),
    text(
        "您报名的“{title}”时间或地点有变：{span}，{where}。票券：{link}",
        "“{title}” has changed: {span}, {where}. Ticket: {link}",
    ),
)
_CANCELLED = Words(
    text("活动取消：{title}", "Cancelled: {title}"),
    text(
        "很抱歉，您报名的“{title}”（{when}）已取消。\n原因：{reason}",
        "We are sorry: “{title}” ({when}), for which you registered, has been cancelled.\nReason: {reason}",
    ),
    text("您报名的“{title}”（{when}）已取消：{reason}", "“{title}” ({when}) has been cancelled: {reason}"),
)


_FOLLOW_UP = Words(
    text("请补充信息：{title}", "A few more questions: {title}"),
    text(
        "您已报名“{title}”（{when}）。主办方还想请您回答几个问题：\n{link}",
        "You are registered for “{title}” ({when}). Its host has a few more questions for you:\n{link}",
    ),
    text("“{title}”主办方请您补充信息：{link}", "The host of “{title}” has a few more questions: {link}"),
)


def send_code(*, event: Event, contact: str, code: str, language: str) -> None:
    """Raises whatever the mail server refuses with."""
    if "@" in contact:
        # Somebody waits for it, and is told where an address does not exist.
        _letter(_CODE, event, contact, language, {"code": code}).send()
    else:
        _send_short(_CODE, event, contact, language, {"code": code})


def send_ticket(registration: Registration) -> None:
    send(_TICKET, registration.event, registration.contact, registration.language, link=link_of(registration))


def send_follow_up(registration: Registration) -> None:
    link = f"{link_of(registration)}#answers"
    send(_FOLLOW_UP, registration.event, registration.contact, registration.language, link=link)


def send_invitation(registration: Registration) -> None:
    """To who did not register by themselves: it says who did, and how to undo it."""
    host = registration.event.organization.display_name
    link = link_of(registration)
    send(_INVITATION, registration.event, registration.contact, registration.language, host=host, link=link)


def send_bill(registration: Registration, order: Order) -> None:
    places = 1 + registration.companions.filter(state=registration.state).count()
    with translation.override(registration.language):
        values = {
            "kind": several(kind_of(registration.ticket_type), places),
            "sum": sum_of(order.money),
            "until": moment_of(order.closes_at),
            "link": link_of(registration),
        }
    send(_BILL, registration.event, registration.contact, registration.language, **values)


def send_expiry(registration: Registration) -> None:
    send(_EXPIRED, registration.event, registration.contact, registration.language)


def send_refund(registration: Registration, refund: Refund) -> None:
    money = Money(refund.amount_minor, refund.checkout.order.money.currency)
    with translation.override(registration.language):
        values = {"sum": sum_of(money), "cause": _why(registration, refund)}
    is_settled = refund.state == RefundState.SETTLED
    words = _RETURNED if is_settled else _REFUNDED
    values["note"] = refund.settled_note
    send(words, registration.event, registration.contact, registration.language, **values)


def _why(registration: Registration, refund: Refund) -> str:
    """What went back at the gateway may have taken the place along, of which nobody else tells the holder."""
    is_part = refund.cause == RefundCause.POLICY and refund.reason
    said = str(_SOME_GIVEN_BACK if is_part else _CAUSES[RefundCause(refund.cause)]).format(reason=refund.reason)
    if refund.cause == RefundCause.GATEWAY and registration.state not in HEARS_OF_EVENT:
        return f"{said} {_PLACE_ENDED}"
    return said


def send_move(registration: Registration) -> None:
    send(_MOVED, registration.event, _reach(registration), registration.language, link=link_of(registration))


def send_cancellation(registration: Registration) -> None:
    event = registration.event
    send(_CANCELLED, event, _reach(registration), registration.language, reason=event.cancel_reason)


def _reach(registration: Registration) -> str:
    """Where news of the event reach the holder: of a companion, whoever registered them, who is told by their own place
    as long as they have it.
    """
    lead = registration.lead
    if registration.contact or lead is None:
        return registration.contact
    return "" if lead.state in HEARS_OF_EVENT else lead.contact


def link_of(registration: Registration) -> str:
    """Made again from the registration; nothing keeps it."""
    return f"{settings.PUBLIC_URL}/me/tickets/{secret_of(registration.pk)}"


def send(words: Words, event: Event, contact: str, language: str, **values: str) -> None:
    """By mail or text message, whichever the contact is; every message knows the event's title, time and place. Nothing
    without a contact: a companion has a ticket beside that of whoever registered them.
    """
    if "@" in contact:
        letters.post(_letter(words, event, contact, language, values))
    elif contact:
        _send_short(words, event, contact, language, values)


def _letter(words: Words, event: Event, contact: str, language: str, values: Mapping[str, str]) -> EmailMessage:
    with translation.override(language):
        known = {**_known(event), **values}
        # A title may have more than one line.
        subject = " ".join(str(words.subject).format(**known).split())
        return EmailMessage(subject, str(words.body).format(**known) + "\n", to=[contact])


def _send_short(words: Words, event: Event, contact: str, language: str, values: Mapping[str, str]) -> None:
    with translation.override(language):
        known = {**_known(event), **values}
        send_sms(to=contact, text=f"{_STREET}{str(words.short).format(**known)}")


def _known(event: Event) -> dict[str, str]:
    return {"title": title_of(event), "when": begin_of(event), "span": span_of(event), "where": place_of(event)}
