"""What fits a search when it is saved is no news to its owner, even if the index does not know of it yet."""

from datetime import datetime
from uuid import UUID

from backend.matching import saved_questions
from backend.matching.enums import Asker, RestsOn
from backend.matching.models import Alert, DirtyObject, SavedSearch, WaitingMatch
from backend.matching.rechecking import still_matches
from backend.matching.selectors.scope import audience_of
from backend.matching.services.holding import views_of
from search.records import ObjectKind

# Far more than wait in an ordinary minute. Of what else waits after a long outage its owner is told once too often.
_MOST = 500


def know_what_fits(saved: SavedSearch, *, now: datetime) -> int:
    """Take changed deals that wait to be matched, and fit as they are now, as found and seen. Returns how many."""
    criteria = saved_questions.criteria_of(saved.question, now=now)
    if criteria is None:
        return 0
    audience = audience_of(saved.owner, now)
    views = views_of(saved.owner, _waiting(), audience)
    known = [
        Alert(asker=Asker.SEARCH, search=saved, pitch_id=pk, rests_on=RestsOn(audience.value), found_at=now)
        for pk, view in views.items()
        if still_matches(criteria, view)
    ]
    return len(Alert.objects.bulk_create(known, ignore_conflicts=True))


def _waiting() -> set[UUID]:
    marked = DirtyObject.objects.filter(kind=ObjectKind.DEAL.value).order_by("-version")
    waiting = WaitingMatch.objects.filter(kind=ObjectKind.DEAL.value).order_by("-version")
    return {pk for rows in (marked, waiting) for pk in rows.values_list("object_id", flat=True)[:_MOST]}
