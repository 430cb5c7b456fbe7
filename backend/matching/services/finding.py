"""Holding what has settled in the index against what is asked, and writing down each new pair once.

No row is locked and no transaction open while the engine is spoken to. What was found is written, and the wait ended, in one
transaction that begins by locking the waiting row in the version that was read: of two workers the slower one finds
the row gone or newer, and throws away what it found. A worker that dies leaves the row for the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db.models import QuerySet

from backend.matching import engine as engines
from backend.matching import locks
from backend.matching.models import DirtyObject, WaitingMatch
from backend.matching.services import matched_pitches, matched_theses
from search import indices
from search.engine import Engine
from search.errors import SearchRejected, SearchUnavailable
from search.records import ObjectKind

log = structlog.get_logger(__name__)

_BATCH = 100


@dataclass(slots=True)
class Found:
    """What waits on is found later; the `unreadable` rows, of whose object nothing can be made, when it changes."""

    pairs: int = 0
    is_engine_away: bool = False
    unreadable: set[int] = field(default_factory=set)


def is_due(found: Found) -> bool:
    """Whether there is news that `found` has not looked at, and may be looked at now."""
    return _news().exclude(pk__in=found.unreadable).exists() and not _are_questions_on_their_way()


def _news() -> QuerySet[WaitingMatch]:
    return WaitingMatch.objects.filter(is_news=True)


def find(*, now: datetime) -> Found:
    """Match all news that waits. Safe to run in several workers, and again after a worker died."""
    result = Found()
    try:
        engine = engines.current()
        news = _news().order_by("version", "pk")
        while waiting := list(news.exclude(pk__in=result.unreadable)[:_BATCH]):
            # A question that is not in the index yet would not be found, and the pitch is not asked a second time.
            if _are_questions_on_their_way():
                break
            indices.refresh(engine)
            for one in waiting:
                result.pairs += _match(engine, one, result.unreadable, now=now)
    except SearchUnavailable as problem:
        result.is_engine_away = True
        log.warning("matching_waits_for_engine", code=problem.code, waiting=WaitingMatch.objects.count())
    return result


def remember(*, now: datetime) -> None:
    """Take what a bulk load brought as known. One worker at a time: the others are for those who wait for an answer."""
    with locks.alone(locks.REMEMBERING) as is_mine:
        if not is_mine:
            return
        try:
            engine = engines.current()
            known = WaitingMatch.objects.filter(is_news=False).order_by("version", "pk")
            while (waiting := list(known[:_BATCH])) and not _are_questions_on_their_way():
                _remember(engine, waiting, now=now)
        except SearchUnavailable as problem:
            log.warning("matching_waits_for_engine", code=problem.code, waiting=WaitingMatch.objects.count())


def _are_questions_on_their_way() -> bool:
    return DirtyObject.objects.filter(kind=ObjectKind.CRITERIA.value).exists()


def _remember(engine: Engine, known: Sequence[WaitingMatch], *, now: datetime) -> None:
    matched_pitches.remember(engine, [one for one in known if one.kind == ObjectKind.DEAL.value])
    matched_theses.remember(engine, [one for one in known if one.kind == ObjectKind.CRITERIA.value], now=now)


def _match(engine: Engine, one: WaitingMatch, unreadable: set[int], *, now: datetime) -> int:
    match = matched_pitches.match if one.kind == ObjectKind.DEAL.value else matched_theses.match
    try:
        return match(engine, one, now=now)
    except (ValueError, ArithmeticError, TypeError, LookupError, SearchRejected):
        # One unreadable object must not keep the others waiting. It waits on, and the log says so every time.
        unreadable.add(one.pk)
        log.exception("match_unreadable", kind=one.kind, object_id=str(one.object_id))
        return 0
