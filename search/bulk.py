"""Writing many objects at once. Every write carries its object's version; an older one is a conflict and counts as done.

A removal leaves an empty, unreachable document with its version behind. Elasticsearch forgets the version of a deleted
document after a while; a late older write would then bring it back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import orjson

from search import rendering
from search.client import translated
from search.engine import Engine
from search.errors import SearchRejected, SearchUnavailable
from search.indices import NewIndex, building, is_of_this_version
from search.records import DealRecord, InvestorRecord, ObjectKind, Record, Removal

BATCH = 500
# Not large, so that the engine has something to do soon and little is left to wait for at the end.
BATCH_BYTES = 4_000_000
_AT_ONCE = 3
_BUSY = frozenset({429, 503})
_BLOCKED = "cluster_block_exception"
# Of the answer about each object; the rest is longer and tells nothing.
_ASKED = ("items.*.status", "items.*._index", "items.*.error")


@dataclass(frozen=True, slots=True)
class Rejected:
    """An object the engine will never take as it is, and why. `id` and `version` are the record's."""

    kind: ObjectKind
    id: str
    version: int
    reason: str


@dataclass(slots=True)
class BulkReport:
    """What became of each object. `conflicts` were already there in this or a newer version; `busy` may be tried again."""

    written: list[tuple[ObjectKind, str, int]] = field(default_factory=list)
    conflicts: list[tuple[ObjectKind, str, int]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    busy: list[tuple[ObjectKind, str, int]] = field(default_factory=list)

    @property
    def done(self) -> list[tuple[ObjectKind, str, int]]:
        """Everything the index now holds in this version or a newer one."""
        return [*self.written, *self.conflicts]


class _Outcome(IntEnum):
    """Of one object in one index. An object counts as written when every index it belongs to has it: the worst one holds."""

    WRITTEN = 0
    CONFLICT = 1
    BUSY = 2
    REJECTED = 3
    MISSING = 4


@dataclass(frozen=True, slots=True)
class _Action:
    kind: ObjectKind
    id: str
    version: int
    source: bytes


def write(engine: Engine, items: Iterable[Record | Removal], *, into: NewIndex | None = None) -> BulkReport:
    """Write records and removals, in batches of at most 500 and 4 MB, each by external version.

    Without `into` they go to the live index and to a rebuild under way. Raises SearchUnavailable when the engine is away;
    then any part of the items may have been written, and writing them again is harmless.
    """
    report = BulkReport()
    indices: dict[ObjectKind, list[str]] = {}
    # While the engine takes some batches the documents of the next are made. Versions make the order of writes irrelevant.
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as senders:
        under_way: deque[Future[None]] = deque()
        for batch in _batches(_actions(engine, items, report)):
            for action in batch:
                if action.kind not in indices:
                    indices[action.kind] = _indices(engine, action.kind, into)
            if len(under_way) == _AT_ONCE:
                under_way.popleft().result()
            under_way.append(senders.submit(_send, engine, batch, dict(indices), report, is_live=into is None))
        for sent in under_way:
            sent.result()
    return report


def kind_of(item: Record | Removal) -> ObjectKind:
    """Which index an item belongs to."""
    if isinstance(item, Removal):
        return item.kind
    if isinstance(item, DealRecord):
        return ObjectKind.DEAL
    return ObjectKind.INVESTOR if isinstance(item, InvestorRecord) else ObjectKind.CRITERIA


def _actions(engine: Engine, items: Iterable[Record | Removal], report: BulkReport) -> Iterator[_Action]:
    for item in items:
        kind = kind_of(item)
        try:
            source = orjson.dumps(rendering.source(item, knowledge=engine.knowledge, model=engine.model))
        except (ValueError, TypeError, ArithmeticError, SearchRejected) as problem:
            # One unreadable record (half a character, a currency nobody knows) must not stop the others of its batch;
            # it is reported like one the engine refused.
            report.rejected.append(Rejected(kind, item.id, item.version, f"{type(problem).__name__}: {problem}"))
            continue
        yield _Action(kind, item.id, item.version, source)


def _indices(engine: Engine, kind: ObjectKind, into: NewIndex | None) -> list[str]:
    if into is not None:
        return [into.index]
    return [engine.write_alias(kind), *([engine.next_alias(kind)] if building(engine, kind) else [])]


def _send(
    engine: Engine, batch: Sequence[_Action], indices: dict[ObjectKind, list[str]], report: BulkReport, *, is_live: bool
) -> None:
    lines: list[Any] = []
    sent: list[int] = []
    for position, action in enumerate(batch):
        for index in indices[action.kind]:
            meta = {"_index": index, "_id": action.id, "version": action.version, "version_type": "external"}
            lines.extend(({"index": meta}, action.source))
            sent.append(position)
    with translated():
        # A missing index must fail loudly, not appear with a guessed mapping: ask for an alias wherever one is meant.
        answer = engine.connection.writes.bulk(operations=lines, require_alias=is_live, filter_path=_ASKED)
    results = [item["index"] for item in answer["items"]]
    waiting = _made_for_others(
        engine, [(batch[position].kind, one) for position, one in zip(sent, results, strict=True)]
    )
    worst: dict[int, tuple[_Outcome, str]] = {}
    for position, result in zip(sent, results, strict=True):
        outcome = _outcome(result, waiting)
        if outcome is _Outcome.MISSING and result["_index"] == engine.next_alias(batch[position].kind):
            # The rebuild has ended meanwhile: the live index is the new one, or a later one will be filled from the rows.
            continue
        if position not in worst or outcome > worst[position][0]:
            worst[position] = outcome, _reason(result.get("error") or {})
    for position, (outcome, reason) in worst.items():
        _note(batch[position], outcome, reason, report)


def _outcome(result: dict[str, Any], waiting: Collection[str]) -> _Outcome:
    status, error = result["status"], result.get("error") or {}
    if status < 300:
        return _Outcome.WRITTEN
    if status == 409:
        return _Outcome.CONFLICT
    if status in _BUSY or error.get("type") == _BLOCKED or result["_index"] in waiting:
        return _Outcome.BUSY
    return _Outcome.MISSING if status == 404 else _Outcome.REJECTED


def _made_for_others(engine: Engine, answered: Iterable[tuple[ObjectKind, dict[str, Any]]]) -> frozenset[str]:
    """Indices that refused a document and were made for another version of the code or another model.

    What they refuse may be right: it waits until they are rebuilt, or until a process of that version takes it.
    """
    refused = {(kind, one["_index"]) for kind, one in answered if _outcome(one, ()) is _Outcome.REJECTED}
    return frozenset(index for kind, index in refused if not is_of_this_version(engine, kind, index))


def _note(action: _Action, outcome: _Outcome, reason: str, report: BulkReport) -> None:
    key = (action.kind, action.id, action.version)
    match outcome:
        case _Outcome.WRITTEN:
            report.written.append(key)
        case _Outcome.CONFLICT:
            report.conflicts.append(key)
        case _Outcome.BUSY:
            report.busy.append(key)
        case _Outcome.REJECTED:
            report.rejected.append(Rejected(*key, reason))
        case _Outcome.MISSING:
            raise SearchUnavailable("search.index_missing", detail=reason)


def _reason(error: dict[str, Any]) -> str:
    cause = error.get("caused_by") or {}
    return ": ".join(part for part in (error.get("type"), error.get("reason"), cause.get("reason")) if part)


def _batches(actions: Iterator[_Action]) -> Iterator[list[_Action]]:
    """Groups that are small enough in number and in bytes, so one large object does not make the engine refuse the others."""
    batch: list[_Action] = []
    size = 0
    for action in actions:
        if batch and (len(batch) >= BATCH or size + len(action.source) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(action)
        size += len(action.source)
    if batch:
        yield batch
