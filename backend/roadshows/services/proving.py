"""That the count of every quota is the number of rows which hold its places: looked at by the clock, mended on request."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from backend.accounts.selectors import operators
from backend.core import audit
from backend.core.actors import Actor
from backend.notifications import services as notifications
from backend.roadshows import notices
from backend.roadshows.models import Event, Quota
from backend.roadshows.selectors.places import Miscount, miscounted

log = structlog.get_logger(__name__)


def look(*, now: datetime) -> list[Miscount]:
    """Tell operators of every event whose count is wrong, once a day for as long as it is."""
    found = miscounted()
    for one in found:
        log.error("seats_miscounted", quota=str(one.quota_id), taken=one.taken, held=one.held)
    for event in Event.objects.filter(pk__in={one.event_id for one in found}).order_by("pk"):
        cause = f"{event.pk}:{now.date().isoformat()}"
        notifications.notify_all(
            kind=notices.SEATS_MISCOUNTED, recipients=operators(), subject=event, cause=cause, now=now
        )
    return found


def repair(*, actor: Actor) -> list[Miscount]:
    """Set every count that is wrong to the rows'. Returns what was mended."""
    return [mended for one in miscounted() if (mended := _mend(one, actor=actor)) is not None]


@transaction.atomic
def _mend(one: Miscount, *, actor: Actor) -> Miscount | None:
    """Looks again while nobody else can change the count: whoever waits for it has not committed their row either."""
    quota = Quota.objects.select_for_update(of=("self",)).select_related("event").filter(pk=one.quota_id).first()
    wrong = next((found for found in miscounted([one.event_id]) if found.quota_id == one.quota_id), None)
    if quota is None or wrong is None:
        return None
    over = Greatest(wrong.held - F("capacity"), 0)
    Quota.objects.filter(pk=quota.pk).update(taken=wrong.held, overbooked=over)
    audit.record(
        actor,
        "event.seats_repaired",
        quota.event,
        organizations=[quota.event.organization_id],
        quota=str(quota.pk),
        was=wrong.taken,
        taken=wrong.held,
    )
    return wrong
