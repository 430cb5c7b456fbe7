"""Rank every query of a folder through the code that serves the site, in indices made for it and thrown away after."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from time import perf_counter

from search import bulk, indices
from search.client import Connection
from search.engine import Engine
from search.evaluation.facts import investors_of, startups_of
from search.evaluation.folder import Direction, Folder
from search.knowledge import Knowledge
from search.matching.query import MatchPage, match_investors, match_startups
from search.matching.training.learning import Learned, learn_ranking
from search.records import DealRecord, InvestorFacts, InvestorRecord, Record
from search.scope import Scope

DEPTH = 100
PAGE = 50

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of each query, best first, how long each query took in seconds, and what was learned."""

    ranked: dict[str, tuple[str, ...]]
    seconds: tuple[float, ...]
    learned: Learned


def rank(
    connection: Connection,
    folder: Folder,
    direction: Direction,
    knowledge: Knowledge,
    *,
    seed: int,
    progress: Progress,
    fit: bool = True,
    explore: bool = True,
) -> Ranking:
    """Learn from the folder and rank all candidates of every query, 100 places each. Raises SearchUnavailable.

    `fit=False` keeps the shipped weights, `explore=False` gives no places away.
    """
    investors = investors_of(folder)
    learned = learn_ranking(investors, knowledge, now=folder.cut, seed=seed, fit_weights=fit, progress=progress)
    with _throw_away(connection, knowledge, learned) as engine:
        _fill(engine, folder, direction, investors)
        ask = _asker(engine, folder, direction, investors, explore=explore)
        ranked, seconds = {}, []
        for number, query in enumerate(folder.queries, start=1):
            begun = perf_counter()
            ranked[query] = tuple(_places(ask, query))
            seconds.append(perf_counter() - begun)
            progress("rank", number / len(folder.queries))
    return Ranking(ranked, tuple(seconds), learned)


@contextmanager
def _throw_away(connection: Connection, knowledge: Knowledge, learned: Learned) -> Iterator[Engine]:
    engine = Engine(
        connection=connection,
        prefix=f"evaluation-{secrets.token_hex(6)}-",
        knowledge=knowledge,
        model=learned.model,
        cursor_key=secrets.token_bytes(16),
    )
    try:
        indices.create_missing(engine)
        yield engine
    finally:
        indices.drop_all(engine)


def _fill(engine: Engine, folder: Folder, direction: Direction, investors: dict[str, InvestorFacts]) -> None:
    report = bulk.write(engine, _records(engine, folder, direction, investors))
    if report.rejected or report.busy:
        first = report.rejected[0].reason if report.rejected else "the engine is busy"
        raise RuntimeError(f"{len(report.rejected) + len(report.busy)} candidates could not be indexed: {first}")
    indices.refresh(engine)


def _records(
    engine: Engine, folder: Folder, direction: Direction, investors: dict[str, InvestorFacts]
) -> Iterator[Record]:
    if direction is Direction.STARTUP:
        for one in folder.candidates:
            yield InvestorRecord(id=one, version=1, facts=investors[one])
        return
    now = _moment(engine)
    for one, facts in startups_of(folder, folder.candidates).items():
        yield DealRecord(id=one, version=1, published_at=now, startup_id=one, public=facts, verified=None)


def _moment(engine: Engine) -> datetime:
    """Noon of the day the model was learned: nothing later is known."""
    return datetime.combine(engine.model.learned_on, time(12), UTC)


def _asker(
    engine: Engine, folder: Folder, direction: Direction, investors: dict[str, InvestorFacts], *, explore: bool
) -> Callable[[str, str], MatchPage]:
    scope, now = Scope(), _moment(engine)
    if direction is Direction.INVESTOR:
        # Places are given to new pitches, and here all are equally new: it would change nothing.
        return lambda query, cursor: match_startups(engine, investors[query], scope, now=now, size=PAGE, cursor=cursor)
    startups = startups_of(folder, folder.queries)
    return lambda query, cursor: match_investors(
        engine, startups[query], scope, now=now, size=PAGE, cursor=cursor, explore=explore
    )


def _places(ask: Callable[[str, str], MatchPage], query: str) -> Iterator[str]:
    cursor, left = "", DEPTH
    while left > 0:
        page = ask(query, cursor)
        for match in page.matches[:left]:
            yield match.hit.id
        left -= len(page.matches)
        cursor = page.cursor
        if not cursor:
            return
