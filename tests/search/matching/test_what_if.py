"""What would fit instead: counted in the index, by hand, and by asking afresh."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from search import bulk, indices
from search.engine import Engine
from search.matching.gates import GateCode
from search.matching.what_if import Change, counted, what_if
from search.records import AmountRange, DealFacts, InvestorRecord, Place, ThesisFacts
from search.scope import Scope
from tests.search.conftest import facts, investor, thesis
from tests.support.results import is_full, record

CHANCE = random.Random(4)
STAGES = ("angel", "series_a", "series_b")
PLACES = (Place(country="cn", region="广东"), Place(country="cn", region="北京"), Place(country="us"))
SECTORS = ("SEMI", "BIO", "SEMI_DES")


def some(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(CHANCE.sample(values, CHANCE.randint(0, 2)))


def some_thesis(name: str) -> ThesisFacts:
    low = Decimal(CHANCE.choice([0, 2, 10, 40])) * 1_000_000
    ticket = None if CHANCE.random() < 0.3 else AmountRange(low=low, high=low * 2 + 1_000_000)
    return ThesisFacts(
        id=name,
        stages=some(STAGES),
        sectors_include=some(SECTORS),
        sectors_exclude=CHANCE.choice([(), (), ("BIO",), ("SEMI_DES",)]),
        places=tuple(CHANCE.sample(PLACES, CHANCE.randint(0, 2))),
        ticket=ticket,
    )


FIRMS: list[InvestorRecord] = [
    investor(f"i{i}", deals=(), theses=tuple(some_thesis(f"t{i}-{j}") for j in range(i % 4))) for i in range(40)
]
ALL = [(firm.id, each) for firm in FIRMS for each in firm.facts.theses]


@pytest.fixture(scope="module")
def street(shared_engine: Engine) -> Engine:
    assert len(bulk.write(shared_engine, FIRMS).written) == 40
    indices.refresh(shared_engine)
    return shared_engine


def turned() -> DealFacts:
    amount = Decimal(CHANCE.choice([1, 3, 12, 60, 500])) * 1_000_000
    return replace(
        facts(sectors=CHANCE.choice([("SEMI_DES",), ("BIO_CGT",), ()])),
        stage=CHANCE.choice([*STAGES, ""]),
        ask=CHANCE.choice([None, AmountRange(low=amount, high=amount)]),
        min_ticket=CHANCE.choice([None, Decimal(2_000_000), Decimal(20_000_000)]),
        place=CHANCE.choice([*PLACES, Place(), Place(country="cn", region="广东", city="深圳")]),
    )


@pytest.mark.fault
@pytest.mark.timeout(900)
def test_turns_are_what_a_fresh_count_says(street: Engine) -> None:
    """The index, the same sum from the theses at hand, and the plain number of those that fit afterwards."""
    # Each turn asks twice; a fifth of them finds what a rule forgotten would do, all of them are the full figure.
    turns = 200 if is_full() else 40
    for _ in range(turns):
        before = turned()
        after = replace(turned(), sectors=before.sectors)

        found = what_if(street, before, after, Scope())

        assert found == counted(ALL, before, after, street.knowledge)
        afresh = what_if(street, after, after, Scope())
        assert (found.theses_after, found.firms_after) == (afresh.theses_before, afresh.firms_before)
        assert found.theses_after == found.theses_before + found.gained - found.lost
    record("What if equal to a fresh match", value=turns, bound=turns, unit="changes", passed=True)


def test_reasons_by_hand(engine: Engine) -> None:
    """One thesis is lost by the amount, one by the place and the amount, one is won by the round."""
    theses = {
        "amount": thesis(stages=(), places=()),
        "both": thesis(stages=()),
        "round": thesis(stages=("series_b",), ticket=None, places=()),
        "never": thesis(sectors_include=("BIO",)),
        "always": thesis(stages=(), places=(), ticket=None),
    }
    bulk.write(engine, [investor(name, theses=(replace(each, id=name),)) for name, each in theses.items()])
    indices.refresh(engine)
    before = facts()
    after = replace(
        before, stage="series_b", ask=AmountRange(high=Decimal(1_000_000)), place=Place(country="us", region="SF Bay")
    )

    assert what_if(engine, before, after, Scope()) == Change(
        theses_before=3,
        theses_after=2,
        firms_before=3,
        firms_after=2,
        gained=1,
        lost=2,
        gained_by={GateCode.STAGE: 1},
        lost_by={GateCode.TICKET: 2, GateCode.GEOGRAPHY: 1},
    )
