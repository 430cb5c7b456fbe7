"""Processes by number and start time, because a number alone may belong to somebody else by now."""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LINUX = platform.system() == "Linux"


@dataclass(frozen=True)
class ProcessRef:
    """One process for sure: `started` differs when the number was given away again."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        return self.started != "" and start_mark(self.pid) == self.started


def start_mark(pid: int) -> str:
    """A mark of when the process began, empty when it is gone or a zombie."""
    if pid <= 0:
        return ""
    if LINUX:
        try:
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] in {"Z", "X"} else fields[19]
    answer = subprocess.run(["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = answer.stdout.strip().partition(" ")
    return "" if not state or state.startswith("Z") else started.strip()


def reference(pid: int) -> ProcessRef:
    return ProcessRef(pid, start_mark(pid))


def command_lines() -> Iterator[tuple[int, list[str]]]:
    """Every process that can be seen, with its arguments."""
    if LINUX:
        for entry in PROC.iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                yield int(entry.name), (entry / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")[:-1]
        return
    answer = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=False)
    for line in answer.stdout.splitlines():
        pid, _, command = line.strip().partition(" ")
        yield int(pid), command.split()


def with_argument(argument: str) -> list[int]:
    """The processes that carry exactly this argument, such as one stack's own data folder."""
    return [pid for pid, arguments in command_lines() if argument in arguments and pid != os.getpid()]


def wait_gone(pids: list[int], seconds: float) -> bool:
    """Wait until none of them lives; False when the time is over."""
    end = time.monotonic() + seconds
    while any(start_mark(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def stop(pids: list[int], *, first: signal.Signals = signal.SIGTERM, grace: float = 10.0) -> None:
    """End processes politely, and after `grace` seconds without asking. Gone ones are passed over."""
    for signum, seconds in ((first, grace), (signal.SIGKILL, 5.0)):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)
        if wait_gone(pids, seconds):
            return
