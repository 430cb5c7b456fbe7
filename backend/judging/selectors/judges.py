"""Who somebody is that shows a judge's link."""

from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Juror, Viewer
from backend.core.digests import digest_of
from backend.judging.errors import LinkRefused
from backend.judging.models import Judge
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import was_published


def judge_by_secret(secret: str) -> Judge:
    """The link is the right, from the publication of the event on. Raises LinkRefused."""
    judge = _in_force().filter(link_digest=digest_of(secret)).first()
    if judge is None:
        raise LinkRefused
    return judge


def judge_behind(viewer: Viewer, event_id: UUID) -> Judge | None:
    """Who a judge's link makes the viewer at this event now; None for anybody else, and at any other event."""
    if not isinstance(viewer, Juror):
        return None
    rows = _in_force().filter(pk=viewer.judge_id, link_edition=viewer.link_edition, event=event_id)
    return rows.first()


def _in_force() -> QuerySet[Judge]:
    shown = Event.objects.filter(was_published()).values("pk")
    return Judge.objects.select_related("event__organization").filter(revoked_at=None, event__in=shown)
