"""One row that whoever changes anything of an event's judging holds first: hands come one after the other."""

from uuid import UUID

from django.db.models import QuerySet

from backend.core import audit
from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.core.permissions import may
from backend.judging.enums import PanelState
from backend.judging.errors import JudgeUnknown, PitchNotJudged, ResultsRevealed
from backend.judging.models import Judge, Panel
from backend.judging.permissions import RULE, RUNS_JUDGING
from backend.judging.selectors.panels import Judged, judged_of
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.services.events import hold_open


def hold_panel(event: Event) -> Panel:
    """Until the transaction ends; the event is held before it."""
    return Panel.objects.select_for_update().get_or_create(event=event)[0]


def run(actor: Actor, event_id: UUID, *, changes_results: bool = True) -> tuple[Event, Panel]:
    """The event and its panel, held, for somebody who may run its judging.

    Raises NotFound, NotPermitted, WrongState, and ResultsRevealed where a ranking that is out would change.
    """
    hold_open(event_id)
    event = event_by_id(actor, event_id)
    if not may(actor, RULE, event):
        raise WrongState(state=event.state) if RUNS_JUDGING(actor, event) else NotPermitted(rule=RULE)
    panel = hold_panel(event)
    if changes_results and panel.state == PanelState.REVEALED:
        raise ResultsRevealed
    return event, panel


def judge_of(event: Event, judge_id: UUID) -> Judge:
    """The caller holds the panel. Raises JudgeUnknown."""
    rows: QuerySet[Judge] = Judge.objects.filter(event=event, pk=judge_id)
    judge = rows.first()
    if judge is None:
        raise JudgeUnknown
    return judge


def judged_pitch(event: Event, pitch_id: UUID) -> Judged:
    """Raises PitchNotJudged."""
    found = next((one for one in judged_of(event) if one.pitch.pk == pitch_id), None)
    if found is None:
        raise PitchNotJudged
    return found


def record(actor: Actor, act: str, event: Event, **said: object) -> None:
    """One audit row. A judge has no account: the row says which of them it was."""
    audit.record(actor, f"judging.{act}", event, organizations=[event.organization_id], **said)
