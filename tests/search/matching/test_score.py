"""The linear score by hand, its properties, and what is learned from dated deals."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.knowledge import Knowledge
from search.matching.closeness import closeness, usual_closeness
from search.matching.explain import explain
from search.matching.features import features_of_deal, month
from search.matching.model import Model, learn
from search.matching.parts import PartCode
from search.matching.score import amount_fit, likeness, score
from search.matching.statistics import THESIS_DEALS, statistics_of
from search.matching.weighting import DEFAULT, DEFAULT_WITH_SPACE, Weights, shipped
from search.records import AmountRange, DealFacts, InvestorFacts, PastDeal, Place
from tests.search.conftest import NOW, TODAY, facts, investor, past_deals, thesis


def firm(**changes: object) -> InvestorFacts:
    return replace(investor().facts, **changes)  # type: ignore[arg-type]


def months_ago(months: float) -> date:
    return TODAY - timedelta(days=round(months * 365.25 / 12))


def made(on: date, **changes: object) -> PastDeal:
    base = PastDeal(
        company_id="c", company_name="x", on=on, stage="series_a", amount=Decimal(1_000_000), sectors=("SEMI_DES",)
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def test_statistics_of_three_dated_deals(knowledge: Knowledge, model: Model) -> None:
    deals = (
        made(months_ago(0), is_first_round=True),
        made(months_ago(36), stage="angel", amount=Decimal(100_000)),
        made(months_ago(72), amount=None),
        made(TODAY + timedelta(days=1), stage="series_c"),
    )

    found = statistics_of(firm(deals=deals, theses=()), knowledge, replace(model, mean_log_amount=6.0))

    assert found.observed_deals == 3
    assert found.weight == pytest.approx(1 + 0.5 + 0.25, abs=1e-3)
    assert found.tokens["g:a"] == pytest.approx(1.25, abs=1e-3)
    assert found.tokens["g:seed"] == pytest.approx(0.5, abs=1e-3)
    assert "g:c_plus" not in found.tokens
    assert found.recent == pytest.approx(1 + 0.5**3 + 0.5**6, abs=1e-3)
    assert found.first_round_share == pytest.approx(1 / 1.75, abs=1e-3)
    assert found.mean_log_amount == pytest.approx((6.0 * 3 + 6.0 + 5.0 * 0.5) / 4.5, abs=1e-3)
    assert found.last_deal_month == month(TODAY)


def test_parts_by_hand(knowledge: Knowledge) -> None:
    """One deal a year ago, background of four deals: every part as its definition says."""
    background = [
        made(months_ago(12)),
        made(months_ago(12), stage="angel"),
        made(months_ago(12), sectors=("ROBO_HUM",)),
    ]
    background.append(made(months_ago(12), stage="angel", sectors=("ROBO_HUM",)))
    model = learn(background, knowledge, now=TODAY)
    facts_ = DealFacts(
        names=(), stage="series_a", sectors=("SEMI_DES",), ask=AmountRange(low=Decimal(10_000_000), currency="USD")
    )
    startup = features_of_deal(facts_, knowledge, today=TODAY)
    statistics = statistics_of(firm(deals=(background[0],), theses=(), place=Place()), knowledge, model)

    scored = score(startup, statistics, model, at_month=month(TODAY))

    held = 0.5 ** (1 / 3)
    log_odds = math.log(1 + held / (5 * 0.5)) - math.log(1 + held / 5)
    wanted = {
        PartCode.STAGE: log_odds,
        PartCode.SECTOR: log_odds,
        PartCode.AMOUNT_BUCKET: 0.0,
        PartCode.AMOUNT_DISTANCE: 0.5 - model.usual_closeness_of(7.0),
        PartCode.RECENT_ACTIVITY: math.log(1.5),
        PartCode.TIME_SINCE_LAST_DEAL: 0.5,
        PartCode.FIRST_ROUND_SHARE: 0.0,
        PartCode.HOME_COUNTRY: 0.0,
    }
    for code, value in wanted.items():
        assert scored.part(code).value == pytest.approx(value, abs=2e-3), code


def test_contributions_add_up_and_reasons_hold_them_all(knowledge: Knowledge, model: Model) -> None:
    explanation = explain(facts(), firm(), knowledge=knowledge, model=model, now=NOW)

    total = explanation.score.total
    assert sum(reason.contribution for reason in explanation.reasons) == pytest.approx(total)
    assert total > 0
    order = [reason.contribution for reason in explanation.reasons]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("code", list(PartCode))
def test_switching_a_part_off_moves_the_score_by_its_contribution(
    knowledge: Knowledge, model: Model, code: PartCode
) -> None:
    startup = features_of_deal(facts(), knowledge, today=TODAY)
    statistics = statistics_of(firm(), knowledge, model)
    whole = score(startup, statistics, model, at_month=month(TODAY))

    less = score(startup, statistics, model, at_month=month(TODAY), weights=model.weights.without(code))

    assert whole.total - less.total == pytest.approx(whole.part(code).contribution, abs=1e-12)


@given(
    seed=st.integers(0, 39),
    stage=st.sampled_from(["", "angel", "series_a", "series_b"]),
    log_ask=st.none() | st.integers(3, 11),
    months=st.floats(0, 120),
)
def test_only_likeness_and_amounts_may_be_negative(
    knowledge: Knowledge, model: Model, seed: int, stage: str, log_ask: int | None, months: float
) -> None:
    ask = None if log_ask is None else AmountRange(low=Decimal(10) ** log_ask)
    startup = features_of_deal(facts(stage=stage, ask=ask), knowledge, today=TODAY)
    statistics = statistics_of(firm(deals=past_deals()[seed:], theses=(thesis(),)), knowledge, model)

    scored = score(startup, statistics, model, at_month=month(TODAY) + months)

    signed = {PartCode.LIKENESS, PartCode.AMOUNT_DISTANCE}
    assert all(part.weight >= 0 and (part.value >= 0 or part.code in signed) for part in scored.parts)
    assert {part.code for part in scored.parts} == set(PartCode)


@pytest.mark.parametrize(("log_ask", "mean", "value"), [(6.0, 6.0, 1.0), (7.0, 6.0, 0.5), (9.0, 6.0, 0.0)])
def test_closeness_of_amounts(log_ask: float, mean: float, value: float) -> None:
    assert closeness(log_ask, mean) == pytest.approx(value)


def test_amounts_count_by_how_much_closer_than_usual_they_are(model: Model) -> None:
    """Half of all deals at a million, half at a hundred million: an ask of a million is at 0.5 on average."""
    two = replace(model, usual_closeness=usual_closeness([6.125, 8.125]))

    assert amount_fit(6.125, 6.125, two) == pytest.approx(0.5)
    assert amount_fit(6.125, 8.125, two) == pytest.approx(-0.5)
    assert amount_fit(None, 6.0, two) == 0.0


def test_likeness_falls_apart_into_tokens_and_past_deals(knowledge: Knowledge, model: Model) -> None:
    startup = features_of_deal(facts(), knowledge, today=TODAY)
    statistics = statistics_of(firm(), knowledge, model)

    whole = likeness(model.embedding.of(startup), statistics.point)

    by_token = model.embedding.shares_of(startup, np.asarray(statistics.point))
    assert sum(by_token.values()) == pytest.approx(whole)
    assert whole != 0
    declared = likeness(model.embedding.of(startup), statistics.declared_point)
    observed = likeness(model.embedding.of(startup), statistics_of(firm(theses=()), knowledge, model).point)
    drawn = 3.0 + statistics.weight
    assert declared + observed * (drawn - THESIS_DEALS) / drawn == pytest.approx(whole)


def test_thesis_alone_is_a_declared_reason(knowledge: Knowledge, model: Model) -> None:
    """Cold start: no deal was made, so nothing but what is declared, home and size may count."""
    explanation = explain(facts(), firm(deals=()), knowledge=knowledge, model=model, now=NOW)
    nothing = explain(facts(), firm(deals=(), theses=()), knowledge=knowledge, model=model, now=NOW)

    declared = {reason.code: reason.evidence.declared_share for reason in explanation.reasons}
    assert declared[PartCode.STAGE] == 1.0
    assert declared[PartCode.SECTOR] == 1.0
    assert PartCode.RECENT_ACTIVITY not in declared
    assert explanation.score.total > nothing.score.total


def test_investor_with_both_shows_both(knowledge: Knowledge, model: Model) -> None:
    statistics = statistics_of(firm(), knowledge, model)
    explanation = explain(facts(), firm(), knowledge=knowledge, model=model, now=NOW)

    stage = next(reason for reason in explanation.reasons if reason.code is PartCode.STAGE)
    assert 0 < stage.evidence.declared_share < 1
    assert 1 <= len(stage.evidence.deals) <= 3
    assert {deal.stage for deal in stage.evidence.deals} == {"series_a"}
    assert statistics.declared_weight == THESIS_DEALS
    assert statistics.weight > THESIS_DEALS


def test_model_does_not_depend_on_the_order_of_deals(knowledge: Knowledge) -> None:
    assert learn(reversed(past_deals()), knowledge, now=TODAY) == learn(past_deals(), knowledge, now=TODAY)


@pytest.mark.parametrize("version", [DEFAULT, DEFAULT_WITH_SPACE])
def test_shipped_weights_are_dated_and_sourced(version: str) -> None:
    weights = shipped(version)

    assert weights.version == version
    assert weights.effective <= datetime.now(UTC).date()
    assert weights.source.startswith("measured on")


def test_weights_below_zero_are_refused() -> None:
    base = shipped()

    with pytest.raises(ValueError, match="at least zero"):
        Weights(version="x", effective=TODAY, source="x", parts={**base.parts, PartCode.AGE: -0.1})
