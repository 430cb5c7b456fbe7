"""Pitches and theses by sector and stage: in the index, by hand, and as a search finds them."""

import random

import pytest

from search import bulk, indices, searching
from search.coverage import ALL, Coverage, Looking, counted, coverage
from search.engine import Engine
from search.records import DealRecord, InvestorRecord
from search.request import SearchRequest, Target
from search.scope import Scope
from tests.search.conftest import NOW, deal, investor, thesis

CHANCE = random.Random(9)
STAGES = ("seed", "series_a", "series_b")
CODES = ("AI", "AI_CV", "SEMI_DES", "SEMI_EDA", "BIO_CGT", "INDSW_RD")
NAMED = (*CODES, "SEMI", "BIO", "SOFT")


def some(values: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(CHANCE.sample(values, CHANCE.randint(0, most)))


PITCHES: list[DealRecord] = [
    deal(f"d{i}", sectors=tuple(CHANCE.sample(CODES, CHANCE.randint(1, 3))), stage=CHANCE.choice([*STAGES, ""]))
    for i in range(60)
]
FIRMS: list[InvestorRecord] = [
    investor(
        f"i{i}",
        deals=(),
        theses=tuple(
            thesis(
                id=f"t{i}-{j}", sectors_include=some(NAMED, 3), sectors_exclude=some(NAMED, 1), stages=some(STAGES, 2)
            )
            for j in range(i % 4)
        ),
    )
    for i in range(30)
]


@pytest.fixture(scope="module")
def street(shared_engine: Engine) -> Engine:
    bulk.write(shared_engine, [*PITCHES, *FIRMS])
    indices.refresh(shared_engine)
    return shared_engine


def by_hand(engine: Engine, rows: tuple[str, ...], without: frozenset[str] = frozenset()) -> Coverage:
    pitches = [(one.public.sectors, one.public.stage, 1) for one in PITCHES if one.public and one.id not in without]
    theses = [
        Looking(sectors=one.sectors_include, sectors_exclude=one.sectors_exclude, stages=one.stages)
        for firm in FIRMS
        if firm.id not in without
        for one in firm.facts.theses
    ]
    return counted(pitches, theses, rows, STAGES, engine.knowledge.sectors)


def asked(engine: Engine, rows: tuple[str, ...], scope: Scope) -> Coverage:
    return coverage(engine, rows, STAGES, deals=scope, investors=scope)


def test_index_and_rows_count_alike_for_top_sectors_and_leaves(street: Engine) -> None:
    tops = tuple(one.code for one in street.knowledge.sectors.sectors if not one.parent)
    for rows in (tops, *(street.knowledge.sectors.children[top] for top in ("SEMI", "AI", "SOFT"))):
        found = asked(street, rows, Scope())
        assert found == by_hand(street, rows)
        assert found.deals[ALL, ALL] == len(PITCHES)
        assert sum(found.theses.values()) > found.theses[ALL, ALL] > found.open_theses > 0


def test_what_the_viewer_may_not_find_is_not_counted(street: Engine) -> None:
    hidden = frozenset({"d1", "d2", "i3", "i7"})
    rows = ("SEMI", "AI")
    found = asked(street, rows, Scope(excluded_ids=hidden))
    assert found == by_hand(street, rows, hidden) != by_hand(street, rows)


def test_each_number_of_pitches_is_what_the_search_behind_it_finds(street: Engine) -> None:
    found = asked(street, ("SEMI", "AI"), Scope())
    for (sector, stage), count in found.deals.items():
        request = SearchRequest(
            target=Target.DEALS, sectors=(sector,) if sector else (), stages=(stage,) if stage else ()
        )
        assert searching.search(street, request, Scope(), now=NOW).total == count


def test_by_hand(street: Engine) -> None:
    """A thesis looks where it would take a pitch: at what it names, above, below; not at what it excludes."""
    tree = street.knowledge.sectors
    rows = ("SEMI", "SEMI_DES", "SEMI_EDA", "AI")
    looking = [
        Looking(sectors=("SEMI",), sectors_exclude=("SEMI_EDA",), stages=("seed",)),
        Looking(sectors=("SEMI_DES",)),
        Looking(sectors_exclude=("AI",), stages=("series_a",)),
    ]
    found = counted([(("SEMI_DES", "AI_CV"), "seed", 2), (("SEMI",), "", 1)], looking, rows, STAGES, tree)
    assert {row: found.theses[row, ALL] for row in (ALL, *rows)} == {
        ALL: 3, "SEMI": 3, "SEMI_DES": 3, "SEMI_EDA": 1, "AI": 0,
    }  # fmt: skip
    assert {stage: found.theses["SEMI_DES", stage] for stage in STAGES} == {"seed": 2, "series_a": 2, "series_b": 1}
    assert {row: (found.deals[row, ALL], found.deals[row, "seed"]) for row in (ALL, *rows)} == {
        ALL: (3, 2), "SEMI": (3, 2), "SEMI_DES": (2, 2), "SEMI_EDA": (0, 0), "AI": (2, 2),
    }  # fmt: skip
    assert found.open_theses == 1
