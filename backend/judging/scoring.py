"""From points to a ranking. Plain Python: no database, no clock, and exact numbers, so that no order of scores matters.

A score is a fraction of 100. Whoever calls leaves out conflicts of interest and abstentions; an incomplete sheet has no score.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal
from uuid import UUID

Method = Literal["mean", "drop_extremes", "z_score"]
# So many scores of one pitch there must be before one highest and one lowest are left out.
DROPS_FROM = 3
# A judge's last scores are held against those before, when there are so many of each.
RECENT = 3
# Roots are not exact: more digits than anybody shows, and always the same ones.
_ROOT = Context(prec=40)
_TIE = Fraction(1, 10**12)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A criterion as far as it counts."""

    id: UUID
    weight: int
    most_points: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What one judge gave one pitch, of 100."""

    judge: UUID
    pitch: UUID
    value: Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """What a pitch came to. `raw` is the plain mean, `score` what the method makes of it; of `judges` scores `dropped` were
    left out. Pitches with one `place` are tied, and the place after them is skipped.
    """

    pitch: UUID
    place: int
    is_tied: bool
    score: Fraction
    raw: Fraction
    lowest: Fraction
    highest: Fraction
    judges: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Drift:
    """Means of a judge's last scores and of those before them."""

    recent: Fraction
    earlier: Fraction

    @property
    def difference(self) -> Fraction:
        return self.recent - self.earlier


def raw_score(rubric: Sequence[Weighted], points: Mapping[UUID, int]) -> Fraction | None:
    """The weighted mean of the criteria that have points; None while a required one has none, or all are blank."""
    if any(one.is_required and one.id not in points for one in rubric):
        return None
    given = [one for one in rubric if one.id in points]
    weights = sum(one.weight for one in given)
    if not weights:
        return None
    return sum((Fraction(points[one.id] * one.weight, one.most_points) for one in given), Fraction()) * 100 / weights


def combine(scores: Iterable[Score], method: Method) -> list[Result]:
    """The ranking, best first; tied pitches by their id."""
    given = list(scores)
    if not given:
        return []
    combined = {
        "mean": _means,
        "drop_extremes": _without_extremes,
        "z_score": _on_one_scale,
    }[method](given)
    values = list(combined.values())
    return sorted(
        (
            Result(
                pitch=pitch,
                place=1 + sum(other.rank - combined[pitch].rank > _TIE for other in values),
                is_tied=sum(abs(other.rank - combined[pitch].rank) <= _TIE for other in values) > 1,
                score=combined[pitch].score,
                raw=_mean(raw),
                lowest=min(raw),
                highest=max(raw),
                judges=len(raw),
                dropped=2 if method == "drop_extremes" and len(raw) >= DROPS_FROM else 0,
            )
            for pitch, raw in _by_pitch(given).items()
        ),
        key=lambda result: (result.place, result.pitch),
    )


def normalised(scores: Iterable[Score]) -> dict[tuple[UUID, UUID], Fraction]:
    """Each score as deviations of its own judge's scores from their mean: by judge and pitch.

    A judge who gave one score, or the same to all, says nothing of which pitch is better: 0.
    """
    found: dict[tuple[UUID, UUID], Fraction] = {}
    by_judge: dict[UUID, list[Score]] = {}
    for one in scores:
        by_judge.setdefault(one.judge, []).append(one)
    for judge, own in by_judge.items():
        mean, spread = _mean_and_spread([one.value for one in own])
        for one in own:
            found[judge, one.pitch] = (one.value - mean) / spread if spread else Fraction()
    return found


def drift(values: Sequence[Fraction]) -> Drift | None:
    """Of one judge's scores in the order they were first given; None while there are too few to tell."""
    if len(values) < 2 * RECENT:
        return None
    return Drift(recent=_mean(values[-RECENT:]), earlier=_mean(values[:-RECENT]))


@dataclass(frozen=True, slots=True)
class _Combined:
    """`rank` orders pitches, `score` is what people read."""

    rank: Fraction
    score: Fraction


def _means(scores: Sequence[Score]) -> dict[UUID, _Combined]:
    return {pitch: _same(_mean(values)) for pitch, values in _by_pitch(scores).items()}


def _without_extremes(scores: Sequence[Score]) -> dict[UUID, _Combined]:
    """One highest and one lowest of three or more are left out; of one or two all count."""
    found = {}
    for pitch, values in _by_pitch(scores).items():
        kept = sorted(values)[1:-1] if len(values) >= DROPS_FROM else values
        found[pitch] = _same(_mean(kept))
    return found


def _on_one_scale(scores: Sequence[Score]) -> dict[UUID, _Combined]:
    """The mean of a pitch's deviations, laid back on the mean and spread of all scores so that people can read it.

    A judge's constant harshness is gone from the deviations, which make the ranking; what is left of it in the readable
    score moves all pitches alike.
    """
    mean, spread = _mean_and_spread([one.value for one in scores])
    by_pitch: dict[UUID, list[Fraction]] = {}
    for (_, pitch), deviation in normalised(scores).items():
        by_pitch.setdefault(pitch, []).append(deviation)
    return {pitch: _Combined(_mean(own), mean + _mean(own) * spread) for pitch, own in by_pitch.items()}


def _same(value: Fraction) -> _Combined:
    return _Combined(value, value)


def _by_pitch(scores: Iterable[Score]) -> dict[UUID, list[Fraction]]:
    found: dict[UUID, list[Fraction]] = {}
    for one in scores:
        found.setdefault(one.pitch, []).append(one.value)
    return found


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def _mean_and_spread(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The spread of all of them, not of a sample: they are all there are."""
    mean = _mean(values)
    variance = _mean([(one - mean) ** 2 for one in values])
    return mean, _root(variance)


def _root(value: Fraction) -> Fraction:
    quotient = _ROOT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(_ROOT.sqrt(quotient))
