"""A judge hands in what they say of a pitch. Their phone keeps it until this has answered, and may send it twice."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core.actors import Actor, Juror
from backend.judging.enums import PanelState
from backend.judging.errors import BadPoints, ConflictOfInterest, LinkRefused, PanelNotOpen, StaleSheet
from backend.judging.models import Conflict, Points, Sheet
from backend.judging.scoring import raw_score
from backend.judging.selectors.judges import judge_behind
from backend.judging.selectors.panels import rubric_of
from backend.judging.selectors.results import weighted
from backend.judging.services import telling
from backend.judging.services.holding import hold_panel, judged_pitch
from backend.roadshows.enums import EventState
from backend.roadshows.services.events import hold_open


@transaction.atomic
def save_sheet(
    *,
    actor: Actor,
    event_id: UUID,
    pitch_id: UUID,
    edition: int,
    points: Mapping[UUID, int],
    is_abstained: bool = False,
    comment: str = "",
    now: datetime,
) -> Sheet:
    """Keep points by criterion, or that the judge abstains. `edition` is that of the sheet as it was read, 0 where there was none.

    What is there already is answered as saved, whenever it comes again. A sheet may be handed in before all is filled in, and
    counts once it is. Raises LinkRefused, PanelNotOpen, PitchNotJudged, ConflictOfInterest, BadPoints, StaleSheet.
    """
    if not isinstance(actor, Juror):
        raise LinkRefused
    event = hold_open(event_id)
    panel = hold_panel(event)
    judge = judge_behind(actor, event_id)
    if judge is None:
        raise LinkRefused
    wanted, comment = {} if is_abstained else dict(points), comment.strip()
    sheet = Sheet.objects.filter(judge=judge, pitch=pitch_id).first()
    if sheet is not None and _content(sheet) == (wanted, is_abstained, comment):
        return sheet
    if panel.state != PanelState.OPEN or event.state == EventState.CANCELLED:
        raise PanelNotOpen
    stage = judged_pitch(event, pitch_id).pitch.stage
    if Conflict.objects.filter(judge=judge, pitch=pitch_id).exists():
        raise ConflictOfInterest
    if (sheet.edition if sheet else 0) != edition:
        raise StaleSheet(edition=sheet.edition if sheet else 0)
    rubric = weighted(list(rubric_of(panel)), stage)
    most = {one.id: one.most_points for one in rubric}
    if any(not 0 <= value <= most.get(criterion, -1) for criterion, value in wanted.items()):
        raise BadPoints
    sheet = _written(sheet or Sheet(judge=judge, pitch_id=pitch_id, edition=0, submitted_at=now), now)
    sheet.stage, sheet.is_abstained, sheet.comment = stage, is_abstained, comment
    sheet.is_complete = not is_abstained and raw_score(rubric, wanted) is not None
    sheet.save()
    _put(sheet, wanted)
    telling.say(event, telling.sheet_saved(event, sheet), now=now)
    return sheet


def _written(sheet: Sheet, now: datetime) -> Sheet:
    # The clock was read before this waited for another hand.
    sheet.edition, sheet.saved_at = sheet.edition + 1, max(now, sheet.submitted_at)
    return sheet


def _content(sheet: Sheet) -> tuple[dict[UUID, int], bool, str]:
    return dict(sheet.points.values_list("criterion_id", "value")), sheet.is_abstained, sheet.comment


def _put(sheet: Sheet, wanted: Mapping[UUID, int]) -> None:
    held = {one.criterion_id: one for one in sheet.points.all()}
    Points.objects.filter(pk__in=[one.pk for criterion, one in held.items() if criterion not in wanted]).delete()
    for criterion, value in wanted.items():
        row = held.get(criterion) or Points(sheet=sheet, criterion_id=criterion)
        if row.value != value:
            row.value = value
            row.save()
