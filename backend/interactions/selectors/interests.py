"""Who let whom know what."""

from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.core.permissions import may
from backend.deals.models import Pitch
from backend.interactions.enums import InterestKind
from backend.interactions.models import InterestMark, Participant
from backend.interactions.room_state import RoomOwnMark

RULE = "interactions.read_interest"


def visible_marks(viewer: Viewer, pitch: Pitch) -> QuerySet[InterestMark]:
    """What stands for a pitch, newest first: for those who act for its company, and nobody else."""
    rows = InterestMark.objects.filter(pitch=pitch, withdrawn_at=None).order_by("-marked_at", "-id")
    rows = rows.select_related("event", "firm__logo", "participant")
    return rows if may(viewer, RULE, pitch) else rows.none()


def own_marks(viewer: Viewer) -> QuerySet[InterestMark]:
    person = as_person(viewer)
    rows = InterestMark.objects.select_related("event", "pitch", "firm").order_by("marked_at", "id")
    return rows.filter(participant__person=person) if person else rows.none()


def marks_of(participant: Participant) -> dict[UUID, RoomOwnMark]:
    rows = InterestMark.objects.filter(participant=participant, withdrawn_at=None).order_by("pitch")
    return {row.pitch_id: mark_row(row) for row in rows}


def mark_row(mark: InterestMark) -> RoomOwnMark:
    return RoomOwnMark(kind=InterestKind(mark.kind), page=mark.page, marked_at=mark.marked_at)
