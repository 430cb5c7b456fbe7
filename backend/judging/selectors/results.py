"""What judges gave and what it comes to, for those who may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast
from uuid import UUID

from backend.judging.enums import OthersScores, PanelState
from backend.judging.models import Conflict, Criterion, Judge, Panel, Sheet
from backend.judging.scoring import (
    Drift,
    Method,
    Result,
    Score,
    Weighted,
    combine,
    drift,
    normalised,
    raw_score,
)
from backend.judging.selectors.panels import Judged, applying, judged_of, panel_of, rubric_of
from backend.roadshows.models import Event


@dataclass(frozen=True, slots=True)
class ScoredSheet:
    """`score` of 100, or None while it counts nothing: incomplete, abstained, or of who has a conflict of interest or no
    link any more. `deviation` of the judge's own scores.
    """

    sheet: Sheet
    points: dict[UUID, int]
    score: Fraction | None
    deviation: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is known of an event's judging at one moment."""

    panel: Panel
    rubric: list[Criterion]
    judged: list[Judged]
    judges: list[Judge]
    conflicts: list[Conflict]
    sheets: list[ScoredSheet]
    results: list[Result] = field(default_factory=list)


def outcome_of(event: Event) -> Outcome:
    """From the rows, in a number of queries that does not grow with judges or pitches."""
    panel = panel_of(event)
    rubric, judged = list(rubric_of(panel)), judged_of(event)
    judges = list(Judge.objects.filter(event=event).order_by("created_at", "id"))
    conflicts = list(Conflict.objects.filter(judge__event=event).order_by("declared_at", "id"))
    rows = Sheet.objects.filter(judge__event=event).prefetch_related("points").order_by("submitted_at", "id")
    counted = {one.pk for one in judges if one.revoked_at is None}
    pitches = {one.pitch.pk for one in judged}
    apart = {(one.judge_id, one.pitch_id) for one in conflicts}
    scored = [
        _scored(
            sheet,
            rubric,
            counts=sheet.judge_id in counted
            and sheet.pitch_id in pitches
            and (sheet.judge_id, sheet.pitch_id) not in apart,
        )
        for sheet in rows
    ]
    scores = list(scores_of(scored))
    deviations = normalised(scores)
    return Outcome(
        panel=panel,
        rubric=rubric,
        judged=judged,
        judges=judges,
        conflicts=conflicts,
        sheets=[
            ScoredSheet(one.sheet, one.points, one.score, deviations.get((one.sheet.judge_id, one.sheet.pitch_id)))
            for one in scored
        ],
        results=combine(scores, cast(Method, panel.method)),
    )


def scores_of(sheets: Iterable[ScoredSheet]) -> Iterable[Score]:
    return (Score(one.sheet.judge_id, one.sheet.pitch_id, one.score) for one in sheets if one.score is not None)


def drift_of(outcome: Outcome, judge: Judge) -> Drift | None:
    """How the judge's last scores lie beside their own earlier ones."""
    return drift([one.score for one in outcome.sheets if one.sheet.judge_id == judge.pk and one.score is not None])


def seen_of_others(outcome: Outcome, judge: Judge, pitch_id: UUID) -> list[Fraction] | None:
    """What others gave a pitch, lowest first and without a name; None where the judge may not know it (yet).

    Whoever has a conflict of interest with it, or abstained, learns nothing of it before everybody does.
    """
    if any((one.judge_id, one.pitch_id) == (judge.pk, pitch_id) for one in outcome.conflicts):
        return None
    own = next((one for one in outcome.sheets if _is_of(one, judge, pitch_id)), None)
    may = {
        OthersScores.NEVER: False,
        OthersScores.AFTER_OWN: own is not None and own.score is not None,
        OthersScores.ALWAYS: own is None or not own.sheet.is_abstained,
    }[OthersScores(outcome.panel.others_scores)]
    if not may or outcome.panel.state == PanelState.DRAFT:
        return None
    others = [one for one in outcome.sheets if one.sheet.pitch_id == pitch_id and one.sheet.judge_id != judge.pk]
    return sorted(one.score for one in others if one.score is not None)


def _is_of(one: ScoredSheet, judge: Judge, pitch_id: UUID) -> bool:
    return (one.sheet.judge_id, one.sheet.pitch_id) == (judge.pk, pitch_id)


def weighted(rubric: Sequence[Criterion], stage: str) -> list[Weighted]:
    return [Weighted(one.pk, one.weight, one.most_points, one.is_required) for one in applying(rubric, stage)]


def _scored(sheet: Sheet, rubric: Sequence[Criterion], *, counts: bool) -> ScoredSheet:
    points = {one.criterion_id: one.value for one in sheet.points.all()}
    is_given = counts and sheet.is_complete and not sheet.is_abstained
    return ScoredSheet(sheet, points, raw_score(weighted(rubric, sheet.stage), points) if is_given else None)
