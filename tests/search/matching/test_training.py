"""Learning the score from dated deals, on a small world whose tastes are known."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from search import amounts, places
from search.evaluation.facts import investors_of
from search.evaluation.folder import Direction, read
from search.knowledge import Knowledge
from search.matching.embedding import Embedding
from search.matching.features import month
from search.matching.model import learn_features
from search.matching.parts import RANK, PartCode
from search.matching.score import score
from search.matching.statistics import statistics_of
from search.matching.training.figures import figures_of, gini
from search.matching.training.fitting import fit
from search.matching.training.history import Window, history_of, window
from search.matching.training.learning import learn_ranking
from search.matching.training.space import learn_space
from search.matching.training.table import parts_of, total_of
from search.records import InvestorFacts
from search.sectors import SectorTree
from tests.support import deal_folder

CUT = date(2014, 12, 31)
A_YEAR_AGO = date(2013, 12, 31)


@pytest.fixture(scope="module")
def world() -> Knowledge:
    return Knowledge(sectors=SectorTree(version="none", sectors=()), places=places.shipped(), rates=amounts.shipped())


@pytest.fixture(scope="module")
def investors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, InvestorFacts]:
    folder = tmp_path_factory.mktemp("deals")
    deal_folder.write(folder)
    return investors_of(read(folder, Direction.STARTUP))


@pytest.fixture(scope="module")
def last(investors: dict[str, InvestorFacts], world: Knowledge) -> Window:
    return window(history_of(investors, world, until=CUT), month(A_YEAR_AGO), 13.0)


def test_window_asks_for_companies_nobody_had_backed_before(last: Window) -> None:
    history = last.history

    assert len(last.candidates) == 18
    assert len(last.queries) == 60
    assert (history.month[last.seen] < last.at).all()
    assert (history.first_month[history.company[last.queries]] >= last.at).all()
    assert (last.truth.sum(1) == 2).all()
    for query, right in zip(last.queries, last.truth, strict=True):
        backers = {history.investors[last.candidates[i]] for i in np.flatnonzero(right)}
        taste = deal_folder.taste_of(history.companies[history.company[query]])
        assert backers <= set(deal_folder.investors_of(taste))


def test_table_holds_the_parts_of_the_score(
    last: Window, investors: dict[str, InvestorFacts], world: Knowledge
) -> None:
    """Every part of every pair of some queries, against the score the site computes pair by pair."""
    chance = np.random.default_rng(3)
    tokens, _ = last.history.space
    space = Embedding(tokens=tokens, vectors=chance.normal(0, 0.2, (len(tokens), RANK)).astype(np.float32))
    seen = [last.history.features[i] for i in last.seen]
    model = replace(learn_features(seen, world, now=A_YEAR_AGO), embedding=space)

    table = parts_of(last, space)

    for column, candidate in enumerate(last.candidates):
        statistics = statistics_of(investors[last.history.investors[candidate]], world, model)
        for row in range(0, len(last.queries), 7):
            startup = last.history.features[last.queries[row]]
            scored = score(startup, statistics, model, at_month=last.at)
            for part in scored.parts:
                assert table[part.code][row, column] == pytest.approx(part.value, abs=1e-4), part.code


def test_space_knows_nothing_of_what_comes_later(investors: dict[str, InvestorFacts], world: Knowledge) -> None:
    """Deals after the month are drawn from a hat: the space of before must not notice; the space of after must."""
    backers = sorted(investors)
    swapped = {
        name: replace(
            facts,
            deals=(
                *(made for made in facts.deals if made.on <= A_YEAR_AGO),
                *(made for made in investors[backers[-1 - i]].deals if made.on > A_YEAR_AGO),
            ),
        )
        for i, (name, facts) in enumerate(sorted(investors.items()))
    }
    one, other = (history_of(some, world, until=CUT) for some in (investors, swapped))

    assert learn_space(one, at=month(A_YEAR_AGO)).digest == learn_space(other, at=month(A_YEAR_AGO)).digest
    assert learn_space(one, at=month(CUT) + 1).digest != learn_space(other, at=month(CUT) + 1).digest


def test_learned_ranking_finds_the_tastes_and_is_the_same_every_time(
    investors: dict[str, InvestorFacts], world: Knowledge
) -> None:
    heard: list[tuple[str, float]] = []
    learned = learn_ranking(investors, world, now=CUT, seed=4, progress=lambda what, share: heard.append((what, share)))
    again = learn_ranking(dict(reversed(investors.items())), world, now=CUT, seed=4)

    judged = learned.judged
    assert judged.investors is not None
    assert judged.popular is not None
    # Two of six are right, and nothing tells which of the six: 0.6 is as good as knowing the tastes can be.
    assert judged.investors.ndcg > 0.5
    assert judged.popular.ndcg < 0.4
    assert learned.model.version == again.model.version
    assert learned.model.embedding.digest == again.model.embedding.digest
    assert learned.model.weights == again.model.weights
    assert all(weight >= 0 for weight in learned.model.weights.parts.values())
    assert learned.model.weights.parts[PartCode.LIKENESS] > 0
    assert heard[-1] == ("weights", 1.0)
    assert learn_ranking(investors, world, now=CUT, seed=5).model.embedding.digest != learned.model.embedding.digest


def test_too_few_deals_keep_the_shipped_weights(investors: dict[str, InvestorFacts], world: Knowledge) -> None:
    few = {name: replace(facts, deals=facts.deals[:4]) for name, facts in list(investors.items())[:4]}

    learned = learn_ranking(few, world, now=CUT)

    assert learned.judged.investors is None
    assert learned.model.weights.version == "world-2013"
    assert learned.model.embedding.tokens == ()


def test_fitting_finds_the_part_that_matters(last: Window) -> None:
    """A part that tells the truth, one that is noise and one that tells the opposite."""
    chance = np.random.default_rng(1)
    shape = last.truth.shape
    table = {
        PartCode.SECTOR: last.truth.astype(np.float32) + chance.normal(0, 0.5, shape).astype(np.float32),
        PartCode.STAGE: chance.normal(0, 0.5, shape).astype(np.float32),
        PartCode.TEXT: 1.0 - last.truth.astype(np.float32),
    }

    weights = fit(table, last.truth, list(table))

    assert weights[PartCode.SECTOR] > 1
    assert weights[PartCode.STAGE] < 0.2
    assert weights[PartCode.TEXT] == 0
    assert figures_of(total_of(table, weights), last.truth).ndcg > 0.8


def test_figures_by_hand() -> None:
    """Two queries, twelve candidates: one finds its only answer in second place, one misses one of two."""
    truth = np.zeros((3, 12), bool)
    truth[0, 1] = truth[1, 0] = truth[1, 11] = True
    scores = -np.tile(np.arange(12.0), (3, 1))

    found = figures_of(scores, truth)

    first = (1 / np.log2(3)) / 1
    second = 1 / (1 + 1 / np.log2(3))
    assert (found.queries, found.candidates) == (2, 12)
    assert found.ndcg == pytest.approx((first + second) / 2)
    assert found.recall == pytest.approx(0.75)
    assert found.coverage == pytest.approx(10 / 12)
    assert found.ndcg_low <= found.ndcg <= found.ndcg_high


@pytest.mark.parametrize(
    ("shown", "value"), [([1, 1, 1, 1], 0.0), ([0, 0, 0, 4], 0.75), ([0, 0, 0, 0], 0.0), ([0, 2], 0.5)]
)
def test_gini_by_hand(shown: list[int], value: float) -> None:
    assert gini(np.array(shown)) == pytest.approx(value)


def test_embedding_survives_being_stored() -> None:
    points = np.arange(2 * RANK, dtype=np.float32).reshape(2, RANK)
    made = Embedding(tokens=("s:AI", "g:a"), vectors=points)

    again = Embedding.from_bytes(made.tokens, made.to_bytes())

    assert again.digest == made.digest
    assert (again.vectors == points).all()
    with pytest.raises(ValueError, match="needs"):
        Embedding(tokens=("s:AI",), vectors=points)


def test_dates_of_the_world_are_as_the_tests_think(investors: dict[str, InvestorFacts]) -> None:
    days = [made.on for facts in investors.values() for made in facts.deals]
    assert min(days) == date(2011, 1, 2)
    assert max(days) < CUT + timedelta(days=1)
    assert len(days) == 480
