"""Server processes for rooms, each on a port of its own, which may be killed and started again."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from infra.local.ports import free_port
from infra.local.web import SOCKETS
from tests.support.workers import CHECKOUT, surroundings

_APPLICATION = "tests.support.room_app:application"
_FIRST_PORT = 42_500
_PATIENCE = 240.0
_UP = "Application startup complete"
_CRASHES = ("Traceback", "ERROR:", "CRITICAL:", "[error", "[critical", '"level": "error"')
# A server that is told to stop says so of what it did not wait for.
_CUT_OFF = "timeout graceful shutdown exceeded"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Nursery:
    """One process that has loaded the product (`room_nursery`); servers are copies of it."""

    def __init__(self, log: Path) -> None:
        with log.open("ab") as written:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.room_nursery"],
                cwd=CHECKOUT,
                env=surroundings(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=written,
                text=True,
            )
        assert self._answer() == "ready"

    def begin(self, log: Path, arguments: Sequence[str], **environment: str) -> int:
        """The number of a new server process."""
        assert self._process.stdin is not None
        told = {"log": str(log), "arguments": list(arguments), "environment": environment}
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


class RoomServer:
    """The product as it is served, with the test's rooms in it. Always on the same port."""

    def __init__(self, nursery: Nursery, port: int, log: Path, *options: str) -> None:
        self.port, self.log, self._nursery, self._options = port, log, nursery, options
        self._pid = 0
        self._starts = 0

    def start(self) -> None:
        """Comes back when it answers."""
        arguments = [_APPLICATION, "--host", "127.0.0.1", "--port", str(self.port), "--no-access-log"]
        arguments += ["--timeout-graceful-shutdown", "3", *SOCKETS, *self._options]
        # So that the database tells whose connections are whose.
        self._pid = self._nursery.begin(self.log, arguments, PGAPPNAME=f"room-{self.port}")
        self._starts += 1
        end = time.monotonic() + _PATIENCE
        while self._written().count(_UP) < self._starts:
            assert self._is_alive(), self._written()[-4000:]
            assert time.monotonic() < end, self._written()[-4000:]
            time.sleep(0.02)

    def stop(self) -> None:
        """As a deploy does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a machine that is out of memory does."""
        self._end(signal.SIGKILL)

    def resident_mb(self) -> float:
        pages = int(Path(f"/proc/{self._pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def crashes(self) -> list[str]:
        """What it wrote of what nobody expected."""
        lines = _COLOURS.sub("", self._written()).splitlines()
        return [line for line in lines if any(word in line for word in _CRASHES) and _CUT_OFF not in line]

    def _written(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def _is_alive(self) -> bool:
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            return False
        return True

    def _end(self, how: signal.Signals) -> None:
        if not self._pid:
            return
        end = time.monotonic() + 30
        with suppress(ProcessLookupError):
            os.kill(self._pid, how)
        while self._is_alive():
            if time.monotonic() > end:
                with suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)
            time.sleep(0.01)
        self._pid = 0


@contextmanager
def room_servers(nursery: Nursery, folder: Path, count: int = 1, *options: str) -> Iterator[list[RoomServer]]:
    """So many processes, all of them up; `options` are uvicorn's."""
    servers, taken = list[RoomServer](), set[int]()
    try:
        for number in range(count):
            port = free_port(_FIRST_PORT, avoid=taken)
            taken.add(port)
            servers.append(RoomServer(nursery, port, folder / f"room{number}.log", *options))
            servers[-1].start()
        yield servers
    finally:
        for server in servers:
            server.kill()
