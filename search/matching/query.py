"""Matching inside Elasticsearch: one `script_score` over the scoped index, and the same score again in Python for each hit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from search import cursor as cursors
from search.engine import Engine
from search.errors import SearchRejected
from search.matching import exploring, gates
from search.matching.features import Features, by_group, features_of_deal, month
from search.matching.gates import GateCode
from search.matching.model import Model
from search.matching.params import deal_params, investor_params
from search.matching.score import Score, score
from search.matching.script import SHIFT, deal_script, investor_script
from search.matching.statistics import InvestorStatistics, statistics_of
from search.matching.vectors import unpacked
from search.matching.weighting import Weights
from search.queries import EVERYTHING
from search.records import DealFacts, InvestorFacts, ObjectKind
from search.request import MAX_SIZE
from search.results import UnvalidatedHit
from search.scope import Audience, Scope, scoped
from search.searching import COUNT_LIMIT, base_search, run_together


@dataclass(frozen=True, slots=True)
class Match:
    """A scored hit. `score` is computed in Python from what the index holds and equals `hit.score` but for rounding.

    `is_explored` marks one who stands higher than the score alone would have it (`exploring.py`).
    """

    hit: UnvalidatedHit
    score: Score
    is_explored: bool = False


@dataclass(frozen=True, slots=True)
class MatchPage:
    """The best matches in order; `total` counts what the scope and the required gates let through."""

    matches: tuple[Match, ...]
    total: int
    cursor: str


def match_investors(
    engine: Engine,
    deal: DealFacts,
    scope: Scope,
    *,
    now: datetime,
    startup_id: str = "",
    require: Iterable[GateCode] = (),
    size: int = 20,
    cursor: str = "",
    weights: Weights | None = None,
    explore: bool = False,
) -> MatchPage:
    """Investors for a startup, best first; `explore` gives some places away (`exploring.py`).

    Raises SearchRejected, SearchUnavailable.
    """
    model, view = engine.model, scope.audience
    startup = features_of_deal(deal, engine.knowledge, today=model.learned_on)
    asking = _Investors(engine, startup, view, month(now.date()), weights or model.weights)
    found = [Q("exists", field=f"{view}.as_of")]
    codes = frozenset(require)
    if codes:
        found.append(gates.open_investors(codes, deal, engine.knowledge, view, startup_id))
    inner = scoped(scope, Q("bool", filter=found))
    question = _question("investors", deal, scope, codes, model, now)
    after, given = _after(engine, question, cursor)
    bodies = [_paged(asking.body(_but(inner, given), asking.weights), size, after)]
    if explore and not cursor and exploring.gives(size):
        by_fit = asking.body(inner, asking.weights.without(*exploring.FAMILIAR))
        bodies.append(_paged(by_fit, size, None))
    return _answered(engine, ObjectKind.INVESTOR, bodies, question, size, asking.match, given)


@dataclass(frozen=True, slots=True)
class _Investors:
    """A startup's question to the index of investors, and how its hits are scored again."""

    engine: Engine
    startup: Features
    view: Audience
    at_month: float
    weights: Weights

    def body(self, inner: Query, weights: Weights) -> Search[Any]:
        params = investor_params(self.startup, self.engine.model, weights, at_month=self.at_month)
        scored = _scored(self.engine, ObjectKind.INVESTOR, inner, investor_script(self.view), params)
        return scored.source(["id", "version", f"{self.view}.statistics"])

    def match(self, hit: dict[str, Any], *, is_explored: bool = False) -> Match:
        """A hit with its parts. One whose place was given away was ranked by some of them; it has its whole score."""
        statistics = unpacked(hit["_source"][self.view.value]["statistics"])
        whole = score(self.startup, statistics, self.engine.model, at_month=self.at_month, weights=self.weights)
        found = replace(_hit(hit), score=whole.total) if is_explored else _hit(hit)
        return Match(found, whole, is_explored)


def match_startups(
    engine: Engine,
    investor: InvestorFacts,
    scope: Scope,
    *,
    now: datetime,
    require: Iterable[GateCode] = (),
    size: int = 20,
    cursor: str = "",
    explore: bool = False,
) -> MatchPage:
    """Startups for an investor, best first, by the same parts; `explore` gives some places to new ones (`exploring.py`).

    Raises SearchRejected, SearchUnavailable.
    """
    model, view, at_month = engine.model, scope.audience, month(now.date())
    statistics = statistics_of(investor, engine.knowledge, model)
    codes = frozenset(require)
    found = [gates.open_deals(codes, investor, engine.knowledge, view)] if codes else []
    inner = scoped(scope, Q("bool", filter=found) if found else EVERYTHING)
    asking = _Startups(engine, statistics, view, at_month)
    question = _question("startups", investor, scope, codes, model, now)
    after, given = _after(engine, question, cursor)
    bodies = [_paged(asking.body(_but(inner, given)), size, after)]
    if explore and not cursor and exploring.gives(size):
        bodies.append(_paged(asking.body(exploring.only_new(inner, now=now)), size, None))
    return _answered(engine, ObjectKind.DEAL, bodies, question, size, asking.match, given)


@dataclass(frozen=True, slots=True)
class _Startups:
    """An investor's question to the index of deals, and how its hits are scored again."""

    engine: Engine
    investor: InvestorStatistics
    view: Audience
    at_month: float

    def body(self, inner: Query) -> Search[Any]:
        params = deal_params(self.investor, self.engine.model, at_month=self.at_month)
        scored = _scored(self.engine, ObjectKind.DEAL, inner, deal_script(self.view), params)
        return scored.source(
            ["id", "version", *(f"{self.view}.{name}" for name in ("match_tokens", "log_ask", "home"))]
        )

    def match(self, hit: dict[str, Any], *, is_explored: bool = False) -> Match:
        """A hit with its parts."""
        startup = _features(hit["_source"].get(self.view.value, {}))
        whole = score(startup, self.investor, self.engine.model, at_month=self.at_month)
        return Match(_hit(hit), whole, is_explored)


def _scored(engine: Engine, kind: ObjectKind, inner: Query, source: str, params: dict[str, Any]) -> Search[Any]:
    query = Q("script_score", query=inner, script={"source": source, "params": params})
    return base_search(engine, kind).query(query)


def _paged(body: Search[Any], size: int, after: list[Any] | None) -> Search[Any]:
    if not 1 <= size <= MAX_SIZE:
        raise SearchRejected("search.size_invalid", "size", f"1 to {MAX_SIZE}")
    body = body.sort({"_score": {"order": "desc"}}, {"id": {"order": "asc"}}).extra(
        size=size, track_total_hits=COUNT_LIMIT
    )
    return body.extra(search_after=after) if after else body


def _after(engine: Engine, question: str, cursor: str) -> tuple[list[Any] | None, list[str]]:
    """Where to go on, and who of those behind it was shown on the first page already."""
    if not cursor:
        return None, []
    score_then, identity, *given = cursors.decode(engine.cursor_key, question, cursor)
    return [score_then, identity], given


def _but(inner: Query, ids: Iterable[str]) -> Query:
    """The same question without some."""
    named = sorted(ids)
    return Q("bool", filter=[inner], must_not=[Q("terms", id=named)]) if named else inner


def _answered(
    engine: Engine,
    kind: ObjectKind,
    bodies: Sequence[Search[Any]],
    question: str,
    size: int,
    match: Callable[..., Match],
    given: Sequence[str],
) -> MatchPage:
    """The page of the first body; a second one names those who may be given a place, if the page is full."""
    answer, *others = run_together(engine, kind, bodies)
    if not others or len(answer["hits"]["hits"]) < size:
        return _page(engine, answer, question, size, match, given)
    return _page_with_places_given(engine, answer, others[0], question, size, match)


def _page(
    engine: Engine, answer: Any, question: str, size: int, match: Callable[..., Match], given: Sequence[str]
) -> MatchPage:
    hits = answer["hits"]["hits"]
    following = cursors.encode(engine.cursor_key, question, [*hits[-1]["sort"], *given]) if len(hits) == size else ""
    return MatchPage(tuple(match(hit) for hit in hits), answer["hits"]["total"]["value"] + len(given), following)


def _page_with_places_given(
    engine: Engine, answer: Any, others: Any, question: str, size: int, match: Callable[..., Match]
) -> MatchPage:
    """A first page woven of the best and of `others`. Its cursor names those who were shown ahead of their place."""
    best = answer["hits"]["hits"]
    shown = exploring.woven(best, others["hits"]["hits"], size, lambda hit: str(hit["_source"]["id"]))
    reached = shown[-1].reached
    passed = {hit["_source"]["id"] for hit in best[:reached]}
    ahead = [placed.one["_source"]["id"] for placed in shown if placed.one["_source"]["id"] not in passed]
    following = cursors.encode(engine.cursor_key, question, [*best[reached - 1]["sort"], *ahead])
    matches = (match(placed.one, is_explored=placed.is_explored) for placed in shown)
    return MatchPage(tuple(matches), answer["hits"]["total"]["value"], following)


def _question(
    name: str, facts: DealFacts | InvestorFacts, scope: Scope, codes: frozenset[GateCode], model: Model, now: datetime
) -> str:
    """Scores change with the day and the model, so a cursor lives as long as both do."""
    plain = [name, asdict(facts), scope.audience, sorted(scope.reader_keys), sorted(codes), model.version, now.date()]
    return json.dumps(plain, default=str, sort_keys=True)


def _hit(hit: dict[str, Any]) -> UnvalidatedHit:
    return UnvalidatedHit(hit["_source"]["id"], hit["_source"]["version"], hit["_score"] - SHIFT)


def _features(view: dict[str, Any]) -> Features:
    homes = ["", "", ""]
    for node in view.get("home", ()):
        homes[node.count("/")] = node
    return Features(
        groups=by_group(view.get("match_tokens", ())), log_ask=view.get("log_ask"), home=(homes[0], homes[1], homes[2])
    )
