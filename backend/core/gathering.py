"""Work that is due after many commits and need be done once for those of a moment."""

import threading
import time
from collections.abc import Callable

import structlog
from django.db import close_old_connections

log = structlog.get_logger(__name__)

GATHER_SECONDS = 0.02


class Gatherer:
    """Does a work soon after it was asked for, on a thread of its own: once for all who asked meanwhile.

    Whoever asks is right to ask after what the work looks at is committed: it never begins before the last who asked. What
    fails is logged and not tried again, and what was asked for ends with the process; somebody else must look as well.
    """

    def __init__(self, work: Callable[[], None], *, seconds: float = GATHER_SECONDS) -> None:
        self._work, self._seconds = work, seconds
        self._asked = threading.Event()
        self._started = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """Comes back at once."""
        self._asked.set()
        # With the first who asks and not before: a process that forks takes no threads along.
        with self._started:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="gathered", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._asked.wait()
            time.sleep(self._seconds)
            # Before the work: whoever asks while it is done is seen by the next.
            self._asked.clear()
            try:
                self._work()
            except Exception:
                log.exception("gathered_work_failed")
            finally:
                close_old_connections()
