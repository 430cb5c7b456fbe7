"""What somebody on a waiting list is told at their contact. Each message holds the link of their entry."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from backend.core.languages import text
from backend.roadshows.models import TicketType, WaitlistEntry
from backend.roadshows.telling import Words, send
from backend.roadshows.tickets import waiting_secret_of
from backend.roadshows.wording import kind_of, moment_of, price_of, several

_JOINED = Words(
    text("已加入候补：{title}", "You are on the waiting list: {title}"),
    text(
        "您已加入“{title}”的候补名单，目前排在第 {place} 位。\n时间：{when}\n\n"
        "有名额空出时按顺序通知，并为您保留一段时间。\n\n查看排位：\n{link}\n退出候补：\n{link}#leave",
        "You are on the waiting list of “{title}”, at place {place}.\nWhen: {when}\n\n"
        "When a place becomes free, people are asked in order, and it is kept for them for some time.\n\n"
        "Your place in line:\n{link}\nLeave the list:\n{link}#leave",
    ),
    text(
        "您已加入“{title}”候补，第 {place} 位。查看或退出：{link}",
        "You are on the waiting list of “{title}”, at place {place}. See it or leave: {link}",
    ),
)
_OFFERED = Words(
    text("有名额了，请确认：{title}", "A place is kept for you: {title}"),
    text(
        "“{title}”有名额空出，已为您保留到 {until}。\n时间：{when}\n票种：{kind}，{price}\n\n"
        "请在此之前接受，逾期将让给下一位：\n{link}\n不再需要，退出候补：\n{link}#leave",
        "A place at “{title}” became free and is kept for you until {until}.\nWhen: {when}\nTicket: {kind}, {price}\n\n"
        "Accept it before then, or it goes to the next in line:\n{link}\nYou no longer want it? Leave the list:\n{link}#leave",
    ),
    text(
        "“{title}”有名额了，为您保留到 {until}，请确认：{link}",
        "A place at “{title}” is kept for you until {until}. Accept it: {link}",
    ),
)
_EXPIRED = Words(
    text("为您保留的名额已过期：{title}", "The place kept for you has gone: {title}"),
    text(
        "为您保留的“{title}”名额没有在时限内确认，已让给下一位。\n\n"
        "可以重新排到队尾：\n{link}\n退出候补：\n{link}#leave",
        "You did not accept the place at “{title}” in time, and it went to the next in line.\n\n"
        "You can go back to the end of the line:\n{link}\nLeave the list:\n{link}#leave",
    ),
    text(
        "为您保留的“{title}”名额已过期。重新排队或退出：{link}",
        "The place kept for you at “{title}” has gone. Wait again or leave: {link}",
    ),
)
_REMOVED = Words(
    text("您已被移出候补名单：{title}", "You were taken off the waiting list: {title}"),
    text(
        "主办方已将您移出“{title}”的候补名单。\n原因：{reason}\n\n{link}",
        "The host has taken you off the waiting list of “{title}”.\nReason: {reason}\n\n{link}",
    ),
    text(
        "主办方已将您移出“{title}”的候补名单：{reason} {link}",
        "The host has taken you off the waiting list of “{title}”: {reason} {link}",
    ),
)
_CALLED_OFF = Words(
    text("活动取消：{title}", "Cancelled: {title}"),
    text(
        "您候补的“{title}”（{when}）已取消，候补名单随之结束。\n原因：{reason}\n\n{link}",
        "“{title}” ({when}), for which you were waiting, has been cancelled, and its waiting list with it.\n"
        "Reason: {reason}\n\n{link}",
    ),
    text(
        "您候补的“{title}”（{when}）已取消：{reason} {link}", "“{title}” ({when}) has been cancelled: {reason} {link}"
    ),
)


def send_joined(entry: WaitlistEntry, *, place: int) -> None:
    _send(_JOINED, entry, place=str(place))


def send_offer(entry: WaitlistEntry, kind: TicketType, until: datetime) -> None:
    with translation.override(entry.language):
        values = {
            "kind": several(kind_of(kind), entry.party_size),
            "price": price_of(kind, entry.party_size),
            "until": moment_of(until),
        }
    _send(_OFFERED, entry, **values)


def send_expired(entry: WaitlistEntry) -> None:
    _send(_EXPIRED, entry)


def send_removal(entry: WaitlistEntry) -> None:
    _send(_REMOVED, entry, reason=entry.removal_reason)


def send_called_off(entry: WaitlistEntry) -> None:
    _send(_CALLED_OFF, entry, reason=entry.event.cancel_reason)


def _send(words: Words, entry: WaitlistEntry, **values: str) -> None:
    """The link is made again from the entry; nothing keeps it."""
    link = f"{settings.PUBLIC_URL}/waiting/{waiting_secret_of(entry.pk)}"
    send(words, entry.event, entry.contact, entry.language, link=link, **values)
