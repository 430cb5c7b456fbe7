"""Atomic counters in Valkey: of any number of parallel calls at most `limit` pass in a window."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import redis
from django.conf import settings
from django.http import HttpRequest

from backend.core.errors import TooManyRequests

# One script, so that counting and setting the expiry cannot be torn apart.
_COUNT = """
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('PTTL', KEYS[1])}
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """`count` calls in each `seconds`."""

    name: str
    count: int
    seconds: int


@lru_cache(maxsize=1)
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def consume(limit: Limit, key: str) -> None:
    """Count one call. Raises TooManyRequests with `retry_after` seconds; lets calls pass while Valkey is away."""
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:32]
    try:
        used, left_ms = cast(
            tuple[int, int], _client().eval(_COUNT, 1, f"xmh:limit:{limit.name}:{digest}", str(limit.seconds * 1000))
        )
    except redis.RedisError:
        # A lost counter must not close the street; sign-in has its own limits in allauth.
        return
    if used > limit.count:
        raise TooManyRequests(retry_after=max(1, -(-left_ms // 1000)))


def client_address(request: HttpRequest) -> str:
    """The caller's address, trusting exactly the configured number of proxies."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    hops = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops:
        return str(forwarded[-hops])
    return str(request.META.get("REMOTE_ADDR", ""))
