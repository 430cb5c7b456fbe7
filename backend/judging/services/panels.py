"""What a host does with the panel: its rules, its rubric, and when scores are taken and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from backend.core.actors import Actor
from backend.deals.enums import OPEN_STAGES
from backend.judging.default_rubric import DEFAULT
from backend.judging.enums import JudgingMethod, OthersScores, PanelState
from backend.judging.errors import BadRubric, BadStep, NoRubric, NothingToReveal, RubricInUse, StaleRubric
from backend.judging.lines import CriterionLine
from backend.judging.models import HEAVIEST, MOST_POINTS, Criterion, Panel, Placing, Points
from backend.judging.selectors.panels import panel_row, rubric_of
from backend.judging.selectors.results import outcome_of
from backend.judging.services import telling
from backend.judging.services.holding import record, run
from backend.roadshows.models import Event

MOST_CRITERIA = 20
# What may become of a panel in each of its states.
STEPS: Mapping[str, frozenset[str]] = {
    PanelState.DRAFT: frozenset({"open"}),
    PanelState.OPEN: frozenset({"closed"}),
    PanelState.CLOSED: frozenset({"open", "revealed"}),
    PanelState.REVEALED: frozenset({"closed"}),
}
_ACTS = {
    (PanelState.DRAFT, PanelState.OPEN): "opened",
    (PanelState.CLOSED, PanelState.OPEN): "reopened",
    (PanelState.OPEN, PanelState.CLOSED): "closed",
    (PanelState.CLOSED, PanelState.REVEALED): "revealed",
    (PanelState.REVEALED, PanelState.CLOSED): "reveal_withdrawn",
}


@transaction.atomic
def set_rules(*, actor: Actor, event_id: UUID, method: str, others_scores: str, now: datetime) -> Panel:
    """How scores become one, and what judges see of each other's. Raises NotFound, NotPermitted, WrongState, ResultsRevealed."""
    event, panel = run(actor, event_id)
    before = panel_row(panel)
    panel.method, panel.others_scores = JudgingMethod(method), OthersScores(others_scores)
    if panel_row(panel) == before:
        return panel
    panel.save()
    telling.say(event, telling.panel_set(event, panel), now=now)
    record(actor, "rules_set", event, method=panel.method, others_scores=panel.others_scores)
    return panel


@transaction.atomic
def write_rubric(*, actor: Actor, event_id: UUID, edition: int, lines: Sequence[CriterionLine], now: datetime) -> Panel:
    """Make these the criteria, in this order. Once points were given only names and anchors may change.

    Raises NotFound, NotPermitted, WrongState, ResultsRevealed, StaleRubric, BadRubric, RubricInUse.
    """
    event, panel = run(actor, event_id)
    if panel.edition != edition:
        raise StaleRubric(edition=panel.edition)
    _check(lines)
    held = {one.pk: one for one in rubric_of(panel)}
    kept = [line.id for line in lines if line.id is not None]
    if len(set(kept)) != len(kept) or not held.keys() >= set(kept):
        raise BadRubric
    is_used = Points.objects.filter(criterion__panel=panel).exists()
    if is_used and _counting(lines) != [_counts(one) for one in held.values()]:
        raise RubricInUse
    Criterion.objects.filter(pk__in=held.keys() - set(kept)).delete()
    for position, line in enumerate(lines, start=1):
        row = held[line.id] if line.id is not None else Criterion(panel=panel)
        row.position = position
        for name, value in asdict(line).items():
            if name != "id":
                setattr(row, name, value)
        row.save()
    panel.edition += 1
    panel.save(update_fields=["edition", "updated_at"])
    telling.say(event, telling.panel_set(event, panel), now=now)
    record(actor, "rubric_written", event, criteria=len(lines))
    return panel


def copy_default(*, actor: Actor, event_id: UUID, edition: int, now: datetime) -> Panel:
    """Put the street's own rubric in the place of what is there. Raises what `write_rubric` raises."""
    return write_rubric(actor=actor, event_id=event_id, edition=edition, lines=DEFAULT, now=now)


@transaction.atomic
def set_state(*, actor: Actor, event_id: UUID, state: str, now: datetime) -> Panel:
    """Take scores, take no more, show the ranking to everybody, or withdraw it; said twice it is once.

    Raises NotFound, NotPermitted, WrongState, BadStep, NoRubric, NothingToReveal.
    """
    event, panel = run(actor, event_id, changes_results=False)
    before, wanted = PanelState(panel.state), PanelState(state)
    if before == wanted:
        return panel
    if wanted not in STEPS[before]:
        raise BadStep
    if not Criterion.objects.filter(panel=panel).exists():
        raise NoRubric
    panel.state = wanted
    panel.revealed_at = now if wanted == PanelState.REVEALED else None
    panel.save(update_fields=["state", "revealed_at", "updated_at"])
    changes = telling.panel_set(event, panel)
    gone = sorted(Placing.objects.filter(panel=panel).values_list("line_id", flat=True))
    if wanted == PanelState.REVEALED:
        changes += telling.ranking_revealed(event, _placed(event, panel))
    elif gone:
        Placing.objects.filter(panel=panel).delete()
        changes += telling.ranking_withdrawn(event, gone)
    telling.say(event, changes, now=now)
    telling.redact_ranking(event, gone)
    record(actor, _ACTS[before, wanted], event)
    return panel


def _placed(event: Event, panel: Panel) -> list[Placing]:
    """The ranking as it is now, kept. Raises NothingToReveal."""
    outcome = outcome_of(event)
    lines = {one.pitch.pk: one.line for one in outcome.judged}
    placings = [
        Placing(
            panel=panel,
            pitch_id=one.pitch,
            line_id=lines[one.pitch],
            place=one.place,
            is_tied=one.is_tied,
            score=rounded(one.score),
            raw=rounded(one.raw),
            judges=one.judges,
        )
        for one in outcome.results
    ]
    if not placings:
        raise NothingToReveal
    return Placing.objects.bulk_create(placings)


def rounded(value: Fraction) -> Decimal:
    """To hundredths, halves to the even one."""
    return Decimal(round(value * 100)).scaleb(-2)


def _check(lines: Sequence[CriterionLine]) -> None:
    if not 1 <= len(lines) <= MOST_CRITERIA:
        raise BadRubric
    for line in lines:
        if not line.name.strip() or not set(line.stages) <= set(OPEN_STAGES):
            raise BadRubric
        if not (1 <= line.weight <= HEAVIEST and 1 <= line.most_points <= MOST_POINTS):
            raise BadRubric


def _counting(lines: Sequence[CriterionLine]) -> list[tuple[object, ...]]:
    return [(one.id, sorted(one.stages), one.weight, one.most_points, one.is_required) for one in lines]


def _counts(row: Criterion) -> tuple[object, ...]:
    return (row.pk, sorted(row.stages), row.weight, row.most_points, row.is_required)
