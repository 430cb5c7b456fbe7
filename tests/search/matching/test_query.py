"""Elasticsearch and Python give the same score, in both directions, for each part; gates filter only when asked."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from search import bulk, indices
from search.engine import Engine
from search.errors import SearchRejected
from search.matching import exploring
from search.matching.explain import explain
from search.matching.features import features_of_deal, month
from search.matching.gates import GateCode, GateStatus, gates_of
from search.matching.parts import PartCode
from search.matching.query import Match, match_investors, match_startups
from search.matching.score import score
from search.matching.statistics import statistics_of
from search.records import AmountRange, DealFacts, DealRecord, InvestorFacts, InvestorRecord, Place
from search.scope import Scope
from tests.search.conftest import NOW, SECTORS, deal, investor, past_deals, thesis

EVERYONE = Scope()
LEAVES = [code for code, parent, *_ in SECTORS if parent]
CHANCE = random.Random(11)


def some_facts() -> DealFacts:
    size = CHANCE.choice([None, Decimal(300_000), Decimal(4_000_000), Decimal(80_000_000)])
    return DealFacts(
        names=(CHANCE.choice(["云图芯科技", "Blue River Robots", "星河"]),),
        one_liners=(CHANCE.choice(["chips for the edge", "面向工厂的机器视觉", ""]),),
        sectors=tuple(CHANCE.sample(LEAVES, CHANCE.randint(0, 2))),
        sector_words=CHANCE.choice([(), ("gadgets",), ("never seen",)]),
        stage=CHANCE.choice(["", "angel", "series_a", "series_b", "unheard_of"]),
        ask=None if size is None else AmountRange(low=size, high=size * 2, currency=CHANCE.choice(["CNY", "USD"])),
        place=CHANCE.choice([Place(), Place(city="深圳"), Place(country="us", region="SF Bay", city="Palo Alto"), Place(city="Atlantis")]),
        founded_year=CHANCE.choice([None, 2012, 2024]),
    )  # fmt: skip


def some_firm(i: int) -> InvestorFacts:
    return InvestorFacts(
        names=(f"基金{i}",),
        place=CHANCE.choice([Place(), Place(city="深圳"), Place(country="us", region="SF Bay")]),
        deals=tuple(CHANCE.sample(past_deals(), CHANCE.randint(0, 25))) if i % 5 else (),
        theses=(thesis(),) if i % 2 else (),
    )


DEALS = [some_facts() for _ in range(25)]
FIRMS = [some_firm(i) for i in range(25)]


@pytest.fixture(scope="module")
def street(shared_engine: Engine) -> Engine:
    """Twenty-five pitches and firms, different in everything the score looks at."""
    deals = [
        DealRecord(
            id=f"d{i}", version=1, published_at=NOW - timedelta(days=4 * i), startup_id=f"s{i}", public=each, verified=None
        )
        for i, each in enumerate(DEALS)
    ]  # fmt: skip
    firms = [InvestorRecord(id=f"i{i}", version=1, facts=each) for i, each in enumerate(FIRMS)]
    report = bulk.write(shared_engine, [*deals, *firms])
    assert len(report.written) == 50
    indices.refresh(shared_engine)
    return shared_engine


@pytest.mark.parametrize("position", range(25))
def test_investors_score_alike_in_the_index_and_in_python(street: Engine, position: int) -> None:
    later = NOW + timedelta(days=40)
    startup = features_of_deal(DEALS[position], street.knowledge, today=street.model.learned_on)

    page = match_investors(street, DEALS[position], EVERYONE, now=later, size=50)

    assert {match.hit.id for match in page.matches} == {f"i{i}" for i in range(25)}
    for match in page.matches:
        firm = FIRMS[int(match.hit.id[1:])]
        statistics = statistics_of(firm, street.knowledge, street.model)
        again = score(startup, statistics, street.model, at_month=month(later.date()))
        assert match.hit.score == pytest.approx(again.total, abs=1e-3)
        assert match.score.total == pytest.approx(again.total, abs=1e-9)
    totals = [match.score.total for match in page.matches]
    assert totals == pytest.approx(sorted(totals, reverse=True), abs=1e-3)


@pytest.mark.parametrize("position", range(25))
def test_startups_score_alike_and_like_the_other_direction(street: Engine, position: int) -> None:
    page = match_startups(street, FIRMS[position], EVERYONE, now=NOW, size=50)

    assert {match.hit.id for match in page.matches} == {f"d{i}" for i in range(25)}
    for match in page.matches:
        pair = explain(
            DEALS[int(match.hit.id[1:])], FIRMS[position], knowledge=street.knowledge, model=street.model, now=NOW
        )
        assert match.hit.score == pytest.approx(pair.score.total, abs=1e-3)
        assert match.score.total == pytest.approx(pair.score.total, abs=1e-9)


@pytest.mark.parametrize("code", list(PartCode))
def test_index_drops_exactly_the_contribution_of_a_part(street: Engine, code: PartCode) -> None:
    whole = {match.hit.id: match for match in match_investors(street, DEALS[3], EVERYONE, now=NOW, size=50).matches}

    less = match_investors(street, DEALS[3], EVERYONE, now=NOW, size=50, weights=street.model.weights.without(code))

    for match in less.matches:
        before = whole[match.hit.id]
        assert before.hit.score is not None
        assert match.hit.score is not None
        assert before.hit.score - match.hit.score == pytest.approx(before.score.part(code).contribution, abs=1e-3)


def test_pages_follow_the_ranking(street: Engine) -> None:
    whole = [match.hit.id for match in match_investors(street, DEALS[2], EVERYONE, now=NOW, size=50).matches]
    seen, cursor = [], ""

    for _ in range(5):
        page = match_investors(street, DEALS[2], EVERYONE, now=NOW, size=7, cursor=cursor)
        seen += [match.hit.id for match in page.matches]
        cursor = page.cursor
        if not cursor:
            break

    assert seen == whole
    with pytest.raises(SearchRejected):
        match_investors(street, DEALS[2], EVERYONE, now=NOW, size=51)


def test_one_place_in_ten_is_given_to_the_best_by_fit_alone(street: Engine) -> None:
    """Everybody is shown once over all pages; only the tenth place differs from the order by score."""
    plain = [match.hit.id for match in match_investors(street, DEALS[2], EVERYONE, now=NOW, size=50).matches]
    weights = street.model.weights.without(*exploring.FAMILIAR)
    fitting = match_investors(street, DEALS[2], EVERYONE, now=NOW, size=50, weights=weights).matches
    wanted = next(match.hit.id for match in fitting if match.hit.id not in plain[:9])
    pages: list[tuple[Match, ...]] = []
    cursor = ""

    while not pages or cursor:
        page = match_investors(street, DEALS[2], EVERYONE, now=NOW, size=10, cursor=cursor, explore=True)
        assert page.total == 25
        pages.append(page.matches)
        cursor = page.cursor

    shown = [match.hit.id for page in pages for match in page]
    assert shown == [*plain[:9], wanted, *(one for one in plain[9:] if one != wanted)]
    assert [match.hit.id for page in pages for match in page if match.is_explored] == [wanted]
    for match in pages[0]:
        assert match.hit.score == pytest.approx(match.score.total, abs=1e-3)


def test_one_place_in_ten_is_given_to_the_best_of_the_new_pitches(street: Engine) -> None:
    """The same for startups: of those published in the last thirty days, d0 to d7."""
    plain = [match.hit.id for match in match_startups(street, FIRMS[3], EVERYONE, now=NOW, size=50).matches]
    wanted = next(one for one in plain[9:] if one in {f"d{i}" for i in range(8)})
    first = match_startups(street, FIRMS[3], EVERYONE, now=NOW, size=10, explore=True)
    second = match_startups(street, FIRMS[3], EVERYONE, now=NOW, size=10, cursor=first.cursor, explore=True)
    third = match_startups(street, FIRMS[3], EVERYONE, now=NOW, size=10, cursor=second.cursor, explore=True)

    shown = [*first.matches, *second.matches, *third.matches]
    assert [match.hit.id for match in shown] == [*plain[:9], wanted, *(one for one in plain[9:] if one != wanted)]
    assert [match.hit.id for match in shown if match.is_explored] == [wanted]
    assert (first.total, second.total, third.cursor) == (25, 25, "")
    later = NOW + timedelta(days=200)
    none_is_new = match_startups(street, FIRMS[3], EVERYONE, now=later, size=10, explore=True)
    assert [match.is_explored for match in none_is_new.matches] == [False] * 10


def test_gates_filter_only_when_asked_and_agree_with_the_report(engine: Engine) -> None:
    firms = {
        "fits": thesis(),
        "stage": thesis(stages=("series_c",)),
        "ticket": thesis(ticket=AmountRange(low=Decimal(90_000_000), high=Decimal(95_000_000))),
        "exclusion": thesis(sectors_exclude=("SEMI",)),
        "conflict": thesis(conflicts=("s-d1",)),
        "geography": thesis(places=(Place(country="us"),)),
    }
    pitch = deal("d1").public
    assert pitch is not None
    records: list[InvestorRecord] = [investor(name, theses=(each,)) for name, each in firms.items()]
    records += [investor("silent", theses=()), investor("mixed", theses=(firms["stage"], firms["fits"]))]
    bulk.write(engine, [*records, deal("d1")])
    indices.refresh(engine)

    everyone = match_investors(engine, pitch, EVERYONE, now=NOW, startup_id="s-d1")
    assert everyone.total == 8
    for code in GateCode:
        page = match_investors(engine, pitch, EVERYONE, now=NOW, startup_id="s-d1", require=(code,))
        assert {match.hit.id for match in page.matches} == {*firms, "silent", "mixed"} - {code.value}
    every = match_investors(engine, pitch, EVERYONE, now=NOW, startup_id="s-d1", require=GateCode)
    assert {match.hit.id for match in every.matches} == {"fits", "silent", "mixed"}

    for record in records:
        report = gates_of(pitch, record.facts, engine.knowledge, startup_id="s-d1")
        assert report.is_open == (record.id in {"fits", "silent", "mixed"})
        failed = {gate.code.value for gate in report.gates if gate.status is GateStatus.FAILED}
        assert failed == ({record.id} & set(GateCode))
        found = match_startups(engine, record.facts, EVERYONE, now=NOW, require=GateCode)
        assert [match.hit.id for match in found.matches] == (["d1"] if report.is_open else [])


def test_what_one_side_does_not_state_never_fails(engine: Engine) -> None:
    bare = DealFacts(names=("x",))
    firm = investor("firm").facts
    bulk.write(engine, [investor("firm"), replace(deal("bare"), public=bare)])
    indices.refresh(engine)

    report = gates_of(bare, firm, engine.knowledge)
    assert {gate.status for gate in report.gates} == {GateStatus.NOT_STATED}
    assert match_investors(engine, bare, EVERYONE, now=NOW, require=GateCode).total == 1
    assert match_startups(engine, firm, EVERYONE, now=NOW, require=GateCode).total == 1


def test_ticket_gate_tells_the_overlap(engine: Engine) -> None:
    pitch = DealFacts(names=("x",), ask=AmountRange(high=Decimal(15_000_000)), min_ticket=Decimal(1_000_000))
    firm = investor("firm").facts

    gate = next(gate for gate in gates_of(pitch, firm, engine.knowledge).gates if gate.code is GateCode.TICKET)

    assert gate.status is GateStatus.PASSED
    assert gate.figures["overlap"] == pytest.approx(0.5)
