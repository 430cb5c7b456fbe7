"""Leaving a service alone for a moment after it failed, so that nobody queues up behind it."""

import time
from threading import Lock


class Pause:
    """Of one process and one service. Once it failed nobody asks for a moment; then one tries, and the others go on without it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: float | None = None
        self._looking = Lock()

    def may_ask(self) -> bool:
        """Whether to try; whoever is told so says how it went."""
        with self._looking:
            if self._until is None:
                return True
            now = time.monotonic()
            if now < self._until:
                return False
            # This caller is the one that tries.
            self._until = now + self._seconds
            return True

    @property
    def is_on(self) -> bool:
        """Whether the last that was heard of it is that it failed."""
        return self._until is not None

    def worked(self) -> None:
        self._until = None

    def failed(self) -> None:
        self._until = time.monotonic() + self._seconds
