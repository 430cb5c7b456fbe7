"""Telling a company what an investor let it know. Run again, nobody is told anew."""

from backend.core import clock, outbox
from backend.interactions.events import InterestMarked
from backend.interactions.models import InterestMark
from backend.interactions.notices import INTEREST_MARKED
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of


@outbox.on(InterestMarked)
def on_interest_marked(event: InterestMarked) -> None:
    mark = InterestMark.objects.select_related("pitch").filter(pk=event.mark_id, withdrawn_at=None).first()
    if mark is not None:
        notifications.notify_all(
            kind=INTEREST_MARKED,
            recipients=workers_of(mark.pitch.organization_id),
            subject=mark,
            cause=f"{mark.pk}:{event.kind}:{mark.marked_at.isoformat()}",
            now=clock.now(),
        )
