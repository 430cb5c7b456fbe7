"""Matching inside Elasticsearch: one `script_score` over the scoped index, and the same score again in Python for each hit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from search import cursor as cursors
from search.engine import Engine
from search.errors import SearchRejected
from search.matching import gates
from search.matching.features import Features, features_of_deal, month
from search.matching.gates import GateCode
from search.matching.model import Model
from search.matching.parts import GROUP_PARTS, MANY, PROFILE_DIMS, SECTOR_DIMS, Group, PartCode, group_of
from search.matching.score import Score, activity_values, score
from search.matching.script import deal_script, investor_script
from search.matching.statistics import InvestorStatistics, statistics_of
from search.matching.vectors import stored_value, token_hash, unpacked
from search.matching.weighting import Weights
from search.records import DealFacts, InvestorFacts, ObjectKind
from search.request import MAX_SIZE
from search.results import UnvalidatedHit
from search.scope import Scope, scoped
from search.searching import COUNT_LIMIT, base_search, run

PORTFOLIO = "portfolio"
_HOMES = (PartCode.HOME_COUNTRY, PartCode.HOME_REGION, PartCode.HOME_CITY)


@dataclass(frozen=True, slots=True)
class Match:
    """A scored hit. `score` is computed in Python from what the index holds and equals `hit.score` but for rounding."""

    hit: UnvalidatedHit
    score: Score
    portfolio: float


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
    only: Iterable[str] | None = None,
    size: int = 20,
    cursor: str = "",
    weights: Weights | None = None,
) -> MatchPage:
    """Investors for a startup, best first. `only` scores just these ids. Raises SearchRejected, SearchUnavailable."""
    model, view, at_month = engine.model, scope.audience, month(now.date())
    startup = features_of_deal(deal, engine.knowledge, today=model.learned_on)
    used = weights or model.weights
    found = [Q("exists", field=f"{view}.as_of")]
    codes = frozenset(require)
    if codes:
        found.append(gates.open_investors(codes, deal, engine.knowledge, view, startup_id))
    alike = (
        [Q("term", **{f"{view}.portfolio": token}) for token in startup.tokens]
        if used.parts[PartCode.PORTFOLIO_TEXT]
        else []
    )
    highest = _highest(engine, scope, found, alike)
    params = investor_params(startup, model, used, at_month=at_month) | {"portfolio_max": highest}
    inner = scoped(scope, Q("bool", filter=[*found, *_only(only)], should=_named(alike)))
    body = _scored(engine, ObjectKind.INVESTOR, inner, investor_script(view), params).source(
        ["id", "version", f"{view}.statistics"]
    )
    question = _question("investors", deal, scope, codes, model, now)
    answer = run(_paged(engine, body, question, size, cursor))
    matches = []
    for hit in answer["hits"]["hits"]:
        likeness = _likeness(hit, highest)
        statistics = unpacked(hit["_source"][view.value]["statistics"])
        scored = score(startup, statistics, model, at_month=at_month, portfolio=likeness, weights=used)
        matches.append(Match(_hit(hit), scored, likeness))
    return _page(engine, answer, question, size, matches)


def match_startups(
    engine: Engine,
    investor: InvestorFacts,
    scope: Scope,
    *,
    now: datetime,
    require: Iterable[GateCode] = (),
    only: Iterable[str] | None = None,
    size: int = 20,
    cursor: str = "",
    weights: Weights | None = None,
) -> MatchPage:
    """Startups for an investor, best first, by the same parts; the portfolio's text is left out in this direction.

    Raises SearchRejected, SearchUnavailable.
    """
    model, view, at_month = engine.model, scope.audience, month(now.date())
    used = (weights or model.weights).without(PartCode.PORTFOLIO_TEXT)
    statistics = statistics_of(
        investor, engine.knowledge, as_of=model.learned_on, mean_log_amount=model.mean_log_amount
    )
    codes = frozenset(require)
    found = [gates.open_deals(codes, investor, engine.knowledge, view)] if codes else []
    inner = scoped(scope, Q("bool", filter=[*found, *_only(only)]))
    params = deal_params(statistics, model, used, at_month=at_month)
    body = _scored(engine, ObjectKind.DEAL, inner, deal_script(view), params).source(
        ["id", "version", f"{view}.match_tokens", f"{view}.log_ask", f"{view}.home"]
    )
    question = _question("startups", investor, scope, codes, model, now)
    answer = run(_paged(engine, body, question, size, cursor))
    matches = []
    for hit in answer["hits"]["hits"]:
        startup = _features(hit["_source"].get(view.value, {}))
        matches.append(Match(_hit(hit), score(startup, statistics, model, at_month=at_month, weights=used), 0.0))
    return _page(engine, answer, question, size, matches)


def investor_params(startup: Features, model: Model, weights: Weights, *, at_month: float) -> dict[str, Any]:
    """A startup as the parameters of the investor script."""
    parts = weights.parts
    sector, profile = [0.0] * SECTOR_DIMS, [0.0] * PROFILE_DIMS
    sector_sparse, single, single_weights = [], [], []
    for token in startup.tokens:
        group, place = group_of(token), model.dimension.get(token)
        if group is Group.TEXT:
            continue
        if group is Group.SECTOR:
            if place is None:
                sector_sparse.append(token_hash(token))
            else:
                sector[place] = 1.0
        elif place is None:
            single.append(token_hash(token))
            single_weights.append(parts[GROUP_PARTS[group]])
        else:
            profile[place] = parts[GROUP_PARTS[group]]
    return {
        "sector": sector,
        "has_sector": any(sector),
        "sector_sparse": sector_sparse,
        "sector_count": len(startup.groups.get(Group.SECTOR, ())),
        "profile": profile,
        "has_profile": any(profile),
        "single": single,
        "single_weights": single_weights,
        "text": [token_hash(token) for token in startup.groups.get(Group.TEXT, ())],
        "ask_known": startup.log_ask is not None,
        "ask": startup.log_ask or 0.0,
        "now": at_month,
        "home": {node: parts[code] for node, code in zip(startup.home, _HOMES, strict=True) if node},
        "w_recent": parts[PartCode.RECENT_ACTIVITY],
        "w_since": parts[PartCode.TIME_SINCE_LAST_DEAL],
        "w_first": parts[PartCode.FIRST_ROUND_SHARE],
        "w_distance": parts[PartCode.AMOUNT_DISTANCE],
        "w_sector": parts[PartCode.SECTOR],
        "w_text": parts[PartCode.TEXT],
        "w_portfolio": parts[PartCode.PORTFOLIO_TEXT],
    }


def deal_params(statistics: InvestorStatistics, model: Model, weights: Weights, *, at_month: float) -> dict[str, Any]:
    """An investor as the parameters of the deal script."""
    parts = weights.parts
    baseline = model.baseline(statistics.weight)
    values = {}
    for token, count in statistics.tokens.items():
        group = group_of(token)
        weight = 1.0 if group in MANY else parts[GROUP_PARTS[group]]
        values[token] = weight * stored_value(token, count, baseline, model)
    activity = activity_values(statistics, at_month=at_month)
    return {
        "values": values,
        "base": baseline,
        "mean": statistics.mean_log_amount,
        "constant": sum(parts[code] * value for code, value in activity.items()),
        "home": {node: parts[code] for node, code in zip(statistics.home, _HOMES, strict=True) if node},
        "w_distance": parts[PartCode.AMOUNT_DISTANCE],
        "w_sector": parts[PartCode.SECTOR],
        "w_text": parts[PartCode.TEXT],
    }


def _highest(engine: Engine, scope: Scope, found: list[Query], alike: list[Query]) -> float:
    """The largest text likeness of this question, by which all are divided; counted inside the scope like everything else."""
    if not alike:
        return 0.0
    query = Q("bool", filter=[scoped(scope, Q("bool", filter=found))], should=alike)
    answer = run(base_search(engine, ObjectKind.INVESTOR).query(query).extra(size=1, track_total_hits=False))
    return float(answer["hits"]["max_score"] or 0.0)


def _named(alike: list[Query]) -> list[Query]:
    return [Q("bool", should=alike, _name=PORTFOLIO)] if alike else []


def _likeness(hit: dict[str, Any], highest: float) -> float:
    likeness = (hit.get("matched_queries") or {}).get(PORTFOLIO, 0.0)
    return min(1.0, float(likeness) / highest) if highest > 0 else 0.0


def _only(ids: Iterable[str] | None) -> list[Query]:
    return [] if ids is None else [Q("terms", id=sorted(ids))]


def _scored(engine: Engine, kind: ObjectKind, inner: Query, source: str, params: dict[str, Any]) -> Search[Any]:
    query = Q("script_score", query=inner, script={"source": source, "params": params})
    return base_search(engine, kind).query(query)


def _paged(engine: Engine, body: Search[Any], question: str, size: int, cursor: str) -> Search[Any]:
    if not 1 <= size <= MAX_SIZE:
        raise SearchRejected("search.size_invalid", "size", f"1 to {MAX_SIZE}")
    body = body.sort({"_score": {"order": "desc"}}, {"id": {"order": "asc"}}).extra(
        size=size, track_total_hits=COUNT_LIMIT
    )
    body = body.params(include_named_queries_score=True)
    return body.extra(search_after=cursors.decode(engine.cursor_key, question, cursor)) if cursor else body


def _page(engine: Engine, answer: Any, question: str, size: int, matches: list[Match]) -> MatchPage:
    hits = answer["hits"]["hits"]
    following = cursors.encode(engine.cursor_key, question, hits[-1]["sort"]) if len(hits) == size else ""
    return MatchPage(tuple(matches), answer["hits"]["total"]["value"], following)


def _question(
    name: str, facts: DealFacts | InvestorFacts, scope: Scope, codes: frozenset[GateCode], model: Model, now: datetime
) -> str:
    """Scores change with the day and the model, so a cursor lives as long as both do."""
    plain = [name, asdict(facts), scope.audience, sorted(scope.reader_keys), sorted(codes), model.version, now.date()]
    return json.dumps(plain, default=str, sort_keys=True)


def _hit(hit: dict[str, Any]) -> UnvalidatedHit:
    return UnvalidatedHit(hit["_source"]["id"], hit["_source"]["version"], hit["_score"])


def _features(view: dict[str, Any]) -> Features:
    groups: dict[Group, tuple[str, ...]] = {}
    for token in view.get("match_tokens", ()):
        group = group_of(token)
        groups[group] = (*groups.get(group, ()), token)
    homes = ["", "", ""]
    for node in view.get("home", ()):
        homes[node.count("/")] = node
    return Features(groups=groups, log_ask=view.get("log_ask"), home=(homes[0], homes[1], homes[2]))
