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
_TRIES = 5
# Of one page the product asks for the hits and for the counts, and then what is marked in the hits.
_AT_ONCE = 2
_JSON = "application/vnd.elasticsearch+json; compatible-with=8"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as the product sent it."""

    method: str
    target: str
    kind: str
    body: bytes


def _line(body: Any) -> bytes:
    return orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE)


@contextmanager
def recording() -> Iterator[list[Sent]]:
    """Inside, what the product asks of the engine is noted as well as sent."""
    noted: list[Sent] = []
    send = GuardedTransport.perform_request

    def note(self: GuardedTransport, method: str, target: str, **options: Any) -> Any:
        body, kind = options.get("body"), str((options.get("headers") or {}).get("content-type", ""))
        noted.append(Sent(method, target, kind, b"".join(map(_line, body)) if isinstance(body, list) else _line(body)))
        return send(self, method, target, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GuardedTransport, "perform_request", note)
        yield noted


class Straight:
    """The engine without the product, on open connections: the two things the product asks at once are asked at once, and what it
    asks of their answers after them.
    """

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._lines = [
            http.client.HTTPConnection(address.hostname or "", address.port, timeout=60) for _ in range(_AT_ONCE)
        ]
        self._asker = ThreadPoolExecutor(max_workers=1)

    def ask(self, sent: Sequence[Sent]) -> list[dict[str, Any]]:
        """The parsed answers, in the order of the searches."""
        own, other = self._lines
        beside = [self._asker.submit(_answers, other, one) for one in sent[1:_AT_ONCE]]
        first = [_answers(own, one) for one in sent[:1]]
        second = [one.result() for one in beside]
        after = [_answers(own, one) for one in sent[_AT_ONCE:]]
        return [answer for answers in (*first, *second, *after) for answer in answers]

    def close(self) -> None:
        self._asker.shutdown()
        for line in self._lines:
            line.close()


def _answers(line: http.client.HTTPConnection, sent: Sent) -> list[dict[str, Any]]:
    line.request(sent.method, sent.target, sent.body, {"Content-Type": sent.kind, "Accept": _JSON})
    answer: dict[str, Any] = orjson.loads(line.getresponse().read())
    found: list[dict[str, Any]] = answer.get("responses", [answer])
    assert not any("error" in one for one in found), found
    return found


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
        headers = {**self._headers, "X-Forwarded-For": address}
        try:
            self._line.request("GET", path, headers=headers)
            answer = self._line.getresponse()
        except http.client.RemoteDisconnected:
            # The server hangs up on who says nothing for some seconds.
            self._line.request("GET", path, headers=headers)
            answer = self._line.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return body

    def close(self) -> None:
        self._line.close()


def in_full(body: bytes) -> dict[str, Any]:
    """An answer of the engine; one of the database alone would be measured for nothing."""
    answer: dict[str, Any] = orjson.loads(body)
    assert answer["mode"] == "full"
    return answer


def sent_by(reader: Reader, path: str) -> tuple[Sent, ...]:
    """What the product sends for one question. The first ones may find a cold engine and be too slow for it."""
    for _ in range(_TRIES):
        with recording() as sent:
            body = reader.get(path)
        if b'"mode":"full"' in body:
            return tuple(sent)
    raise AssertionError(f"{path} was not answered by the engine")


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
