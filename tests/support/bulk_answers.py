"""The engine's own answers to bulk writes, some of them changed on the way. What is not changed really reaches the engine."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from search.engine import Engine

Operation = tuple[dict[str, Any], bytes]
FULL_QUEUE = {"type": "es_rejected_execution_exception", "reason": "the write queue is full"}


def refuse_as_busy(monkeypatch: pytest.MonkeyPatch, engine: Engine, times: dict[str, int]) -> None:
    """The engine says 429 so many times of each of these documents, and nothing of them reaches it."""
    real: Callable[..., Any] = engine.connection.writes.bulk

    def bulk(*, operations: list[Any], **options: Any) -> dict[str, Any]:
        pairs = _pairs(operations)
        refused = [_takes_one(times, meta["index"]["_id"]) for meta, _ in pairs]
        passed = [part for pair, is_refused in zip(pairs, refused, strict=True) if not is_refused for part in pair]
        answered = iter(real(operations=passed, **options)["items"] if passed else ())
        items = [
            {"index": {**meta["index"], "status": 429, "error": FULL_QUEUE}} if is_refused else next(answered)
            for (meta, _), is_refused in zip(pairs, refused, strict=True)
        ]
        return {"items": items}

    monkeypatch.setattr(engine.connection.writes, "bulk", bulk)


def change_operations(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """What is asked of the engine for each document passes through `change` first."""
    real: Callable[..., Any] = engine.connection.writes.bulk

    def bulk(*, operations: list[Any], **options: Any) -> Any:
        changed = [part for meta, source in _pairs(operations) for part in ({"index": change(meta["index"])}, source)]
        return real(operations=changed, **options)

    monkeypatch.setattr(engine.connection.writes, "bulk", bulk)


def _pairs(operations: Iterable[Any]) -> list[Operation]:
    parts = iter(operations)
    return list(zip(parts, parts, strict=True))


def _takes_one(times: dict[str, int], identity: str) -> bool:
    left = times.get(identity, 0)
    times[identity] = max(0, left - 1)
    return left > 0
