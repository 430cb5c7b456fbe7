"""A mail to many guests as it leaves: headers, links, and its way out."""

from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from backend.core.errors import Unavailable
from backend.core.languages import text
from backend.roadshows import stop_links
from backend.roadshows.mail_words import Words, words_for
from backend.roadshows.models import Letter, Mailing
from backend.roadshows.selectors.mailings import opt_out_digest
from backend.roadshows.tickets import secret_of

_TEST = text("【测试】", "[Test] ")


def send_letter(letter: Letter, connection: Any) -> None:
    """Raises whatever the mail server refuses with. The Message-ID is made of the letter's number: sent again it is the same."""
    guest, mailing = letter.registration, letter.mailing
    host = mailing.event.organization_id
    stop = stop_links.token_for(host, opt_out_digest(host, guest.email or ""))
    ticket = f"{settings.PUBLIC_URL}/me/tickets/{secret_of(guest.pk)}"
    headers = {
        "Message-ID": f"<mailing-{mailing.pk}-{letter.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>",
        "List-Unsubscribe": f"<{stop_links.one_click_address(stop)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    words = words_for(mailing, guest, ticket=ticket, stop=stop_links.page_address(stop))
    _mail(mailing, words, guest.email or "", connection, headers).send()


def send_tests(mailing: Mailing, words: Sequence[Words], *, address: str) -> None:
    """The same to one's own address, marked as a test. Raises Unavailable."""
    try:
        for one in words:
            _mail(mailing, Words(f"{_TEST}{one.subject}", one.body), address, None, {}).send()
    except (SMTPException, OSError) as error:
        raise Unavailable from error


def _mail(mailing: Mailing, words: Words, to: str, connection: Any, headers: dict[str, str]) -> EmailMessage:
    """From the street's own address, in the name of the host."""
    street, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = " ".join(f"{mailing.event.organization.display_name} · {street}".split())
    sender = formataddr((name, address))
    return EmailMessage(words.subject, words.body, sender, [to], headers=headers, connection=connection)
