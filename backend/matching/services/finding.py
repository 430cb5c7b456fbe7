"""Holding what has settled in the index against what is asked, and writing down each new pair once.

No lock and no transaction is held while the engine is spoken to. What was found is written, and the wait ended, in one
transaction that begins by locking the waiting row in the version that was read: of two workers the slower one finds
the row gone or newer, and throws away what it found. A worker that dies leaves the row for the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from backend.matching import engine as engines
from backend.matching.models import DirtyObject, WaitingMatch
from backend.matching.services import matched_pitches, matched_theses
from search import indices
from search.engine import Engine
from search.errors import SearchUnavailable
from search.records import ObjectKind

log = structlog.get_logger(__name__)

_BATCH = 100


@dataclass(slots=True)
class Found:
    """`held_up`: questions are on their way to the index, or the engine is away; what waits is found later."""

    pairs: int = 0
    held_up: bool = False


def find(*, now: datetime) -> Found:
    """Match everything that waits. Safe to run in several workers, and again after a worker died."""
    result, unreadable = Found(), set[int]()
    try:
        engine = engines.current()
        while waiting := list(WaitingMatch.objects.exclude(pk__in=unreadable).order_by("version", "pk")[:_BATCH]):
            # A question that is not in the index yet would not be found, and the pitch is not asked a second time.
            result.held_up = DirtyObject.objects.filter(kind=ObjectKind.CRITERIA.value).exists()
            if result.held_up:
                break
            indices.refresh(engine)
            _remember(engine, [one for one in waiting if not one.is_news], now=now)
            for one in waiting:
                if one.is_news:
                    result.pairs += _match(engine, one, unreadable, now=now)
    except SearchUnavailable as problem:
        result.held_up = True
        log.warning("matching_waits_for_engine", code=problem.code, waiting=WaitingMatch.objects.count())
    return result


def _remember(engine: Engine, known: Sequence[WaitingMatch], *, now: datetime) -> None:
    matched_pitches.remember(engine, [one for one in known if one.kind == ObjectKind.DEAL.value])
    matched_theses.remember(engine, [one for one in known if one.kind == ObjectKind.CRITERIA.value], now=now)


def _match(engine: Engine, one: WaitingMatch, unreadable: set[int], *, now: datetime) -> int:
    match = matched_pitches.match if one.kind == ObjectKind.DEAL.value else matched_theses.match
    try:
        return match(engine, one, now=now)
    except (ValueError, ArithmeticError, TypeError, LookupError):
        # One unreadable object must not keep the others waiting. It waits on, and the log says so every time.
        unreadable.add(one.pk)
        log.exception("match_unreadable", kind=one.kind, object_id=str(one.object_id))
        return 0
