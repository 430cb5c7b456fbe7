"""From the events of a feed to a log that plays fast: what happened within one second is one entry. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.roadshows.room_state import reduce

# What the room's tables are called whose rows come and go.
TABLES = ("questions", "polls", "announcements", "ranking")
_SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class Said:
    """One event of the public feed."""

    at: datetime
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condensed:
    """`start`: the state when the event went on, as far as `before` tells it. `log`: {ms, payload} in their order."""

    start: dict[str, Any]
    log: list[dict[str, Any]]


def condensed(empty: Mapping[str, Any], before: Iterable[Said], after: Sequence[Said], began_at: datetime) -> Condensed:
    """`empty` is the state of a room in which nothing has happened yet.

    Reducing `start` by the whole log gives what reducing `empty` by all events gives, without names of who asked and without rows
    that were never seen whole.
    """
    known: dict[str, set[str]] = {table: set(empty.get(table, {})) for table in TABLES}
    start = dict(empty)
    for said in before:
        start = reduce(start, _cleaned(said.payload, known))
    log: list[dict[str, Any]] = []
    for said in after:
        payload = _cleaned(said.payload, known)
        ms = max(int((said.at - began_at).total_seconds() * 1000), 0)
        if log and ms // _SECOND_MS == log[-1]["ms"] // _SECOND_MS:
            # All of it was true at the end of that second, and not before.
            log[-1] = {"ms": ms, "payload": _together(log[-1]["payload"], payload)}
        else:
            log.append({"ms": ms, "payload": payload})
    return Condensed(start, log)


def _cleaned(payload: Mapping[str, Any], known: dict[str, set[str]]) -> dict[str, Any]:
    """Without who asked. A part of a row whose whole was tidied away before says nothing."""
    cleaned = {name: value for name, value in payload.items() if name != "rows"}
    rows: dict[str, dict[str, Any]] = {}
    for table, changed in payload.get("rows", {}).items():
        for row_id, row in changed.items():
            whole = row if isinstance(row, Mapping) and ("text" in row or "place" in row) else None
            if whole is not None:
                known.setdefault(table, set()).add(row_id)
            if row is None or row_id in known.get(table, set()):
                kept = {**whole, "name": ""} if table == "questions" and whole is not None else row
                rows.setdefault(table, {})[row_id] = kept
    return {**cleaned, "rows": rows} if rows else cleaned


def _together(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """One payload that does what both do after each other."""
    both = {**one, **{name: value for name, value in other.items() if name != "rows"}}
    rows = {table: dict(changed) for table, changed in one.get("rows", {}).items()}
    for table, changed in other.get("rows", {}).items():
        held = rows.setdefault(table, {})
        for row_id, row in changed.items():
            before = held.get(row_id)
            if isinstance(before, Mapping) and isinstance(row, Mapping):
                held[row_id] = {**before, **row}
            else:
                held[row_id] = row
    return {**both, "rows": rows} if rows else both
