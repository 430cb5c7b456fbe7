"""Snapshots kept ready in this process, so that a hall that comes at once costs one.

Whoever asks for one was let in by their own right and knows where the feed stood then: what is kept is handed out only while it is of
that place or a later one. What is changed without an event renews the epoch (`services.forget_events`); and nothing is handed out
for longer than a moment, should anything else change unsaid.
"""

from datetime import datetime
from functools import cached_property
from threading import Lock
from time import monotonic

import orjson

from backend.feeds.names import FeedName
from backend.feeds.selectors import Position, Snapshot, snapshot

SECONDS = 1.0
# So many rooms that people come to in one moment; of others each reader has a snapshot made.
MOST = 64

_kept: dict[str, "Ready"] = {}
_keeping = Lock()
# Whoever is first makes a snapshot, and the others wait for it. Feeds that share a lock wait for each other, and no more.
_making = tuple(Lock() for _ in range(64))


class Ready:
    """A snapshot with its state as it is written, encoded once for all who are sent it."""

    def __init__(self, whole: Snapshot, begun: float) -> None:
        """`begun`: when it was begun to be read, by the clock of this process."""
        self.snapshot, self._begun = whole, begun

    @cached_property
    def state(self) -> bytes:
        return orjson.dumps(self.snapshot.state)

    @property
    def is_fresh(self) -> bool:
        return monotonic() - self._begun < SECONDS

    def serves(self, place: Position) -> bool:
        """Whether it is for a reader who found the feed there."""
        whole = self.snapshot
        return self.is_fresh and whole.epoch == place.epoch and whole.seq >= place.head


def snapshot_at(feed: FeedName, place: Position, *, now: datetime) -> Ready:
    """The state of a feed, for a reader who was let in and found it at `place`; of then or later. Raises FeedNotFound."""
    name = str(feed)
    with _making[hash(name) % len(_making)]:
        kept = _kept.get(name)
        if kept is None or not kept.serves(place):
            begun = monotonic()
            kept = Ready(snapshot(feed, now=now), begun)
            _keep(name, kept)
    return kept


def forget(feed: str) -> None:
    """Nobody follows it here any more."""
    with _keeping:
        _kept.pop(feed, None)


def _keep(name: str, made: Ready) -> None:
    with _keeping:
        _kept.pop(name, None)
        for stale in [one for one, ready in _kept.items() if not ready.is_fresh]:
            del _kept[stale]
        if len(_kept) < MOST:
            _kept[name] = made
