"""Writing many objects at once. Every write carries its object's version; an older one is a conflict and counts as done.

A removal leaves an empty, unreachable document with its version behind. Elasticsearch forgets the version of a deleted
document after a while; a late older write would then bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from search import rendering
from search.client import translated
from search.engine import Engine
from search.errors import SearchRejected, SearchUnavailable
from search.indices import Target, building
from search.records import DealRecord, InvestorRecord, ObjectKind, Record, Removal

BATCH = 500
BATCH_BYTES = 5_000_000
_BUSY = frozenset({429, 503})
_BLOCKED = "cluster_block_exception"


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


@dataclass(frozen=True, slots=True)
class _Action:
    kind: ObjectKind
    id: str
    version: int
    source: bytes


def write(engine: Engine, items: Iterable[Record | Removal], *, into: Target | None = None) -> BulkReport:
    """Write records and removals, in batches of at most 500 and 5 MB, each by external version.

    Without `into` they go to the live index and to a rebuild under way. Raises SearchUnavailable when the engine is away;
    then any part of the items may have been written, and writing them again is harmless.
    """
    report = BulkReport()
    indices: dict[ObjectKind, list[str]] = {}
    for batch in _batches(_actions(engine, items, report)):
        for action in batch:
            if action.kind not in indices:
                indices[action.kind] = _indices(engine, action.kind, into)
        _send(engine, batch, indices, report)
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


def _indices(engine: Engine, kind: ObjectKind, into: Target | None) -> list[str]:
    if into is not None:
        return [into.index]
    following = building(engine, kind)
    return [engine.write_alias(kind), *([following] if following else [])]


def _send(engine: Engine, batch: Sequence[_Action], indices: dict[ObjectKind, list[str]], report: BulkReport) -> None:
    lines: list[Any] = []
    sent: list[int] = []
    for position, action in enumerate(batch):
        for index in indices[action.kind]:
            meta = {"_index": index, "_id": action.id, "version": action.version, "version_type": "external"}
            lines.extend(({"index": meta}, action.source))
            sent.append(position)
    with translated():
        answer = engine.connection.writes.bulk(operations=lines, require_alias=_all_aliases(engine, indices))
    outcomes: dict[int, dict[str, Any]] = {}
    for position, item in zip(sent, answer["items"], strict=True):
        result = item["index"]
        if position not in outcomes or _severity(result) > _severity(outcomes[position]):
            outcomes[position] = result
    for position, result in outcomes.items():
        _note(batch[position], result, report)


def _severity(result: dict[str, Any]) -> int:
    """An object counts as written when every index it belongs to has it, so the worst answer of them is its outcome."""
    status = result["status"]
    return 0 if status < 300 else 1 if status == 409 else 2 if _is_busy(result) else 3


def _is_busy(result: dict[str, Any]) -> bool:
    return result["status"] in _BUSY or (result.get("error") or {}).get("type") == _BLOCKED


def _all_aliases(engine: Engine, indices: dict[ObjectKind, list[str]]) -> bool:
    """Ask for an alias wherever one is meant: a missing index must fail loudly, not appear with a guessed mapping."""
    return all(names == [engine.write_alias(kind)] for kind, names in indices.items())


def _note(action: _Action, result: dict[str, Any], report: BulkReport) -> None:
    key = (action.kind, action.id, action.version)
    status, error = result["status"], result.get("error") or {}
    if status < 300:
        report.written.append(key)
    elif status == 409:
        report.conflicts.append(key)
    elif _is_busy(result):
        report.busy.append(key)
    elif status == 404:
        raise SearchUnavailable("search.index_missing", detail=str(error.get("reason", "")))
    else:
        report.rejected.append(Rejected(*key, _reason(error)))


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
