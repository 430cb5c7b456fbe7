"""People who can be reached by every channel, and providers that can be away."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core import mail
from django.db import models, transaction
from pytest_django import Settings

from backend.accounts.models import User
from backend.accounts.sms import MemorySms
from backend.core import clock
from backend.notifications import services
from backend.notifications.services import sending
from tests.factories.accounts import UserFactory
from tests.support import news


@pytest.fixture(autouse=True)
def _news(settings: Settings) -> Iterator[None]:
    news.known()
    settings.SMS_BACKEND = "backend.accounts.sms.MemorySms"
    MemorySms.outbox.clear()
    yield
    news.withdrawn.clear()
    MemorySms.outbox.clear()


@pytest.fixture
def person(db: None) -> User:
    found: User = UserFactory.create(phone="+8613800000001", phone_verified=True)
    return found


Tell = Callable[..., bool]


@pytest.fixture
def tell() -> Tell:
    """Tell a person of a subject, as a handler does."""

    def run(
        recipient: User, subject: models.Model, *, kind: str = news.PLAIN, now: datetime | None = None, cause: str = ""
    ) -> bool:
        with transaction.atomic():
            return services.notify(kind=kind, recipient=recipient, subject=subject, now=now or clock.now(), cause=cause)

    return run


def drain(now: datetime | None = None) -> int:
    """Send what is due at a moment."""
    return sending.drain(read_clock=clock.now if now is None else lambda: now)


def mailed() -> list[tuple[str, str]]:
    """Address and subject of every mail, in order."""
    return [(message.to[0], str(message.subject)) for message in mail.outbox]
