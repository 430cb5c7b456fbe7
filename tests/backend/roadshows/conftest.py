"""Counters start anew for each test."""

from collections.abc import Iterator

import pytest
import redis
from django.conf import settings


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    client = redis.Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter("xmh:limit:*"):
        client.delete(key)
    yield
    client.close()
