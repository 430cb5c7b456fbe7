"""Real worker processes on the test's own database and indices."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

CHECKOUT = Path(__file__).resolve().parents[2]


class Worker:
    """A worker in a process of its own. Ends with `stop`, or the hard way with `kill`."""

    def __init__(self, log: Path, *, point: str = "", nth: int = 1) -> None:
        own = ["-m", "tests.support.dying_worker", point, str(nth)] if point else ["-m", "django", "run_worker"]
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, *own], cwd=CHECKOUT, env=surroundings(), stdout=self._log, stderr=self._log
        )

    def wait_dead(self, seconds: float) -> int:
        """How it ended: minus the signal. Raises TimeoutExpired when it lives on."""
        return self._process.wait(seconds)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish what it does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()


def surroundings() -> dict[str, str]:
    """What a program is told that shall work on the database and the indices of this test."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        **os.environ,
        "DATABASE_URL": address.geturl(),
        "DJANGO_SETTINGS_MODULE": "backend.config.settings",
        "XMH_SEARCH_PREFIX": settings.SEARCH_PREFIX,
        "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
        "PYTHONPATH": str(CHECKOUT),
    }
