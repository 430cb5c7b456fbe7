"""What the runner says: one line for each step, with the seconds since the start."""

from __future__ import annotations

import sys
import threading
import time


class Console:
    """Prints whole lines from several threads; `elapsed` counts seconds since creation."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._lock = threading.Lock()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._start

    def step(self, text: str) -> None:
        """Say a step, stamped with the seconds since the start."""
        self.line(f"[{self.elapsed:6.1f} s] {text}")

    def line(self, text: str = "") -> None:
        with self._lock:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


def warn(text: str) -> None:
    """Say something beside a command's own output, which stays on stdout."""
    sys.stderr.write(f"xiangmihu: {text}\n")
    sys.stderr.flush()
