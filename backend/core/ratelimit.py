"""Atomic counters in Valkey: of any number of parallel calls at most `limit` pass in a window."""

import hashlib
import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import redis
from django.conf import settings
from django.http import HttpRequest

from backend.core.errors import TooManyRequests, Unavailable
from backend.core.pauses import Pause

# One script, so that counting and setting the expiry cannot be torn apart.
_COUNT = """
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('PTTL', KEYS[1])}
"""
# Never below nothing, and never without an expiry: the window may have ended meanwhile.
_GIVE_BACK = """
local n = tonumber(redis.call('GET', KEYS[1]) or '0')
if n > 0 then redis.call('DECR', KEYS[1]) end
return n
"""


# While Valkey does not answer one call in a while waits for it, and not every one.
PAUSE_SECONDS = 2.0
_pause = Pause(PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Limit:
    """`count` calls in each `seconds`."""

    name: str
    count: int
    seconds: int


@lru_cache(maxsize=1)
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def _name(limit: Limit, key: str) -> str:
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:32]
    return f"xmh:limit:{limit.name}:{digest}"


def consume(limit: Limit, key: str, *, must_count: bool = False) -> None:
    """Count one call. Raises TooManyRequests with `retry_after` seconds.

    While Valkey is away calls pass, for a lost counter must not close the street; with `must_count` they raise
    Unavailable instead.
    """
    counted = _ask(lambda client: client.eval(_COUNT, 1, _name(limit, key), str(limit.seconds * 1000)))
    if counted is None:
        if must_count:
            raise Unavailable
        return
    if (refusal := _refusal(limit, counted)) is not None:
        raise refusal


def consume_each(limit: Limit, keys: Sequence[str]) -> list[TooManyRequests | None]:
    """Count one call of each in one trip; the refusal of each, or None. While Valkey is away calls pass."""

    def count(client: redis.Redis) -> list[Any]:
        pipe = client.pipeline(transaction=False)
        for key in keys:
            pipe.eval(_COUNT, 1, _name(limit, key), str(limit.seconds * 1000))
        return pipe.execute()

    counted = _ask(count)
    return [None for _ in keys] if counted is None else [_refusal(limit, one) for one in counted]


def _refusal(limit: Limit, counted: Any) -> TooManyRequests | None:
    used, left_ms = cast(tuple[int, int], counted)
    return TooManyRequests(retry_after=max(1, -(-left_ms // 1000))) if used > limit.count else None


def give_back(limit: Limit, key: str, *, everything: bool = False) -> None:
    """Undo one call that was counted, or all of this window."""
    name = _name(limit, key)
    _ask(lambda client: client.delete(name) if everything else client.eval(_GIVE_BACK, 1, name))


def _ask(call: Callable[[redis.Redis], Any]) -> Any:
    """What Valkey answers; None where it does not."""
    if not _pause.may_ask():
        return None
    try:
        answer = call(_client())
    except redis.RedisError:
        _pause.failed()
        return None
    _pause.worked()
    return answer


def _network(address: str) -> str:
    """One subscriber holds a whole /64 of IPv6 and may call from each of its addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.IPv6Address(int(known) >> 64 << 64))


def client_address(request: HttpRequest) -> str:
    """The caller's address (of IPv6 its network), trusting exactly the configured number of proxies."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    hops = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops:
        return _network(forwarded[-hops])
    return _network(str(request.META.get("REMOTE_ADDR", "")))
