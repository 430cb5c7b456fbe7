"""A letter: one piece of news, or a digest of several, as text and HTML in the reader's language.

What the product says is translated; what people wrote is left as they wrote it.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from backend.accounts.models import User
from backend.core.languages import text
from backend.notifications import unsubscribing
from backend.notifications.selectors import Told

_STREET = text("香蜜湖创投街区", "Xiangmihu")
_DIGEST = text("您有 {count} 条新消息", "You have {count} new notifications")
_WORDS = {
    "open": text("打开查看：", "Open it:"),
    "stop": text("不再接收此类邮件：", "Stop mails about"),
    "settings": text("所有消息设置", "All notification settings"),
    "sender": text("此邮件由香蜜湖创投街区发送。", "This mail was sent by the Xiangmihu venture street."),
}
_SMS = text("【香蜜湖创投街区】{title}", "[Xiangmihu] {title}")


def compose(*, letter: UUID, person: User, address: str, told: Sequence[Told]) -> EmailMultiAlternatives:
    """The letter, ready to be sent. Call it in the person's language. Its Message-ID is made of the letter's id alone."""
    groups = {one.group.code: one.group for one in told}
    stops = [
        *_things(person, told),
        *(_link(str(group.title), unsubscribing.token_for(person.pk, code)) for code, group in groups.items()),
    ]
    subject = told[0].message.title if len(told) == 1 else str(_DIGEST).format(count=len(told))
    context = {
        "subject": subject,
        "language": translation.get_language(),
        "street": str(_STREET),
        "words": {name: str(words) for name, words in _WORDS.items()},
        "items": [
            {"title": one.message.title, "text": one.message.text, "url": settings.PUBLIC_URL + one.message.path}
            for one in told
        ],
        "stops": stops,
        "settings_url": f"{settings.PUBLIC_URL}/account?tab=notifications",
    }
    mail = EmailMultiAlternatives(
        # A header has one line, whatever a name holds.
        subject=" ".join(f"{subject} · {_STREET}".split()),
        body=render_to_string("notifications/letter.txt", context),
        to=[address],
        headers={"Message-ID": message_id(letter), **_stop_headers(person, groups)},
    )
    mail.attach_alternative(render_to_string("notifications/letter.html", context), "text/html")
    return mail


def _things(person: User, told: Sequence[Told]) -> list[dict[str, str]]:
    """What each piece of news comes from and can be ended alone."""
    stops = {stop.id: stop for one in told if (stop := one.message.stop) is not None}
    return [_link(stop.title, unsubscribing.token_of_thing(person.pk, stop.topic, stop.id)) for stop in stops.values()]


def _link(title: str, token: str) -> dict[str, str]:
    return {"title": title, "url": unsubscribing.page_address(token)}


def message_id(letter: UUID) -> str:
    return f"<{letter}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"


def _stop_headers(person: User, groups: Mapping[str, object]) -> dict[str, str]:
    """One click ends one group; a letter about several offers the page with all the switches instead."""
    if len(groups) != 1:
        return {"List-Unsubscribe": f"<{settings.PUBLIC_URL}/account?tab=notifications>"}
    token = unsubscribing.token_for(person.pk, next(iter(groups)))
    return {
        "List-Unsubscribe": f"<{unsubscribing.one_click_address(token)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def compose_sms(told: Told) -> str:
    """Call it in the person's language."""
    return str(_SMS).format(title=told.message.title)
