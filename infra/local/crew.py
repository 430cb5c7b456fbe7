"""The programs of one run: steps that are waited for, and servers that stay. All end with the runner."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.local import children
from infra.local.children import Child, Program
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT

TAIL_LINES = 25


@dataclass
class Crew:
    """`logs` takes one file for each quiet step; `pids` the numbers of what runs."""

    logs: Path
    pids: Path
    _running: list[Child] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _dismissed: bool = False

    def start(self, program: Program) -> Child:
        """Start a program. Raises LocalError, also when the run is already ending."""
        with self._lock:
            if self._dismissed:
                raise LocalError("The run is ending.")
            child = children.start(program, self.pids)
            self._running.append(child)
        return child

    def forget(self, child: Child) -> None:
        """The child ended by itself: close what we held of it."""
        child.stop()
        with self._lock:
            if child in self._running:
                self._running.remove(child)

    def step(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        folder: Path = CHECKOUT,
    ) -> str:
        """Run a command to its end and return what it said. Raises LocalError with its last lines when it fails."""
        log = self.logs / f"step-{name}.log"
        log.unlink(missing_ok=True)
        # Colour codes only blur a log; the guardian ends the command when the run ends.
        program = Program(name, command, {**os.environ, "NO_COLOR": "1", **(environment or {})}, folder, log=log)
        child = self.start(program)
        try:
            code = child.guardian.wait()
        except BaseException:
            child.stop()
            raise
        finally:
            self.forget(child)
        said = log.read_text(encoding="utf-8", errors="replace")
        if code != 0:
            tail = "\n".join(said.splitlines()[-TAIL_LINES:])
            raise LocalError(f"{name} failed with exit code {code}:\n{tail}\n(all of it: {log})")
        return said

    def dismiss(self) -> None:
        """End everything, the newest first asked, all waited for."""
        with self._lock:
            self._dismissed = True
            running = list(reversed(self._running))
            self._running.clear()
        for child in running:
            child.ask_to_stop()
        for child in running:
            child.stop()
