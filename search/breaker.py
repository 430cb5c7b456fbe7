"""A circuit breaker: after a few failures in a row nobody waits for an engine that does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from search.errors import SearchUnavailable


class Breaker:
    """Closed, open, half-open. `failures` in a row open it; after `rest` seconds one request is let through to try."""

    def __init__(self, *, failures: int = 5, rest: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._retry_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether requests are refused at this moment."""
        with self._lock:
            return self._failed >= self._limit and self._clock() < self._retry_at

    def before(self) -> None:
        """Let a request pass or raise SearchUnavailable at once. In the half-open state one caller passes, others wait their turn."""
        with self._lock:
            if self._failed < self._limit:
                return
            if self._clock() < self._retry_at:
                raise SearchUnavailable("search.unavailable", detail="breaker open")
            self._retry_at = self._clock() + self._rest

    def succeeded(self) -> None:
        """The engine answered, whatever it said: close."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """The engine did not answer, or said it cannot."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._retry_at = self._clock() + self._rest
