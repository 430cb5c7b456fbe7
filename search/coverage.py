"""Where money looks and where startups are: open pitches and published theses, counted by sector and stage.

A pitch counts in every sector on its path, as in a search. A thesis counts where it would take a pitch: it names the sector,
something below it, something above it or no sector at all, it does not exclude it, and it names the stage or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from search.engine import Engine
from search.queries import EVERYTHING, unless_stated, unstated
from search.records import ObjectKind
from search.scope import Scope, scoped
from search.searching import base_search, run
from search.sectors import SectorTree

# Stands for any sector in a row, for any stage in a column.
ALL = ""
_MOST_STAGES = 40
Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Counts by (sector, stage), `ALL` standing for any of them; `open_theses` name no sector and look everywhere."""

    deals: Cells
    theses: Cells
    open_theses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What of a thesis says where it looks. Nothing named means anything."""

    sectors: tuple[str, ...] = ()
    sectors_exclude: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


def coverage(engine: Engine, rows: Sequence[str], stages: Sequence[str], *, deals: Scope, investors: Scope) -> Coverage:
    """Count in the index, in two requests. Raises SearchUnavailable."""
    theses, open_theses = _theses(engine, rows, stages, investors)
    return Coverage(deals=_deals(engine, rows, stages, deals), theses=theses, open_theses=open_theses)


def counted(
    pitches: Iterable[tuple[Sequence[str], str, int]],
    theses: Iterable[Looking],
    rows: Sequence[str],
    stages: Sequence[str],
    tree: SectorTree,
) -> Coverage:
    """The same from rows at hand: pitches as (sectors, stage, how many such), each thesis as it looks."""
    found: Counter[tuple[str, str]] = Counter()
    for sectors, stage, count in pitches:
        for row in {ALL, *tree.paths(sectors)}:
            for column in {ALL, stage}:
                found[row, column] += count
    looking, open_theses = Counter[tuple[str, str]](), 0
    for thesis in theses:
        open_theses += not thesis.sectors
        taken = [row for row in (ALL, *rows) if _takes(thesis, row, tree)]
        looking.update((row, column) for row in taken for column in (ALL, *(thesis.stages or stages)))
    wanted = [(row, column) for row in (ALL, *rows) for column in (ALL, *stages)]
    return Coverage(
        deals={cell: found[cell] for cell in wanted},
        theses={cell: looking[cell] for cell in wanted},
        open_theses=open_theses,
    )


def _takes(thesis: Looking, row: str, tree: SectorTree) -> bool:
    if row == ALL:
        return True
    named = not thesis.sectors or not set(thesis.sectors).isdisjoint(_around(row, tree))
    return named and set(thesis.sectors_exclude).isdisjoint(tree.path(row))


def _around(row: str, tree: SectorTree) -> tuple[str, ...]:
    """What a thesis may name to look at a sector: itself, what is above it and what is below."""
    return (*tree.path(row), *tree.children.get(row, ()))


def _deals(engine: Engine, rows: Sequence[str], stages: Sequence[str], scope: Scope) -> Cells:
    view = scope.audience
    body = base_search(engine, ObjectKind.DEAL).query(scoped(scope, EVERYTHING)).extra(size=0)
    filters = {_name(row): Q("term", **{f"{view}.sectors": row}) for row in rows} | {_name(ALL): EVERYTHING}
    body.aggs.bucket("rows", A("filters", filters=filters)).bucket(
        "stages", A("terms", field=f"{view}.stages", size=_MOST_STAGES)
    )
    buckets = run(body)["aggregations"]["rows"]["buckets"]
    found: dict[tuple[str, str], int] = {}
    for row in (ALL, *rows):
        bucket = buckets[_name(row)]
        by_stage = {str(one["key"]): int(one["doc_count"]) for one in bucket["stages"]["buckets"]}
        found[row, ALL] = int(bucket["doc_count"])
        found |= {(row, stage): by_stage.get(stage, 0) for stage in stages}
    return found


def _theses(engine: Engine, rows: Sequence[str], stages: Sequence[str], scope: Scope) -> tuple[Cells, int]:
    path, tree = f"{scope.audience}.theses", engine.knowledge.sectors
    body = base_search(engine, ObjectKind.INVESTOR).query(scoped(scope, EVERYTHING)).extra(size=0)
    nested = body.aggs.bucket("theses", A("nested", path=path))
    nested.bucket("open", A("filter", unstated(f"{path}.sectors")))
    columns = {stage: _named(f"{path}.stages", [stage]) for stage in stages}
    filters = {_name(row): _looks_at(row, path, tree) for row in rows} | {_name(ALL): EVERYTHING}
    nested.bucket("rows", A("filters", filters=filters)).bucket("stages", A("filters", filters=columns))
    answer = run(body)["aggregations"]["theses"]
    buckets = answer["rows"]["buckets"]
    found: dict[tuple[str, str], int] = {}
    for row in (ALL, *rows):
        bucket = buckets[_name(row)]
        found[row, ALL] = int(bucket["doc_count"])
        found |= {(row, stage): int(bucket["stages"]["buckets"][stage]["doc_count"]) for stage in stages}
    return found, int(answer["open"]["doc_count"])


def _name(row: str) -> str:
    """What a row is called in an aggregation, where nothing may be called by a blank."""
    return f"r:{row}"


def _looks_at(row: str, path: str, tree: SectorTree) -> Query:
    excluded = Q("terms", **{f"{path}.sectors_exclude": list(tree.path(row))})
    return Q("bool", filter=[_named(f"{path}.sectors", _around(row, tree))], must_not=[excluded])


def _named(field: str, values: Iterable[str]) -> Query:
    """One of the values is named, or nothing is."""
    return unless_stated(field, Q("terms", **{field: list(values)}))
