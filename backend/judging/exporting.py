"""The results as a table for spreadsheets: a line for each pitch, and what each judge gave it."""

from collections.abc import Iterator, Sequence

from backend.core.languages import text
from backend.judging.models import Judge
from backend.judging.selectors.results import Outcome, ScoredSheet
from backend.judging.services.panels import rounded

_HEADER = (
    text("名次", "Place"),
    text("项目", "Pitch"),
    text("企业", "Company"),
    text("得分", "Score"),
    text("平均分", "Mean"),
    text("最低分", "Lowest"),
    text("最高分", "Highest"),
    text("计分评委数", "Judges"),
)
_CONFLICT, _ABSTAINED = text("回避", "conflict of interest"), text("弃权", "abstained")
_REVOKED = text("已撤销", "revoked")
_JUDGE = text("评委", "Judge")


def table_of(outcome: Outcome) -> Iterator[Sequence[object]]:
    """Places first; pitches without a score last, in the order they came on stage."""
    yield [*_HEADER, *(_named(number, judge) for number, judge in enumerate(outcome.judges, start=1))]
    results = {one.pitch: one for one in outcome.results}
    sheets = {(one.sheet.judge_id, one.sheet.pitch_id): one for one in outcome.sheets}
    apart = {(one.judge_id, one.pitch_id) for one in outcome.conflicts}
    for one in sorted(outcome.judged, key=lambda one: results[one.pitch.pk].place if one.pitch.pk in results else 1000):
        found, pair = results.get(one.pitch.pk), one.pitch.pk
        figures: list[object] = [""] * 4
        if found is not None:
            figures = [rounded(value) for value in (found.score, found.raw, found.lowest, found.highest)]
        yield [
            found.place if found else "",
            one.title,
            one.pitch.organization.display_name,
            *figures,
            found.judges if found else 0,
            *(
                _CONFLICT if (judge.pk, pair) in apart else _given(judge, sheets.get((judge.pk, pair)))
                for judge in outcome.judges
            ),
        ]


def _given(judge: Judge, one: ScoredSheet | None) -> object:
    if one is None:
        return ""
    if one.sheet.is_abstained:
        return _ABSTAINED
    if one.score is None:
        return _REVOKED if judge.revoked_at is not None and one.sheet.is_complete else ""
    return rounded(one.score)


def _named(number: int, judge: Judge) -> str:
    return judge.name or f"{_JUDGE} {number}"
