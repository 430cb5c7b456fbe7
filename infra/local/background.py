"""Work beside the main thread whose failure is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Background(threading.Thread):
    """A piece of work beside the main one, started at once."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            self._error = error

    def raise_if_failed(self) -> None:
        """Raise what the work raised, if it has."""
        if self._error is not None:
            raise self._error

    def result(self) -> None:
        """Wait for the end and raise what the work raised."""
        while self.is_alive():
            # In short waits, so that Ctrl-C is heard.
            self.join(0.2)
        self.raise_if_failed()
