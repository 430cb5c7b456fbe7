"""An engine that is away, slow or something else: refused fast, with our own errors, and tried again later."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from search.breaker import Breaker
from search.client import Connection, connect
from search.engine import Engine
from search.errors import SearchUnavailable
from search.knowledge import Knowledge
from search.matching.model import Model
from search.records import ObjectKind
from search.request import SearchRequest
from search.scope import Scope
from search.searching import base_search, search
from tests.search.conftest import NOW


@contextmanager
def listener(answer: bytes | None) -> Iterator[tuple[int, list[int]]]:
    """A server that sends `answer` to each request, or nothing at all; yields its port and the number of connections."""
    server = socket.create_server(("127.0.0.1", 0))
    opened: list[int] = []
    held: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            opened.append(1)
            held.append(client)
            if answer is not None:
                client.recv(65536)
                client.sendall(answer)
                client.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1], opened
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    for client in held:
        client.close()
    thread.join(5)


def asking(engine: Engine, connection: Connection) -> None:
    search(replace(engine, connection=connection), SearchRequest(text="芯片"), Scope(), now=NOW)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_engine_that_is_away(shared_engine: Engine) -> None:
    connection = connect(f"http://127.0.0.1:{free_port()}")

    with pytest.raises(SearchUnavailable) as failure:
        asking(shared_engine, connection)

    assert failure.value.code == "search.unavailable"
    connection.close()


def test_slow_engine_is_given_up_and_then_left_alone(shared_engine: Engine) -> None:
    with listener(None) as (port, opened):
        connection = connect(f"http://127.0.0.1:{port}", read_timeout=0.2)
        for _ in range(5):
            with pytest.raises(SearchUnavailable) as failure:
                asking(shared_engine, connection)
            assert failure.value.code == "search.too_slow"
        reached = len(opened)

        for _ in range(20):
            with pytest.raises(SearchUnavailable):
                asking(shared_engine, connection)

        assert reached <= 10
        assert len(opened) == reached
        assert connection.read_breaker.is_open
        assert not connection.write_breaker.is_open
        connection.close()


def test_default_patience_is_below_two_seconds(shared_engine: Engine) -> None:
    with listener(None) as (port, _):
        connection = connect(f"http://127.0.0.1:{port}")
        began = time.monotonic()
        with pytest.raises(SearchUnavailable):
            asking(shared_engine, connection)
        assert time.monotonic() - began < 2.5
        connection.close()


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (b"200 OK", "search.not_elasticsearch"),
        (b"503 Service Unavailable", "search.unavailable"),
        (b"429 Too Many", "search.unavailable"),
    ],
)
def test_other_answers(shared_engine: Engine, status: bytes, code: str) -> None:
    body = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" % status
    with listener(body) as (port, _):
        connection = connect(f"http://127.0.0.1:{port}")
        with pytest.raises(SearchUnavailable) as failure:
            asking(shared_engine, connection)
        assert failure.value.code == code
        connection.close()


def test_breaker_lets_one_through_and_closes_when_it_succeeds() -> None:
    now = [0.0]
    breaker = Breaker(failures=3, rest=10.0, clock=lambda: now[0])
    for _ in range(3):
        breaker.before()
        breaker.failed()
    with pytest.raises(SearchUnavailable):
        breaker.before()

    now[0] = 10.0
    breaker.before()
    with pytest.raises(SearchUnavailable):
        breaker.before()
    breaker.succeeded()

    breaker.before()
    assert not breaker.is_open


def test_breaker_opens_again_when_the_trial_fails() -> None:
    now = [0.0]
    breaker = Breaker(failures=1, rest=10.0, clock=lambda: now[0])
    breaker.failed()
    now[0] = 11.0
    breaker.before()

    breaker.failed()

    now[0] = 20.0
    with pytest.raises(SearchUnavailable):
        breaker.before()


def test_missing_index_is_unavailable_not_empty(shared_engine: Engine) -> None:
    with pytest.raises(SearchUnavailable) as failure:
        search(replace(shared_engine, prefix="test-nowhere-"), SearchRequest(), Scope(), now=NOW)

    assert failure.value.code == "search.index_missing"


@pytest.mark.parametrize(("seconds", "told"), [(1.8, "1500ms"), (20.0, "16667ms")])
def test_the_engine_gives_up_a_little_before_the_one_who_waits(
    knowledge: Knowledge, model: Model, seconds: float, told: str
) -> None:
    """A caller with patience, as a test on a busy machine is, must not be refused by an engine that has less."""
    opened = connect(os.environ["ELASTICSEARCH_URL"], read_timeout=seconds)
    engine = Engine(connection=opened, prefix="test-", knowledge=knowledge, model=model, cursor_key=b"key")
    assert base_search(engine, ObjectKind.DEAL).to_dict()["timeout"] == told
    opened.close()
