"""A service that failed is left alone for a moment; then one caller tries, and nobody else waits for how that ends."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from backend.core import ratelimit
from backend.core.errors import Unavailable
from backend.core.ids import new_id
from backend.core.pauses import Pause
from backend.core.ratelimit import Limit, consume

SECONDS = 0.5
SILENCE = 0.4


def test_after_a_failure_one_tries_and_the_others_go_on_without_it() -> None:
    pause = Pause(SECONDS)
    assert [pause.may_ask() for _ in range(3)] == [True, True, True]
    pause.failed()
    assert [pause.may_ask() for _ in range(3)] == [False, False, False]
    time.sleep(SECONDS + 0.05)
    assert [pause.may_ask() for _ in range(3)] == [True, False, False]
    pause.worked()
    assert [pause.may_ask() for _ in range(3)] == [True, True, True]


def _seconds(key: str) -> float:
    began = time.monotonic()
    consume(Limit("tests.silent", 1, 60), key)
    return time.monotonic() - began


def test_f12_a_valkey_that_says_nothing_holds_up_one_call_and_not_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    key = str(new_id())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = redis.Redis.from_url(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", socket_timeout=SILENCE)
        monkeypatch.setattr(ratelimit, "_client", lambda: client)
        monkeypatch.setattr(ratelimit, "_pause", Pause(60))
        first = _seconds(key)
        with ThreadPoolExecutor(8) as callers:
            others = list(callers.map(_seconds, [key] * 40))
        with pytest.raises(Unavailable):
            consume(Limit("tests.silent", 1, 60), key, must_count=True)
    assert first >= SILENCE
    assert max(others) < SILENCE
