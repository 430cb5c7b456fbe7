"""How many sockets there are: of one person, so that nobody holds a hundred, and in each room, for whoever is curious.

Each process counts its own; what a process that died had counted is forgotten with it. Kept in Valkey and never the truth of
anything: while it is away sockets are let in, and nobody is told a number.
"""

import time
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import Any, cast

import redis

from backend.core.ids import new_id
from backend.live import valkey

# Tabs and devices of one person; more than this is no person.
MOST_SOCKETS = 10
# Three heartbeats; after that a process is dead.
ALIVE_SECONDS = 15

# KEYS: this person's sockets by process, when processes were last alive. ARGV: this process, now, how long one counts as alive,
# how many it holds, how many may be held.
_TAKE = """
local now, held = tonumber(ARGV[2]), tonumber(ARGV[4])
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[3]))
local found = redis.call('HGETALL', KEYS[1])
for i = 1, #found, 2 do
  if not redis.call('ZSCORE', KEYS[2], found[i]) then redis.call('HDEL', KEYS[1], found[i])
  elseif found[i] ~= ARGV[1] then held = held + tonumber(found[i + 1]) end
end
if held >= tonumber(ARGV[5]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4] + 1)
redis.call('EXPIRE', KEYS[1], 86400)
return 1
"""
# What this process holds, whatever Valkey was told of it: it is told whole numbers, so that a lost one is mended by the next.
_held: Counter[tuple[str, str]] = Counter()
_untold: set[str] = set()
_counting = Lock()


@lru_cache(maxsize=1)
def process() -> str:
    """This one, as the others know it."""
    return new_id().hex


def take_place(key: str) -> bool:
    """Whether one more socket of this person may be held; it is to be given back. While Valkey is away only those here count."""
    me = process()
    with _counting:
        here = _held[me, key]

        def take(client: redis.Redis) -> Any:
            told = (me, str(time.time()), str(ALIVE_SECONDS), str(here), str(MOST_SOCKETS))
            return client.eval(_TAKE, 2, _sockets(key), valkey.name("alive"), *told)

        answer = valkey.ask(take, what="take_place") if here < MOST_SOCKETS else 0
        if answer == 0:
            return False
        _held[me, key] += 1
        if answer is None:
            _untold.add(key)
    return True


def give_back(key: str) -> None:
    with _counting:
        _held[process(), key] -= 1
        if _held[process(), key] <= 0:
            del _held[process(), key]
        if valkey.ask(lambda client: _tell(client, key), what="give_back") is None:
            _untold.add(key)


def _sockets(key: str) -> str:
    return valkey.name("held", key)


def _tell(client: Any, key: str) -> Any:
    here = _held[process(), key]
    if here:
        return client.hset(_sockets(key), process(), here)
    return client.hdel(_sockets(key), process())


def report(here: Mapping[str, int]) -> dict[str, int]:
    """Tell how many of this process follow each feed, and that it is alive. Returns how many all together do, as far as known."""
    now, feeds = time.time(), list(here)
    with _counting:
        untold = list(_untold)
        _untold.clear()

    def tell(client: redis.Redis) -> list[Any]:
        pipe = client.pipeline(transaction=False)
        pipe.zadd(valkey.name("alive"), {process(): now})
        for key in untold:
            _tell(pipe, key)
        for feed in feeds:
            present = valkey.name("present", feed)
            pipe.hset(present, process(), f"{here[feed]} {now}")
            pipe.expire(present, ALIVE_SECONDS)
            pipe.hvals(present)
        return pipe.execute()

    answers = valkey.ask(tell, what="report")
    if answers is None:
        _untold.update(untold)
        return {}
    # Three answers for each feed, the last of them what all processes said.
    told = [cast(list[bytes], one) for one in answers[1 + len(untold) :][2::3]]
    return {feed: sum(_fresh(one, now) for one in counts) for feed, counts in zip(feeds, told, strict=True)}


def _fresh(written: bytes, now: float) -> int:
    count, _, at = written.decode().partition(" ")
    return int(count) if now - float(at) < ALIVE_SECONDS else 0
