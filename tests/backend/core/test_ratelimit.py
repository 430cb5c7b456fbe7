"""Limits: exact under parallel calls; a torn read-then-write counter is not, which the control shows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import redis
from django.conf import settings
from django.http import HttpRequest
from django.test import override_settings

from backend.core.errors import TooManyRequests
from backend.core.ids import new_id
from backend.core.ratelimit import Limit, client_address, consume, give_back

CALLS = 64


def _passes(limit: Limit, key: str) -> bool:
    try:
        consume(limit, key)
    except TooManyRequests:
        return False
    return True


def test_s12_parallel_calls_pass_exactly_the_limit() -> None:
    limit, key = Limit("tests", 5, 60), str(new_id())
    with ThreadPoolExecutor(32) as pool:
        passed = list(pool.map(lambda _: _passes(limit, key), range(CALLS)))
    assert sum(passed) == 5


def test_s12_control_a_counter_read_before_it_is_written_lets_more_through() -> None:
    client = redis.Redis.from_url(settings.REDIS_URL)
    key, together = f"xmh:tests:{new_id()}", Barrier(16)

    def torn(_: int) -> bool:
        used = int(client.get(key) or 0)
        together.wait()
        client.set(key, used + 1, ex=60)
        return used < 5

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(torn, range(16))) > 5


def test_refusal_says_how_long_to_wait() -> None:
    limit, key = Limit("tests", 1, 60), str(new_id())
    consume(limit, key)
    with pytest.raises(TooManyRequests) as refused:
        consume(limit, key)
    assert 1 <= refused.value.data["retry_after"] <= 60


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "9.9.9.9"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (1, "", "9.9.9.9"),
    ],
)
def test_s12_only_the_trusted_proxies_may_name_the_caller(proxies: int, forwarded: str, expected: str) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "9.9.9.9", "HTTP_X_FORWARDED_FOR": forwarded}
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == expected


def test_s12_what_is_given_back_may_be_used_again_and_never_more() -> None:
    limit, key = Limit("tests", 2, 60), str(new_id())
    give_back(limit, key)
    assert [_passes(limit, key), _passes(limit, key)] == [True, True]
    give_back(limit, key)
    assert [_passes(limit, key), _passes(limit, key)] == [True, False]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("2001:db8:1:2::7", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::7", "2001:db8:1:3::"),
        ("::ffff:9.9.9.9", "9.9.9.9"),
        ("testclient", "testclient"),
    ],
)
def test_s12_a_subscriber_of_ipv6_is_one_caller(address: str, expected: str) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": address}
    assert client_address(request) == expected
