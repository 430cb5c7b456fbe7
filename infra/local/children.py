"""Starting a program that ends with us: every child stands behind a guardian."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT
from infra.local.processes import ProcessRef, reference
from infra.local.users import ServiceUser


@dataclass(frozen=True)
class Program:
    """What to start. `log` None lets it speak on our own terminal. `grace` is in seconds."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path | None = None
    user: ServiceUser | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0


@dataclass
class Child:
    """A running program and its guardian."""

    program: Program
    guardian: subprocess.Popen[bytes]
    process: ProcessRef
    references: list[ProcessRef] = field(default_factory=list)

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.guardian.poll()

    def stop(self) -> None:
        """End the program politely and wait until it and its group are gone."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.guardian.wait(self.program.grace + 10)
        if self.guardian.poll() is None:
            self.guardian.kill()
            self.guardian.wait()

    def ask_to_stop(self) -> None:
        """Begin the end without waiting for it."""
        if self.guardian.stdin is not None:
            with contextlib.suppress(OSError):
                self.guardian.stdin.close()

    def kill(self) -> None:
        """SIGKILL to the program itself, as a crash would look."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)


def _guardian_command(program: Program, pid_file: Path) -> list[str]:
    command = [sys.executable, "-m", "infra.local.guardian", "--pid-file", str(pid_file)]
    command += ["--stop", str(int(program.stop_signal)), "--grace", str(program.grace)]
    if program.user is not None:
        command += ["--uid", str(program.user.uid), "--gid", str(program.user.gid)]
    # The guardian finds our package through the checkout; the program starts in its own folder.
    return [*command, "--", *_in_folder(program)]


def _in_folder(program: Program) -> list[str]:
    if program.folder == CHECKOUT:
        return list(program.command)
    return ["/bin/sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", str(program.folder), *program.command]


def start(program: Program, pid_folder: Path) -> Child:
    """Start the program behind a guardian. Raises LocalError when it cannot be started at all."""
    pid_folder.mkdir(parents=True, exist_ok=True)
    pid_file = pid_folder / f"{program.name}.pid"
    pid_file.unlink(missing_ok=True)
    output = None if program.log is None else program.log.open("ab")
    try:
        guardian = subprocess.Popen(
            _guardian_command(program, pid_file),
            cwd=CHECKOUT,
            env=dict(program.environment),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=True,
        )
    finally:
        if output is not None:
            output.close()
    end = time.monotonic() + 15
    while not pid_file.exists():
        if guardian.poll() is not None or time.monotonic() > end:
            if guardian.stdin is not None:
                guardian.stdin.close()
            guardian.kill()
            guardian.wait()
            where = "" if program.log is None else f"; see {program.log}"
            raise LocalError(f"{program.name} could not be started{where}.")
        time.sleep(0.01)
    pid = int(json.loads(pid_file.read_text())["pid"])
    process = reference(pid)
    return Child(program, guardian, process, [process, reference(guardian.pid)])
