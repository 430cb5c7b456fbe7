"""The hub's tasks: they end when they are told to, at whatever moment that comes, and wait for no silent Valkey."""

import asyncio
import socket
import threading

import pytest
from pytest_django import Settings

from backend.live import bus, hub

# A subscription is written and confirmed well within this many turns of the loop.
TURNS = 400
SECONDS = 5.0


async def _stopped_after(turns: int) -> None:
    """Open a subscription as the first socket does, and leave after so many turns, which ends the hub's tasks."""
    hub.current()
    for _ in range(turns):
        await asyncio.sleep(0)


def test_server_that_stops_while_its_subscription_opens_does_stop() -> None:
    """A cancellation that met the end of a wait of the client's own was swallowed, and the server hung for ever."""
    reached: list[int] = []

    def run() -> None:
        for turns in range(TURNS):
            asyncio.run(_stopped_after(turns))
            reached.append(turns)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    before = -1
    while thread.is_alive():
        assert len(reached) > before, f"told to stop after {before} turns of its loop, it did not"
        before = len(reached)
        thread.join(SECONDS)
    assert reached == list(range(TURNS))


async def _listen() -> None:
    async with bus.listening():
        pass


def test_subscription_nobody_confirms_is_given_up(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(bus, "ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        with pytest.raises(TimeoutError):
            asyncio.run(_listen())
