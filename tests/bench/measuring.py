"""Two ways to the same answer, timed one beside the other: the product's, and its own bodies sent straight to the engine."""

import http.client
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import orjson
import pytest

from search.client import GuardedTransport

Q = TypeVar("Q")
_JSON = "application/vnd.elasticsearch+json; compatible-with=8"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as the product sent it."""

    method: str
    target: str
    body: bytes


@contextmanager
def recording() -> Iterator[list[Sent]]:
    """Inside, what the product asks of the engine is noted as well as sent."""
    noted: list[Sent] = []
    send = GuardedTransport.perform_request

    def note(self: GuardedTransport, method: str, target: str, **options: Any) -> Any:
        noted.append(Sent(method, target, orjson.dumps(options.get("body"), option=orjson.OPT_NON_STR_KEYS)))
        return send(self, method, target, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GuardedTransport, "perform_request", note)
        yield noted


class Straight:
    """The engine without the product: one open connection for each request that goes out at the same time."""

    def __init__(self, url: str, *, at_once: int = 1) -> None:
        address = urlsplit(url)
        self._lines = [
            http.client.HTTPConnection(address.hostname or "", address.port, timeout=60) for _ in range(at_once)
        ]
        self._pool = ThreadPoolExecutor(at_once)

    def ask(self, sent: Sequence[Sent]) -> list[dict[str, Any]]:
        """The parsed answers, in the order of the requests; as many go out together as there are connections."""
        if len(self._lines) == 1 or len(sent) == 1:
            return [self._one(self._lines[0], one) for one in sent]
        return list(self._pool.map(self._one, self._lines, sent))

    def _one(self, line: http.client.HTTPConnection, sent: Sent) -> dict[str, Any]:
        line.request(sent.method, sent.target, sent.body, {"Content-Type": _JSON, "Accept": _JSON})
        answer: dict[str, Any] = orjson.loads(line.getresponse().read())
        assert "error" not in answer, answer["error"]
        return answer

    def close(self) -> None:
        self._pool.shutdown()
        for line in self._lines:
            line.close()


class Reader(Protocol):
    """Somebody who reads addresses of the product."""

    def get(self, path: str) -> bytes: ...


class Browser:
    """The product over HTTP on one open connection. Each call comes from another address, as limits count by address."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": cookie} if cookie else {}
        self._calls = 0

    def get(self, path: str) -> bytes:
        self._calls += 1
        address = f"10.{self._calls >> 16 & 255}.{self._calls >> 8 & 255}.{self._calls & 255}"
        self._line.request("GET", path, headers={**self._headers, "X-Forwarded-For": address})
        answer = self._line.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return body

    def close(self) -> None:
        self._line.close()


@dataclass(slots=True)
class Times:
    """Seconds by name of the way that was taken."""

    by: dict[str, list[float]] = field(default_factory=dict)

    def p95(self, way: str) -> float:
        return percentile(self.by[way], 95)

    def ratio(self, way: str, other: str) -> float:
        return self.p95(way) / self.p95(other)


def interleaved(questions: Iterable[Q], ways: Mapping[str, Callable[[Q], object]]) -> Times:
    """Ask every question each way, one after the other; who begins changes with each question."""
    times, names = Times({name: [] for name in ways}), list(ways)
    for turn, question in enumerate(questions):
        for step in range(len(names)):
            name = names[(turn + step) % len(names)]
            started = perf_counter()
            ways[name](question)
            times.by[name].append(perf_counter() - started)
    return times


def percentile(seconds: Sequence[float], percent: float) -> float:
    """The smallest of the values that so many percent do not exceed."""
    return sorted(seconds)[max(0, math.ceil(len(seconds) * percent / 100) - 1)]


def say(**facts: Any) -> None:
    """What a run was like, beside its figures: one line of JSON."""
    print(json.dumps(facts, ensure_ascii=False))  # noqa: T201 - the figure is what the run is for
