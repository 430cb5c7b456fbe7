"""Keeping one service up: its port is stepped over when somebody takes it before anybody was told of it."""

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local import drivers
from infra.local.children import Program
from infra.local.keeper import Keeper
from infra.local.paths import CHECKOUT, StackPlaces
from infra.local.ports import accepts, free_port
from infra.local.state import Phase, ServiceState

_LISTEN = "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); time.sleep(120)"


class _Listener:
    """A service that listens on its port. The wished port is taken by `stranger` after it was found free."""

    name, patience = "listener", 20.0

    def __init__(self, first_port: int, stranger: socket.socket) -> None:
        self.first_port = first_port
        self._stranger = stranger

    def url(self, port: int) -> str:
        return f"listener://{port}"

    def obtain(self, say: Callable[[str], None]) -> None:
        self._stranger.bind(("127.0.0.1", self.first_port))

    def program(self, port: int) -> Program:
        return Program(self.name, [sys.executable, "-c", _LISTEN, str(port)], dict(os.environ), CHECKOUT)

    def answers(self, port: int) -> bool:
        return accepts(port)

    def finish(self, port: int) -> None: ...

    def forget(self) -> bool:
        return False


@contextmanager
def _kept(places: StackPlaces) -> Iterator[list[ServiceState]]:
    said: list[ServiceState] = []
    keeper = Keeper("listener", places, 0, lambda _, state: said.append(state))
    keeper.start()
    try:
        yield said
    finally:
        keeper.stop()
        keeper.join(20)


def test_port_taken_between_the_look_and_the_start_is_stepped_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = StackPlaces("test", tmp_path)
    for folder in (places.held, places.logs):
        folder.mkdir()
    wished = free_port(39_100)
    with socket.socket() as stranger:
        monkeypatch.setattr(drivers, "make", lambda *_: _Listener(wished, stranger))
        with _kept(places) as said:
            end = time.monotonic() + 30
            while said[-1:] == [] or said[-1].phase not in (Phase.READY, Phase.FAILED):
                assert time.monotonic() < end
                time.sleep(0.05)
            last = said[-1]
    assert last.phase is Phase.READY, last.note
    assert last.port > wished
    assert last.url == f"listener://{last.port}"


def test_a_driver_that_breaks_is_said_and_nobody_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> _Listener:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr(drivers, "make", broken)
    with _kept(StackPlaces("test", tmp_path)) as said:
        end = time.monotonic() + 10
        while not said and time.monotonic() < end:
            time.sleep(0.01)
    assert [(state.phase, "KeyError" in state.note) for state in said] == [(Phase.FAILED, True)]
