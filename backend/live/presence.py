"""How many sockets there are: of one person, so that nobody holds a hundred, and in each room, for whoever is curious.

Each process counts its own; what a process that died had counted is forgotten with it. Kept in Valkey and never the truth of
anything: while it is away sockets are let in, and nobody is told a number.
"""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import redis

from backend.core.ids import new_id
from backend.live import valkey

# Tabs and devices of one person; more than this is no person.
MOST_SOCKETS = 10
# Three heartbeats; after that a process is dead.
ALIVE_SECONDS = 15

# KEYS: this person's sockets by process, when processes were last alive. ARGV: this process, now, how long one counts as alive,
# how many may be held.
_TAKE = """
local now, held = tonumber(ARGV[2]), 0
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[3]))
local found = redis.call('HGETALL', KEYS[1])
for i = 1, #found, 2 do
  if redis.call('ZSCORE', KEYS[2], found[i]) then held = held + tonumber(found[i + 1])
  else redis.call('HDEL', KEYS[1], found[i]) end
end
if held >= tonumber(ARGV[4]) then return 0 end
redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
redis.call('EXPIRE', KEYS[1], 86400)
return 1
"""
_GIVE_BACK = """
if redis.call('HINCRBY', KEYS[1], ARGV[1], -1) < 1 then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1
"""


@lru_cache(maxsize=1)
def process() -> str:
    """This one, as the others know it."""
    return new_id().hex


def take_place(key: str) -> bool:
    """Whether one more socket of this person may be held; it is to be given back."""

    def take(client: redis.Redis) -> Any:
        keys = (valkey.name("held", key), valkey.name("alive"))
        return client.eval(_TAKE, 2, *keys, process(), str(time.time()), str(ALIVE_SECONDS), str(MOST_SOCKETS))

    return valkey.ask(take, what="take_place") != 0


def give_back(key: str) -> None:
    valkey.ask(lambda client: client.eval(_GIVE_BACK, 1, valkey.name("held", key), process()), what="give_back")


def report(here: Mapping[str, int]) -> dict[str, int]:
    """Tell how many of this process follow each feed, and that it is alive. Returns how many all together do, as far as known."""
    now, feeds = time.time(), list(here)

    def tell(client: redis.Redis) -> list[Any]:
        pipe = client.pipeline(transaction=False)
        pipe.zadd(valkey.name("alive"), {process(): now})
        for feed in feeds:
            present = valkey.name("present", feed)
            pipe.hset(present, process(), f"{here[feed]} {now}")
            pipe.expire(present, ALIVE_SECONDS)
            pipe.hvals(present)
        return pipe.execute()

    answers = valkey.ask(tell, what="report")
    if answers is None:
        return {}
    told = (cast(list[bytes], answers[3 * place]) for place in range(1, len(feeds) + 1))
    return {feed: sum(_fresh(one, now) for one in counts) for feed, counts in zip(feeds, told, strict=True)}


def _fresh(written: bytes, now: float) -> int:
    count, _, at = written.decode().partition(" ")
    return int(count) if now - float(at) < ALIVE_SECONDS else 0
