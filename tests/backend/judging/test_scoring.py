"""From points to a ranking: what must hold of any scores, and one evening worked out by hand."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.judging.scoring import (
    RECENT,
    Method,
    Result,
    Score,
    Weighted,
    combine,
    drift,
    normalised,
    raw_score,
)
from backend.judging.services.panels import rounded

METHODS: tuple[Method, ...] = get_args(Method)
PEOPLE = [UUID(int=number) for number in range(1, 6)]
PITCHES = [UUID(int=number) for number in range(11, 17)]
VALUES = st.fractions(0, 100, max_denominator=30)


@st.composite
def evenings(draw: st.DrawFn) -> list[Score]:
    """Any judges, any pitches, and of each pair a score or none."""
    pairs = draw(st.lists(st.sampled_from([(one, two) for one in PEOPLE for two in PITCHES]), unique=True, min_size=1))
    return [Score(judge, pitch, draw(VALUES)) for judge, pitch in pairs]


def _places(results: list[Result]) -> dict[UUID, int]:
    return {one.pitch: one.place for one in results}


@given(evenings(), st.randoms(use_true_random=False), st.sampled_from(METHODS))
def test_the_order_of_scores_does_not_matter(scores: list[Score], chance: Random, method: Method) -> None:
    shuffled = list(scores)
    chance.shuffle(shuffled)
    assert combine(shuffled, method) == combine(scores, method)


@given(evenings(), st.sampled_from(PEOPLE), st.fractions(-50, 50, max_denominator=30))
def test_z_scores_remove_a_judge_s_constant_harshness(scores: list[Score], harsh: UUID, by: Fraction) -> None:
    moved = [Score(one.judge, one.pitch, one.value + by * (one.judge == harsh)) for one in scores]
    assert normalised(moved) == normalised(scores)
    assert _places(combine(moved, "z_score")) == _places(combine(scores, "z_score"))


@given(evenings(), st.sampled_from(PEOPLE), st.fractions(Fraction(1, 30), 30, max_denominator=30))
def test_z_scores_remove_how_far_apart_a_judge_scores(scores: list[Score], bold: UUID, times: Fraction) -> None:
    moved = [Score(one.judge, one.pitch, one.value * (times if one.judge == bold else 1)) for one in scores]
    before, after = normalised(scores), normalised(moved)
    # Roots are the only numbers that are not exact.
    assert all(abs(after[pair] - value) < Fraction(1, 10**20) for pair, value in before.items())


@given(evenings(), st.fractions(-50, 50, max_denominator=30), st.sampled_from(METHODS))
def test_equal_points_for_all_move_nobody(scores: list[Score], by: Fraction, method: Method) -> None:
    moved = [Score(one.judge, one.pitch, one.value + by) for one in scores]
    assert _places(combine(moved, method)) == _places(combine(scores, method))


@given(evenings(), st.sampled_from(METHODS))
def test_places_are_those_of_a_competition(scores: list[Score], method: Method) -> None:
    """Of n pitches the places are 1 to n, the tied ones share the first of theirs, and a better score stands before."""
    results = combine(scores, method)
    assert {one.pitch for one in results} == {one.pitch for one in scores}
    for number, one in enumerate(results, start=1):
        same = [other for other in results if other.place == one.place]
        assert one.place <= number < one.place + len(same)
        assert one.is_tied == (len(same) > 1)
        assert one.lowest <= one.raw <= one.highest
    ordered = [one.score for one in results]
    assert all(first >= second - Fraction(1, 10**9) for first, second in pairwise(ordered))


@given(evenings())
def test_a_plain_mean_lies_within_and_extremes_are_dropped_from_three_on(scores: list[Score]) -> None:
    for one in combine(scores, "drop_extremes"):
        values = sorted(score.value for score in scores if score.pitch == one.pitch)
        kept = values[1:-1] if len(values) >= 3 else values
        assert (one.score, one.dropped) == (sum(kept) / len(kept), len(values) - len(kept))


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 100)), min_size=1, max_size=6))
def test_a_raw_score_is_within_0_and_100_and_weights_count_by_their_share(lines: list[tuple[int, int]]) -> None:
    rubric = [Weighted(UUID(int=n), weight, 10, True) for n, (_, weight) in enumerate(lines)]
    points = {UUID(int=n): value for n, (value, _) in enumerate(lines)}
    score = raw_score(rubric, points)
    assert score is not None
    assert 0 <= score <= 100
    doubled = [Weighted(one.id, one.weight * 2, one.most_points, True) for one in rubric]
    assert raw_score(doubled, points) == score


def test_a_sheet_without_a_required_criterion_has_no_score_and_an_optional_one_may_be_blank() -> None:
    must, may = Weighted(UUID(int=1), 3, 10, True), Weighted(UUID(int=2), 1, 10, False)
    assert raw_score([must, may], {may.id: 10}) is None
    assert raw_score([must, may], {must.id: 6}) == 60
    assert raw_score([must, may], {must.id: 6, may.id: 10}) == 70
    assert raw_score([may], {}) is None
    assert raw_score([], {}) is None


def test_a_judge_of_one_score_or_without_spread_counts_with_nothing() -> None:
    one, flat = PEOPLE[:2]
    scores = [Score(one, PITCHES[0], Fraction(90)), *(Score(flat, pitch, Fraction(70)) for pitch in PITCHES[:2])]
    assert set(normalised(scores).values()) == {0}
    # Nobody said that one is better than the other: both are first, at the mean of all.
    assert [(found.place, found.is_tied, found.score) for found in combine(scores, "z_score")] == [
        (1, True, Fraction(230, 3)),
        (1, True, Fraction(230, 3)),
    ]


def test_nothing_given_is_no_ranking() -> None:
    assert [combine([], method) for method in METHODS] == [[], [], []]


def test_drift_is_a_judge_s_last_scores_beside_their_own_earlier_ones() -> None:
    values = [Fraction(one) for one in (60, 62, 64, 70, 74, 78)]
    found = drift(values)
    assert found is not None
    assert [int(one) for one in (found.earlier, found.recent, found.difference)] == [62, 74, 12]
    assert drift(values[: 2 * RECENT - 1]) is None


"""An evening of three pitches and three judges, worked out by hand as in docs/how-to/judge-a-roadshow.md.

The rubric: team (weight 3) and market (weight 2), of 10 points each. A score is (3·team + 2·market) / (5·10) · 100.

             A: team, market       B: team, market       C: team, market
    Chen     9, 6 → 39/50 = 78     7, 6 → 33/50 = 66     5, 6 → 27/50 = 54
    Lin      6, 6 → 30/50 = 60     6, 3 → 24/50 = 48     3, 3 → 15/50 = 30
    Wu       9, 9 → 45/50 = 90     10, 9 → 48/50 = 96    9, 9 → 45/50 = 90
"""
TEAM, MARKET = Weighted(UUID(int=101), 3, 10, True), Weighted(UUID(int=102), 2, 10, True)
CHEN, LIN, WU = PEOPLE[:3]
A, B, C = PITCHES[:3]
GIVEN = {
    (CHEN, A): (9, 6),
    (CHEN, B): (7, 6),
    (CHEN, C): (5, 6),
    (LIN, A): (6, 6),
    (LIN, B): (6, 3),
    (LIN, C): (3, 3),
    (WU, A): (9, 9),
    (WU, B): (10, 9),
    (WU, C): (9, 9),
}


def _evening() -> list[Score]:
    found = []
    for (judge, pitch), (team, market) in GIVEN.items():
        value = raw_score([TEAM, MARKET], {TEAM.id: team, MARKET.id: market})
        assert value is not None
        found.append(Score(judge, pitch, value))
    return found


def _told(method: Method, scores: list[Score]) -> list[tuple[UUID, int, str]]:
    return [(one.pitch, one.place, str(rounded(one.score))) for one in combine(scores, method)]


def test_the_worked_example_raw() -> None:
    assert [int(one.value) for one in _evening()] == [78, 66, 54, 60, 48, 30, 90, 96, 90]


def test_the_worked_example_by_mean() -> None:
    # A: (78 + 60 + 90) / 3 = 228 / 3 = 76; B: (66 + 48 + 96) / 3 = 210 / 3 = 70; C: (54 + 30 + 90) / 3 = 174 / 3 = 58.
    assert _told("mean", _evening()) == [(A, 1, "76.00"), (B, 2, "70.00"), (C, 3, "58.00")]


def test_the_worked_example_without_extremes() -> None:
    # Of A 60 and 90 are left out, of B 48 and 96, of C 30 and 90: what stays is 78, 66 and 54.
    assert _told("drop_extremes", _evening()) == [(A, 1, "78.00"), (B, 2, "66.00"), (C, 3, "54.00")]


def test_the_worked_example_on_one_scale() -> None:
    # Chen: mean 66, deviations 12, 0, -12, variance (144 + 0 + 144) / 3 = 96, spread √96 = 9.79796.
    #   z: 12 / 9.79796 = 1.22474, 0, -1.22474.
    # Lin: mean 46, deviations 14, 2, -16, variance (196 + 4 + 256) / 3 = 152, spread √152 = 12.32883.
    #   z: 1.13555, 0.16222, -1.29777.
    # Wu: mean 92, deviations -2, 4, -2, variance (4 + 16 + 4) / 3 = 8, spread √8 = 2.82843.
    #   z: -0.70711, 1.41421, -0.70711.
    # Means of z: A (1.22474 + 1.13555 - 0.70711) / 3 = 0.55106; B (0 + 0.16222 + 1.41421) / 3 = 0.52548;
    #   C (-1.22474 - 1.29777 - 0.70711) / 3 = -1.07654.
    # All nine: mean 612 / 9 = 68; deviations 10, -2, -14, -8, -20, -38, 22, 28, 22;
    #   squares 100 + 4 + 196 + 64 + 400 + 1444 + 484 + 784 + 484 = 3960; variance 440; spread √440 = 20.97618.
    # A 68 + 0.55106 · 20.97618 = 79.56; B 68 + 0.52548 · 20.97618 = 79.02; C 68 - 1.07654 · 20.97618 = 45.42.
    assert _told("z_score", _evening()) == [(A, 1, "79.56"), (B, 2, "79.02"), (C, 3, "45.42")]
    z = {pair: rounded(value * 1000) / 1000 for pair, value in normalised(_evening()).items()}
    assert (z[CHEN, A], z[LIN, B], z[WU, C]) == (Decimal("1.22474"), Decimal("0.16222"), Decimal("-0.70711"))


def test_the_worked_example_with_a_conflict_of_interest() -> None:
    # Wu works for B's investor and does not score it: B (66 + 48) / 2 = 57, behind C with 58.
    scores = [one for one in _evening() if (one.judge, one.pitch) != (WU, B)]
    assert _told("mean", scores) == [(A, 1, "76.00"), (C, 2, "58.00"), (B, 3, "57.00")]
    # Two scores of B are too few to drop any.
    assert _told("drop_extremes", scores) == [(A, 1, "78.00"), (B, 2, "57.00"), (C, 3, "54.00")]


@pytest.mark.parametrize("method", METHODS)
def test_what_is_equal_is_tied_and_the_next_place_is_skipped(method: Method) -> None:
    given_by = {A: 80, B: 80, C: 60}
    scores = [Score(judge, pitch, Fraction(value)) for judge in (CHEN, LIN) for pitch, value in given_by.items()]
    results = combine(scores, method)
    assert [(one.pitch, one.place, one.is_tied) for one in results] == [(A, 1, True), (B, 1, True), (C, 3, False)]
