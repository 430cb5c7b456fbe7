"""Counters start anew for each test, and events are collected instead of delivered."""

from collections.abc import Callable, Iterator

import pytest
import redis
from django.conf import settings

from backend.core import outbox
from backend.core.events import DomainEvent
from backend.organizations import events


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    client = redis.Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter("xmh:limit:*"):
        client.delete(key)
    yield
    client.close()


@pytest.fixture
def published() -> Iterator[list[DomainEvent]]:
    """What the organizations app published, in order."""
    seen: list[DomainEvent] = []
    kinds = (
        events.OrganizationChanged,
        events.OrganizationVerified,
        events.MembersChanged,
        events.StandingChanged,
    )
    listen: Callable[[DomainEvent], None] = seen.append
    for kind in kinds:
        outbox._inline[kind.name].append(listen)
    yield seen
    for kind in kinds:
        outbox._inline[kind.name].remove(listen)
