"""The queue's kinds. A kind is registered once and says how to list, show, approve and reject its cases.

An app that brings a new kind of case adds a module to `console/queues/` and names it in `console/apps.py`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.accounts.models import User
from backend.console.enums import FactName, QueueKind
from backend.deals.selectors.revisions import Change
from backend.files.enums import FileState
from backend.files.models import StoredFile
from backend.organizations.enums import ReviewState
from backend.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One line of the queue."""

    kind: QueueKind
    id: UUID
    title: str
    subtitle: str
    organization: Organization | None
    state: ReviewState
    submitted_at: datetime
    allowed_actions: Sequence[str]
    # Of a case that is decided by reading a deck: are its pages there, still to come, or not to be had?
    deck_state: FileState | None = None


def deck_state_of(deck: StoredFile | None) -> FileState | None:
    return FileState(deck.state) if deck is not None else None


def answers_to(deck: StoredFile | None) -> list[str]:
    """What a reviewer may answer: no approval of a deck nobody can have seen."""
    return ["reject"] if deck is not None and deck.is_rendering else ["approve", "reject"]


@dataclass(frozen=True, slots=True)
class Fact:
    name: FactName
    value: str


@dataclass(frozen=True, slots=True)
class QueueCase:
    """A case opened: the line, who asks, what they say and show, and how it was decided."""

    item: QueueItem
    requester: User | None
    statement: str
    evidence: Sequence[StoredFile]
    facts: Sequence[Fact] = field(default_factory=tuple)
    decided_at: datetime | None = None
    decided_by: User | None = None
    reason: str = ""
    valid_until: datetime | None = None
    needs_validity: bool = False
    # What the reviewer has before them, part by part; and its fingerprint, where it may change while they read.
    changes: Sequence[Change] = field(default_factory=tuple)
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer answers; `edition` is that of the case as they read it."""

    approve: bool
    reason: str
    valid_until: datetime | None
    edition: str


@dataclass(frozen=True, slots=True)
class Queue:
    """`page(viewer, state, size)` gives the `size` oldest lines, `count` all of them; `open_case` None when unknown.

    `decide(actor, id, decision, now)` raises NotFound and whatever the owning app's service raises.
    `pending(viewer, ids)` gives those of the named cases that still wait.
    """

    kind: QueueKind
    page: Callable[[User, ReviewState, int], Sequence[QueueItem]]
    count: Callable[[User, ReviewState], int]
    pending: Callable[[User, Collection[UUID]], Sequence[QueueItem]]
    open_case: Callable[[User, UUID], QueueCase | None]
    decide: Callable[[User, UUID, Decision, datetime], None]


_queues: dict[QueueKind, Queue] = {}


def register(queue: Queue) -> None:
    if queue.kind in _queues:
        raise RuntimeError(f"two queues are called {queue.kind}")
    _queues[queue.kind] = queue


def queues(kind: QueueKind | None = None) -> list[Queue]:
    """All queues in the order of their words, or the one of a kind."""
    return [_queues[name] for name in sorted(_queues) if kind in (None, name)]


def queue_of(kind: str) -> Queue | None:
    return _queues.get(QueueKind(kind)) if kind in QueueKind.values else None
