"""The product, or another application, behind real server processes on the test's own database."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.workers import CHECKOUT, surroundings

PRODUCT = "backend.config.asgi:application"
_PATIENCE = 240.0


@dataclass(frozen=True, slots=True)
class Served:
    """Where it answers, and the process: of several the one that started them."""

    port: int
    pid: int


@contextmanager
def web_process(
    log: Path,
    *,
    application: str = PRODUCT,
    count: int = 1,
    more: Sequence[str] = (),
    before: Sequence[str] = (),
    **told: str,
) -> Iterator[Served]:
    """So many processes, each having loaded all there is. `more` is said to uvicorn, `before` stands before the command, `told` in
    their surroundings.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [*before, sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(count), "--log-level", "info", "--no-access-log", *more]
    with log.open("ab") as written:
        # A log that others have written to tells nothing of this one before here.
        begun = written.tell()
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env={**surroundings(), **told}, stdout=written, stderr=written
        )
        try:
            _wait_until_up(process, count, log, begun)
            yield Served(port, process.pid)
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def web_workers(log: Path, *, application: str = PRODUCT, count: int = 2, **told: str) -> Iterator[int]:
    """A port where so many processes answer. `told` goes into their surroundings."""
    with web_process(log, application=application, count=count, **told) as served:
        yield served.port


def _wait_until_up(process: "subprocess.Popen[bytes]", count: int, log: Path, begun: int) -> None:
    end = time.monotonic() + _PATIENCE
    while log.read_bytes()[begun:].count(b"Application startup complete") < count:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)
