"""Work that costs less for many at once: those who come while others are at it are done together, by one of their own threads."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from django.db import close_old_connections, connection

log = structlog.get_logger(__name__)

# Nobody who comes by themselves waits for it, unless the work takes one as well.
GATHER_SECONDS = 0.02
MOST_AT_ONCE = 64
_LOOK_SECONDS = 0.001

A = TypeVar("A")
R = TypeVar("R")


@dataclass(slots=True, eq=False)
class _Waiting(Generic[A, R]):
    asked: A
    is_done: bool = False
    found: R | Exception | None = None


class Combiner(Generic[A, R]):
    """`work` answers many with what each gets, a refusal of their own, or None: that one is then done alone.

    The first of those who wait does it for all who wait; there is no thread beside theirs. Whoever waits keeps no connection.
    `gather_seconds` is how long others may still come when it begins. Where work costs no more for one than doing it alone,
    whoever comes by themselves is given to it as well (`takes_one`). Where the same few come again and again, nobody is waited
    for any more once as many are there as were the last time (`of_the_same`); who comes alone for long waits for nobody.
    What crashes for many is done alone for each.
    """

    def __init__(
        self,
        work: Callable[[Sequence[A]], Sequence[R | Exception | None]],
        *,
        gather_seconds: float = GATHER_SECONDS,
        takes_one: bool = False,
        of_the_same: bool = False,
    ) -> None:
        self._work, self._gather_seconds = work, gather_seconds
        self._takes_one, self._of_the_same = takes_one, of_the_same
        self._changed = threading.Condition()
        self._waiting: list[_Waiting[A, R]] = []
        self._present = 0
        # How many were here when the last were answered, those who still waited included.
        self._usual = 0
        self._is_led = False

    def do(self, asked: A, alone: Callable[[], R]) -> R:
        """With whoever else is here; `alone` where nobody is, or where it must be: in a transaction, which is nobody else's."""
        if connection.in_atomic_block:
            return alone()
        with self._here() as is_only:
            found = None if is_only and not self._takes_one else self._together(asked)
            if isinstance(found, Exception):
                raise found
            return alone() if found is None else found

    @contextmanager
    def _here(self) -> Iterator[bool]:
        with self._changed:
            self._present += 1
            is_only = self._present == 1
        try:
            yield is_only
        finally:
            with self._changed:
                self._present -= 1

    def _together(self, asked: A) -> R | Exception | None:
        mine: _Waiting[A, R] = _Waiting(asked)
        # There are far fewer connections than threads, and whoever does the work needs one.
        close_old_connections()
        with self._changed:
            self._waiting.append(mine)
        while not self._is_answered(mine):
            self._lead()
        return mine.found

    def _is_answered(self, mine: _Waiting[A, R]) -> bool:
        """After waiting for as long as somebody else does the work; False: it is this one's turn to do it."""
        with self._changed:
            self._changed.wait_for(lambda: mine.is_done or not self._is_led)
            if not mine.is_done:
                self._is_led = True
            return mine.is_done

    def _answers(self, together: Sequence[_Waiting[A, R]]) -> Sequence[R | Exception | None]:
        found = self._work([one.asked for one in together])
        if len(found) != len(together):
            raise RuntimeError("each of many is to be answered")
        return found

    def _lead(self) -> None:
        # Its own turn for a connection first: whoever comes while it waits for that is among them. Without one the work fails.
        with suppress(Exception):
            connection.ensure_connection()
        self._gather()
        with self._changed:
            together, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        found: Sequence[R | Exception | None] = [None] * len(together)
        try:
            if len(together) > 1 or self._takes_one:
                found = self._answers(together)
        except Exception:
            log.exception("combined_work_failed")
        finally:
            with self._changed:
                self._usual = min(self._present, MOST_AT_ONCE)
                for one, outcome in zip(together, found, strict=True):
                    one.found, one.is_done = outcome, True
                self._is_led = False
                self._changed.notify_all()

    def _gather(self) -> None:
        if not self._of_the_same:
            time.sleep(self._gather_seconds)
            return
        # Looked at now and then: being called for each who comes would cost them more.
        end = time.monotonic() + self._gather_seconds
        while len(self._waiting) < self._usual and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS)
