"""What somebody is told whose place a host decides of: in the street's words, or in the host's own where there are some."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from backend.core import letters
from backend.core.languages import Language, text
from backend.payments.models import Order
from backend.roadshows import mail_words, telling
from backend.roadshows.enums import DecisionLetterKind, RegistrationState
from backend.roadshows.models import DecisionLetter, Event, Registration
from backend.roadshows.telling import Words
from backend.roadshows.tickets import secret_of
from backend.roadshows.wording import begin_of, kind_of, moment_of, place_of, sum_of, title_of

# What the host may write in braces. Blank where there is nothing to say: the price of what is free.
PLACEHOLDERS = (*mail_words.PLACEHOLDERS, "reason", "price", "until")

_ASKED = Words(
    text("报名待审批：{title}", "Your registration is looked at: {title}"),
    text(
        "您已申请参加“{title}”（{when}），名额已为您保留，等待主办方审批。\n结果将发送到此联系方式。\n\n查看或取消：\n{link}",
        "You asked for a place at “{title}” ({when}). It is held for you while the host decides.\n"
        "You will hear of it at this contact.\n\nSee it or cancel:\n{link}",
    ),
    text(
        "您已申请参加“{title}”，等待主办方审批。查看或取消：{link}",
        "You asked for a place at “{title}”; the host decides. See it or cancel: {link}",
    ),
)
_ASKED_AGAIN = Words(
    text("您修改的回答待审批：{title}", "Your changed answer is looked at: {title}"),
    text(
        "您修改了“{title}”（{when}）的报名回答，需由主办方重新审批。名额仍为您保留，审批期间票券暂时不能入场。\n\n查看：\n{link}",
        "You changed an answer for “{title}” ({when}), which the host looks at again. Your place is kept; your ticket opens "
        "no door meanwhile.\n\nSee it:\n{link}",
    ),
    text(
        "“{title}”：您修改的回答待主办方审批，期间票券暂不能入场。{link}",
        "“{title}”: the host looks at your changed answer; your ticket opens no door meanwhile. {link}",
    ),
)
_APPROVED = Words(
    text("报名已通过：{event}", "You are approved: {event}"),
    text(
        "{name}，您好！您的报名已通过：“{event}”。\n时间：{when}\n地点：{where}\n\n"
        "票券（入场二维码、加入日历、取消报名）：\n{ticket}\n\n请勿转发此链接，持有链接的人可以使用您的票券。",
        "Dear {name},\n\nthe host has approved your registration for “{event}”.\nWhen: {when}\nWhere: {where}\n\n"
        "Your ticket (QR code, calendar, cancelling):\n{ticket}\n\n"
        "Do not forward this link: whoever has it can use your ticket.",
    ),
    text("“{event}”报名已通过，{when}。票券：{ticket}", "You are approved for “{event}”, {when}. Ticket: {ticket}"),
)
_APPROVED_TO_PAY = Words(
    text("报名已通过，请付款：{event}", "You are approved, please pay: {event}"),
    text(
        "{name}，您好！您的报名已通过：“{event}”，{when}。\n应付：{price}\n请在 {until} 前付款，逾期名额将释放：\n{ticket}",
        "Dear {name},\n\nthe host has approved your registration for “{event}”, {when}.\nTo pay: {price}\n"
        "Please pay before {until}, or the place is given up:\n{ticket}",
    ),
    text(
        "“{event}”报名已通过，应付 {price}，请在 {until} 前付款：{ticket}",
        "You are approved for “{event}”. To pay: {price}, before {until}: {ticket}",
    ),
)
_REFUSED = Words(
    text("报名未通过：{event}", "You are not approved: {event}"),
    text(
        "{name}，您好！很抱歉，您对“{event}”（{when}）的报名未通过。\n主办方说明：{reason}",
        "Dear {name},\n\nwe are sorry: your registration for “{event}” ({when}) was not approved.\nThe host says: {reason}",
    ),
    text("“{event}”报名未通过：{reason}", "Your registration for “{event}” was not approved: {reason}"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One letter as one guest reads it."""

    language: Language
    subject: str
    body: str


def send_asked(registration: Registration) -> None:
    """That the host decides; of an answer that was changed after a yes, that it does so again."""
    words = _ASKED if registration.approved_at is None else _ASKED_AGAIN
    event, contact = registration.event, registration.contact
    telling.send(words, event, contact, registration.language, link=_link(registration))


def send_approved(registration: Registration, order: Order | None) -> None:
    """The ticket, or what is to be paid and until when."""
    _send(registration, DecisionLetterKind.APPROVED, _values(registration, order, _link(registration)))


def send_refused(registration: Registration) -> None:
    _send(registration, DecisionLetterKind.REFUSED, _values(registration, None, ""))


def example_of(event: Event, kind: DecisionLetterKind, language: Language) -> Told:
    """What a guest of that language would read, without anybody's link."""
    names = {Language.ZH_HANS: ("王小明", "远山资本"), Language.ZH_HANT: ("陳美儀", "遠山資本")}
    name, organization = names.get(language, ("Alex Chen", "Far Hill Capital"))
    guest = Registration(
        event=event,
        name=name,
        organization_name=organization,
        language=language,
        code="ABCD2345",
        refusal_reason="…",
        state=RegistrationState.CONFIRMED,
        ticket_type=event.ticket_types.order_by("position").first(),
    )
    values = _values(guest, None, f"{settings.PUBLIC_URL}/me/tickets/…")
    return _told(guest, kind, values)


def _send(registration: Registration, kind: DecisionLetterKind, values: Mapping[str, str]) -> None:
    """A text message has the street's words: it has room for no others."""
    if registration.email:
        told = _told(registration, kind, values)
        letters.post(EmailMessage(told.subject, told.body + "\n", to=[registration.email]))
    else:
        telling.send(_usual(kind, values), registration.event, registration.contact, registration.language, **values)


def _told(guest: Registration, kind: DecisionLetterKind, values: Mapping[str, str]) -> Told:
    own = DecisionLetter.objects.filter(event=guest.event, kind=kind).first()
    written = mail_words.written_in(own) if own is not None else []
    if own is not None and written:
        language = mail_words.language_for(guest.language, written)
        subject, body = mail_words.words_in(own, language)
    else:
        language = Language(guest.language)
        with translation.override(language):
            usual = _usual(kind, values)
            subject, body = str(usual.subject), str(usual.body)
    # A header has one line, whatever a name holds.
    one_line = " ".join(mail_words.filled(subject, values).split())
    return Told(language, one_line, mail_words.filled(body, values))


def _usual(kind: DecisionLetterKind, values: Mapping[str, str]) -> Words:
    if kind == DecisionLetterKind.REFUSED:
        return _REFUSED
    return _APPROVED_TO_PAY if values["until"] else _APPROVED


def _values(guest: Registration, order: Order | None, ticket: str) -> dict[str, str]:
    is_owed = order is not None and guest.state == RegistrationState.AWAITING_PAYMENT
    with translation.override(guest.language):
        return {
            "name": guest.name,
            "organization": guest.organization_name,
            "event": title_of(guest.event),
            "when": begin_of(guest.event),
            "where": place_of(guest.event),
            "kind": kind_of(guest.ticket_type),
            "code": guest.code,
            "ticket": ticket,
            "reason": guest.refusal_reason,
            "price": sum_of(order.money) if order is not None and is_owed else "",
            "until": moment_of(order.closes_at) if order is not None and is_owed else "",
        }


def _link(registration: Registration) -> str:
    """Made again from the registration; nothing keeps it."""
    return f"{settings.PUBLIC_URL}/me/tickets/{secret_of(registration.pk)}"
