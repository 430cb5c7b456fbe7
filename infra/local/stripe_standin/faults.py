"""What a test makes the stand-in do wrong."""

from __future__ import annotations

import random
import threading
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Faults:
    """Shares are between 0 and 1."""

    # Of calls to the API, each answered with one of 429, 500 and silence.
    failing_calls: float = 0.0
    # Calls that do what they are asked and then answer nothing, so that the caller cannot know.
    unanswered_calls: float = 0.0
    # Of events, lost on their way for good.
    lost_events: float = 0.0
    copies: int = 1
    # Seconds by which each copy may be late, drawn for each, so that events come in any order.
    delay: float = 0.0
    # A refund stays pending until `settle` says how it ended.
    slow_refunds: bool = False


class Knob:
    """The faults in force; changed by `/_control/faults`."""

    def __init__(self) -> None:
        self._faults = Faults()
        self._lock = threading.Lock()
        self._random = random.Random(0)  # noqa: S311 - chances of a test

    @property
    def faults(self) -> Faults:
        return self._faults

    def turn(self, values: dict[str, Any]) -> dict[str, Any]:
        """Set those that are named, and say all. Raises ValueError for one that does not exist."""
        known = {one.name for one in fields(Faults)}
        if unknown := values.keys() - known:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
        with self._lock:
            self._faults = replace(self._faults, **values)
        return self.to_wire()

    def chance(self, share: float) -> bool:
        with self._lock:
            return self._random.random() < share

    def pick(self, most: float) -> float:
        with self._lock:
            return self._random.uniform(0, most)

    def to_wire(self) -> dict[str, Any]:
        return asdict(self._faults)
