"""What would change if a pitch asked for something else: which theses it would fit then and no longer, and by which condition.

A thesis fits when none of its conditions fails and it names the pitch's sector or none. The conditions are the gates of every
match (`gates.py`), asked of the pitch as it is and as it would be; nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from search.engine import Engine
from search.knowledge import Knowledge
from search.matching.gates import GateCode, GateStatus, investor_gate, thesis_gates
from search.queries import EVERYTHING, unless_stated
from search.records import DealFacts, ObjectKind, ThesisFacts
from search.scope import Scope, scoped
from search.searching import base_search, run

# What a founder turns; conflict and exclusion stay as they are, for neither depends on what is asked for.
TURNED = (GateCode.STAGE, GateCode.TICKET, GateCode.GEOGRAPHY)
_HELD = (GateCode.EXCLUSION,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Theses that fit before and after, and of how many firms; those won and lost, and by which conditions.

    A thesis may be lost by several conditions at once, so the numbers by condition may add up to more than `lost`.
    """

    theses_before: int
    theses_after: int
    firms_before: int
    firms_after: int
    gained: int
    lost: int
    gained_by: Mapping[GateCode, int]
    lost_by: Mapping[GateCode, int]


def what_if(engine: Engine, before: DealFacts, after: DealFacts, scope: Scope) -> Change:
    """Count in the index, in one request. The sector is that of `before`. Raises SearchUnavailable."""
    path = f"{scope.audience}.theses"
    held = [_of_the_sector(before, engine.knowledge, path)]
    held += [investor_gate(code, before, engine.knowledge, path, "") for code in _HELD]
    then = {code: investor_gate(code, before, engine.knowledge, path, "") for code in TURNED}
    now = {code: investor_gate(code, after, engine.knowledge, path, "") for code in TURNED}
    fits_then = Q("bool", filter=[*held, *then.values()])
    fits_now = Q("bool", filter=[*held, *now.values()])
    body = base_search(engine, ObjectKind.INVESTOR).query(scoped(scope, EVERYTHING)).extra(size=0)
    for name, fits in (("before", fits_then), ("after", fits_now)):
        body.aggs.bucket(f"firms_{name}", A("filter", Q("nested", path=path, query=fits)))
    theses = body.aggs.bucket("theses", A("nested", path=path))
    theses.bucket("before", A("filter", fits_then))
    theses.bucket("after", A("filter", fits_now))
    for name, fits, fitted, other in (("gained", fits_now, fits_then, then), ("lost", fits_then, fits_now, now)):
        some = theses.bucket(name, A("filter", Q("bool", filter=[fits], must_not=[fitted])))
        for code in TURNED:
            some.bucket(code.value, A("filter", Q("bool", must_not=[other[code]])))
    answer = run(body)["aggregations"]
    found = answer["theses"]
    return Change(
        theses_before=found["before"]["doc_count"],
        theses_after=found["after"]["doc_count"],
        firms_before=answer["firms_before"]["doc_count"],
        firms_after=answer["firms_after"]["doc_count"],
        gained=found["gained"]["doc_count"],
        lost=found["lost"]["doc_count"],
        gained_by=_by_code(found["gained"]),
        lost_by=_by_code(found["lost"]),
    )


def counted(
    theses: Iterable[tuple[str, ThesisFacts]], before: DealFacts, after: DealFacts, knowledge: Knowledge
) -> Change:
    """The same from theses at hand, each with its firm: what the database answers while the engine is away."""
    firms_before: set[str] = set()
    firms_after: set[str] = set()
    counts = {"before": 0, "after": 0, "gained": 0, "lost": 0}
    gained_by, lost_by = dict.fromkeys(TURNED, 0), dict.fromkeys(TURNED, 0)
    for firm, thesis in theses:
        failed_then, failed_now = (_failed(facts, before, thesis, knowledge) for facts in (before, after))
        if not failed_then:
            counts["before"] += 1
            firms_before.add(firm)
        if not failed_now:
            counts["after"] += 1
            firms_after.add(firm)
        if failed_then and not failed_now:
            counts["gained"] += 1
            _count(gained_by, failed_then)
        if failed_now and not failed_then:
            counts["lost"] += 1
            _count(lost_by, failed_now)
    return Change(
        theses_before=counts["before"],
        theses_after=counts["after"],
        firms_before=len(firms_before),
        firms_after=len(firms_after),
        gained=counts["gained"],
        lost=counts["lost"],
        gained_by=_some(gained_by),
        lost_by=_some(lost_by),
    )


def _failed(facts: DealFacts, filed: DealFacts, thesis: ThesisFacts, knowledge: Knowledge) -> frozenset[str]:
    """What keeps the thesis from fitting; a sector that is not looked for has no condition of its own."""
    failed = {
        gate.code.value
        for gate in thesis_gates(facts, thesis, knowledge, "")
        if gate.code in (*TURNED, *_HELD) and gate.status is GateStatus.FAILED
    }
    paths = set(knowledge.sectors.paths(filed.sectors))
    if thesis.sectors_include and paths and not paths.intersection(thesis.sectors_include):
        failed.add("sector")
    return frozenset(failed)


def _of_the_sector(facts: DealFacts, knowledge: Knowledge, path: str) -> Query:
    nodes = list(knowledge.sectors.paths(facts.sectors))
    if not nodes:
        return EVERYTHING
    return unless_stated(f"{path}.sectors", Q("terms", **{f"{path}.sectors": nodes}))


def _count(counts: dict[GateCode, int], failed: frozenset[str]) -> None:
    for code in TURNED:
        counts[code] += code.value in failed


def _by_code(bucket: Mapping[str, Any]) -> dict[GateCode, int]:
    return _some({code: bucket[code.value]["doc_count"] for code in TURNED})


def _some(counts: Mapping[GateCode, int]) -> dict[GateCode, int]:
    return {code: count for code, count in counts.items() if count}
