"""A Valkey of one test's own, which it may kill, start again empty, or freeze."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local import valkey
from infra.local.ports import free_port

_PASSWORD = "test-only"


class MortalValkey:
    """Always on the same port, never with yesterday's data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port(40_500 + os.getpid() % 1000)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return valkey.url(self._port, _PASSWORD)

    def start(self) -> None:
        program = valkey.program(self._port, _PASSWORD, self._folder, self._folder / "valkey.log")
        with (self._folder / "valkey.log").open("ab") as log:
            self._process = subprocess.Popen(program.command, env=dict(program.environment), stdout=log, stderr=log)
        end = time.monotonic() + 20
        while not valkey.answers(self._port, _PASSWORD):
            assert time.monotonic() < end, "the test's own Valkey did not start"
            time.sleep(0.02)

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """It still holds every connection, and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if nothing had been, with all it was sent meanwhile."""
        self._signal(signal.SIGCONT)

    def _signal(self, what: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(what)


@contextmanager
def mortal_valkey(folder: Path) -> Iterator[MortalValkey]:
    folder.mkdir(exist_ok=True)
    held = MortalValkey(folder)
    held.start()
    try:
        yield held
    finally:
        held.kill()
