"""A counter store of its own, and what was sent."""

from collections.abc import Iterator

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from pytest_django import Settings

from backend.accounts.sms import MemorySms, Sms


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    """Limits count across tests otherwise."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter("xmh:limit:accounts.*"):
        client.delete(key)
    cache.clear()
    yield
    client.close()


@pytest.fixture
def sms(settings: Settings) -> Iterator[list[Sms]]:
    settings.SMS_BACKEND = "backend.accounts.sms.MemorySms"
    MemorySms.outbox.clear()
    yield MemorySms.outbox
    MemorySms.outbox.clear()
