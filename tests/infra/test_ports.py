"""Taken ports are stepped over."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from infra.local import ports
from infra.local.errors import LocalError


@pytest.fixture
def taken() -> Iterator[int]:
    """The first of three neighbouring ports that somebody listens on."""
    with ExitStack() as listening:
        while True:
            first = ports.free_port(20_000 + os.getpid() % 10_000)
            try:
                for port in range(first, first + 3):
                    listener = listening.enter_context(socket.socket())
                    listener.bind(("127.0.0.1", port))
                    listener.listen()
            except OSError:
                continue
            yield first
            return


def test_taken_ports_are_stepped_over(taken: int) -> None:
    found = ports.free_port(taken)
    assert found > taken + 2
    assert ports.is_free(found)


def test_ports_to_avoid_are_stepped_over_too() -> None:
    first = ports.free_port(30_000)
    assert ports.free_port(first, avoid={first}) > first


def test_taken_port_is_not_free_but_accepts(taken: int) -> None:
    assert not ports.is_free(taken)
    assert ports.accepts(taken)


def test_nothing_free_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda port, host: False)
    with pytest.raises(LocalError, match=r"^No free port between 8000 and 8199 on 127\.0\.0\.1; .*\.$"):
        ports.free_port(8000)
