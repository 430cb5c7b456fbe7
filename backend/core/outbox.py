"""Publishing domain events so that none is lost and each is handled at least once, in order for its subject.

A publisher writes the event in its own transaction; the commit defers one drain job, however many were written. The job is
not deferred inside the transaction, because its queueing lock would make every publisher wait for the others and a drain
that starts before the commit would miss the event. A process that dies between the two is made good by the sweep every
minute.

Two kinds of listener: `same_transaction` runs at once, inside the publisher's transaction, for one-row marks only;
every other listener runs in the worker and must be safe to run twice.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import local
from typing import Any, TypeVar, cast

from django.db import connection, transaction

from backend.core.events import DomainEvent
from backend.core.models import OutboxEvent

E = TypeVar("E", bound=DomainEvent)
Listener = Callable[[Any], None]

_listeners: dict[str, list[Listener]] = defaultdict(list)
_inline: dict[str, list[Listener]] = defaultdict(list)
_defer_drain: list[Callable[[], None]] = []


def on(event_type: type[E], *, same_transaction: bool = False) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a listener. Apps do it in `handlers.py`, which their AppConfig imports when ready."""

    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        target = _inline if same_transaction else _listeners
        target[event_type.name].append(cast(Listener, listener))
        return listener

    return register


def listeners_of(name: str) -> list[Listener]:
    return _listeners[name]


def set_drain(defer: Callable[[], None]) -> None:
    """Name the function that defers the drain job; `core.tasks` does it, so that this module stays below tasks."""
    _defer_drain[:] = [defer]


def publish(event: DomainEvent) -> None:
    """Write the event in the current transaction, which must exist; its handling begins after the commit."""
    publish_all([event])


def publish_all(events: Sequence[DomainEvent]) -> None:
    """Likewise several, in their order."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is published inside the transaction of its cause")
    for event in events:
        for listener in _inline[event.name]:
            listener(event)
    heard = [one for one in events if _listeners[one.name]]
    if heard:
        OutboxEvent.objects.bulk_create(
            [OutboxEvent(name=one.name, subject=one.subject, payload=one.to_payload()) for one in heard]
        )
        transaction.on_commit(_this_commit().drain, robust=True)


class _Commit:
    """One commit to come, shared by all that is published before it; `is_drained` once its first listener ran."""

    is_drained = False

    # A method, for Django names what failed after a commit: of something without a name the failure would reach the publisher.
    def drain(self) -> None:
        if not self.is_drained:
            self.is_drained = True
            for defer in _defer_drain:
                defer()


_of_thread = local()


def _this_commit() -> _Commit:
    """Of a transaction that went back the same serves the next one: none of its own runs any more."""
    commit: _Commit | None = getattr(_of_thread, "commit", None)
    if commit is None or commit.is_drained:
        commit = _of_thread.commit = _Commit()
    return commit
