"""What is alike: the index ranks by the very sum that Python explains, and by public views alone."""

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from search import bulk, indices
from search.alike.investors import Firm, firm_of, investors_alike
from search.alike.investors import alike as alike_firms
from search.alike.parts import AlikePart, nearness_of_stage, steps_apart
from search.alike.startups import Startup, alike, startup_of, startups_alike
from search.engine import Engine
from search.records import AmountRange, DealFacts, DealRecord, InvestorRecord, Place
from search.scope import Audience, Scope
from tests.search.conftest import deal, facts, investor, past_deals, thesis

CHANCE = random.Random(11)
CODES = ("AI_CV", "AI_FM", "SEMI", "SEMI_DES", "SEMI_EDA", "BIO_CGT", "INDSW_RD", "ROBO_HUM")
PLACES = (
    Place(country="cn", region="广东", city="深圳", district="福田"),
    Place(country="cn", region="广东", city="深圳"),
    Place(country="cn", region="广东", city="广州"),
    Place(country="cn", region="北京"),
    Place(),
)
WORDS = ("边缘计算", "机器视觉", "车规芯片", "CAR-T", "工业仿真")


def some_facts(number: int) -> dict[str, Any]:
    amount = Decimal(CHANCE.choice([2, 5, 20, 90, 400])) * 1_000_000
    return {
        "names": (f"第{number}公司",),
        "one_liners": ("、".join(CHANCE.sample(WORDS, 2)),),
        "keywords": tuple(CHANCE.sample(WORDS, CHANCE.randint(0, 2))),
        "sectors": tuple(CHANCE.sample(CODES, CHANCE.randint(1, 2))),
        "stage": CHANCE.choice(["seed", "angel", "series_a", "series_b", "strategic", ""]),
        "ask": CHANCE.choice([None, AmountRange(low=amount, high=amount)]),
        "place": CHANCE.choice(PLACES),
    }


PITCHES: list[DealRecord] = [deal(f"d{i:02}", **some_facts(i)) for i in range(40)]
DEALS = past_deals()
FIRMS: list[InvestorRecord] = [
    investor(
        f"i{i:02}",
        place=CHANCE.choice(PLACES),
        deals=tuple(CHANCE.sample(DEALS, CHANCE.randint(0, 6))),
        theses=(thesis(sectors_include=tuple(CHANCE.sample(CODES, 2))),) if i % 3 else (),
    )
    for i in range(30)
]


@pytest.fixture(scope="module")
def street(shared_engine: Engine) -> Engine:
    bulk.write(shared_engine, [*PITCHES, *FIRMS])
    indices.refresh(shared_engine)
    return shared_engine


def startup(engine: Engine, one: DealFacts | None) -> Startup:
    assert one is not None
    return startup_of(one, engine.knowledge, engine.model)


def firm(engine: Engine, record: InvestorRecord) -> Firm:
    return firm_of(record.facts, engine.knowledge, engine.model)


def test_startups_stand_in_the_order_of_what_python_adds_up(street: Engine) -> None:
    for record in PITCHES[:12]:
        one = startup(street, record.public)
        others = {other.id: startup(street, other.public) for other in PITCHES if other.id != record.id}
        expected = {pk: alike(one, other).score for pk, other in others.items() if set(other.sectors) & one.near.keys()}
        found = startups_alike(street, one, Scope(), startup_id=record.startup_id, pitch_id=record.id, size=50)
        assert {hit.id: pytest.approx(hit.score, abs=1e-4) for hit in found} == expected
        assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_firms_stand_in_the_order_of_what_python_adds_up(street: Engine) -> None:
    together = {"i03": 1, "i05": 7, "i11": 30}
    for record in FIRMS[:8]:
        one = firm(street, record)
        others = {other.id: firm(street, other) for other in FIRMS if other.id != record.id}
        expected = {
            pk: alike_firms(one, other, together.get(pk, 0), street.model).score
            for pk, other in others.items()
            if pk in together or set(other.leaves) & set(one.leaves)
        }
        found = investors_alike(street, one, Scope(), firm_id=record.id, common_deals=together, size=50)
        assert {hit.id: pytest.approx(hit.score, abs=1e-4) for hit in found} == expected


def test_what_verified_investors_read_moves_nothing(engine: Engine) -> None:
    """Two twins differ in what only verified investors read; nobody can tell it by the list, whoever asks."""
    shown = facts(summaries=("面向工厂",))
    twins = [
        replace(deal("a", summaries=("面向工厂",)), verified=replace(shown, summaries=("车规芯片 边缘计算",))),
        deal("b", summaries=("面向工厂",)),
    ]
    bulk.write(engine, twins)
    indices.refresh(engine)
    one = startup(engine, facts(summaries=("车规芯片 边缘计算",)))
    for audience in Audience:
        found = startups_alike(engine, one, Scope(audience=audience), startup_id="", pitch_id="", size=5)
        assert [hit.id for hit in found] == ["a", "b"]
        assert found[0].score == found[1].score


def test_parts_by_hand(street: Engine) -> None:
    one = startup(street, facts(stage="series_a", keywords=("RISC-V", "边缘计算")))
    other = startup(
        street,
        facts(
            sectors=("SEMI_EDA",), stage="pre_a", ask=AmountRange(high=Decimal(2_400_000)), keywords=("risc-v",),
            place=Place(country="cn", region="广东", city="深圳"),
        ),
    )  # fmt: skip
    parts = {part.code: part for part in alike(one, other).shared}
    assert (parts[AlikePart.SECTOR].value, parts[AlikePart.SECTOR].common) == (0.6, ("SEMI_EDA",))
    assert (parts[AlikePart.STAGE].value, parts[AlikePart.STAGE].figures) == (0.5, {"steps": 1.0})
    assert (parts[AlikePart.PLACE].value, parts[AlikePart.PLACE].common) == (0.9, ("cn/guangdong/shenzhen",))
    assert parts[AlikePart.WORDS].common == ("risc-v",)
    # Ten times less.
    assert AlikePart.AMOUNT not in parts
    assert [steps_apart("seed", stage) for stage in ("seed", "series_a", "strategic")] == [0, 3, None]
    assert [nearness_of_stage("seed", stage) for stage in ("seed", "angel", "series_a")] == [1.0, 0.5, 0.0]


def test_excluded_own_and_far_ones_are_left_out(street: Engine) -> None:
    record = PITCHES[0]
    one = startup(street, record.public)
    ask: dict[str, Any] = {"startup_id": record.startup_id, "pitch_id": record.id, "size": 50}
    everybody = [hit.id for hit in startups_alike(street, one, Scope(), **ask)]
    hidden = Scope(excluded_ids=frozenset({everybody[0]}))
    assert [hit.id for hit in startups_alike(street, one, hidden, **ask)] == everybody[1:]
    nowhere = replace(one, sectors=())
    assert startups_alike(street, nowhere, Scope(), **ask) == ()
