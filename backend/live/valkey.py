"""Valkey as live rooms use it: asked shortly, and left alone for a moment after it failed. Nothing here is the truth of anything."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import redis
import structlog
from django.conf import settings

from backend.core.pauses import Pause

log = structlog.get_logger(__name__)

# After a failure nobody waits for it again before this is over: commits and connects must not queue up behind it.
PAUSE_SECONDS = 1.0
_pause = Pause(PAUSE_SECONDS)
Answer = TypeVar("Answer")


@lru_cache(maxsize=1)
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def ask(call: Callable[[redis.Redis], Answer], *, what: str) -> Answer | None:
    """What it answers; None where it does not. Never fails and never waits long."""
    if not _pause.may_ask():
        return None
    try:
        answer = call(_client())
    except redis.RedisError as error:
        _pause.failed()
        log.warning("live_valkey_away", what=what, reason=type(error).__name__)
        return None
    _pause.worked()
    return answer


def is_away() -> bool:
    """Whether it did not answer whoever of this process asked last."""
    return _pause.is_on


def answers() -> bool:
    """Ask whether it is there; False as well where it is to be left alone for a moment."""
    return ask(lambda client: client.ping(), what="answers") is not None


def name(*parts: str) -> str:
    """Of this installation, so that two that share a Valkey do not meet."""
    return ":".join(("xmh", "live", *parts, settings.SEARCH_PREFIX))
