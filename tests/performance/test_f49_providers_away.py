"""F49: the providers of mail and text messages are away for ten minutes. Each message is sent exactly once afterwards."""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from pytest_django import Settings

from backend.accounts.models import User
from backend.accounts.sms import MemorySms, Sms
from backend.core import clock
from backend.notifications import services
from backend.notifications.enums import Channel, DeliveryState
from backend.notifications.models import Delivery
from backend.notifications.services import sending
from tests.factories.accounts import UserFactory
from tests.support import news
from tests.support.results import is_full, record

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

AWAY = timedelta(minutes=10)
EVERY = timedelta(seconds=15)
# By then the longest pause that a message tried during the outage can have is over.
PATIENCE = timedelta(minutes=30)


@pytest.fixture
def outage(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> dict[str, Any]:
    """`is_away` switches both providers; `refused` counts what they did not take."""
    settings.SMS_BACKEND = "backend.accounts.sms.MemorySms"
    MemorySms.outbox.clear()
    held: dict[str, Any] = {"is_away": True, "refused": 0}
    take, carry = EmailBackend.send_messages, MemorySms.send

    def fail_while_away() -> None:
        if held["is_away"]:
            held["refused"] += 1
            raise SMTPServerDisconnected

    def send_messages(self: EmailBackend, messages: Any) -> int:
        fail_while_away()
        return int(take(self, messages))

    def send(self: MemorySms, message: Sms) -> None:
        fail_while_away()
        carry(self, message)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    monkeypatch.setattr(MemorySms, "send", send)
    return held


def _still(moment: datetime) -> datetime:
    """A clock that stands."""
    return moment


def _sweep(begin: datetime, end: datetime) -> datetime:
    """What the worker does every fifteen seconds, at the moments it would."""
    at = begin
    while at < end:
        sending.drain(read_clock=partial(_still, at))
        at += EVERY
    return at


def test_f49_each_message_is_sent_exactly_once_after_the_outage(outage: dict[str, Any]) -> None:
    news.known()
    # Half of the messages are mails, half are text messages.
    people: list[User] = [
        UserFactory.create(phone=f"+86138{number:08d}", phone_verified=True)
        for number in range(250 if is_full() else 20)
    ]
    start = clock.now()
    for person in people:
        with transaction.atomic():
            services.notify(kind=news.PLAIN, recipient=person, subject=person, now=start)

    back = _sweep(start, start + AWAY)
    assert (mail.outbox, MemorySms.outbox) == ([], [])
    # The control: the outage was met, and not slept through.
    assert outage["refused"] > 20
    outage["is_away"] = False
    _sweep(back, back + PATIENCE)

    wanted = 2 * len(people)
    mails = Counter(message.to[0] for message in mail.outbox)
    texts = Counter(message.to for message in MemorySms.outbox)
    assert mails == {str(person.email): 1 for person in people}
    assert texts == {str(person.phone): 1 for person in people}
    states = Delivery.objects.exclude(channel=Channel.IN_APP).values_list("state", flat=True)
    assert Counter(states) == {DeliveryState.SENT: wanted}
    once = sum(1 for count in [*mails.values(), *texts.values()] if count == 1)
    record("F49 sent exactly once", value=once, bound=wanted, unit="messages", passed=once == wanted)
