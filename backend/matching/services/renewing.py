"""Questions that count days from today, asked anew each day: as documents, and for what came within reach overnight."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.matching import saved_questions
from backend.matching.eligibility import asking_searches
from backend.matching.enums import Asker, RestsOn
from backend.matching.models import Alert, SavedSearch
from backend.matching.rechecking import still_matches
from backend.matching.rhythms import due_at
from backend.matching.selectors.scope import audience_of
from backend.matching.selectors.visibility import findable_pitches
from backend.matching.services.ending_waits import write
from backend.matching.services.holding import views_of
from backend.matching.services.marks import mark_dirty
from search.records import ObjectKind


def renew_days(*, now: datetime) -> int:
    """Renew those last counted from an earlier day; returns how many. Safe to run twice and in several workers."""
    rows = asking_searches().filter(
        as_of__lt=timezone.localdate(now), question__has_any_keys=list(saved_questions.BY_THE_DAY)
    )
    return sum(_renew(pk, now=now) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _renew(search_id: UUID, *, now: datetime) -> int:
    today = timezone.localdate(now)
    held = asking_searches().select_for_update(no_key=True, skip_locked=True, of=("self",))
    saved = held.select_related("owner").filter(pk=search_id, as_of__lt=today).first()
    if saved is None:
        return 0
    write(_come_within_reach(saved, today, now=now))
    saved.as_of = today
    saved.save(update_fields=["as_of"])
    return mark_dirty(ObjectKind.CRITERIA, [saved.pk])


def _come_within_reach(saved: SavedSearch, today: date, *, now: datetime) -> list[Alert]:
    """Deals that did not change: the day they close by is near enough now. Of confirmations time only makes fewer."""
    days, criteria = saved.question.get("close_within"), saved_questions.criteria_of(saved.question, now=now)
    if days is None or criteria is None:
        return []
    reach = timedelta(days=days)
    near = findable_pitches(saved.owner).filter(close_by_date__gt=saved.as_of + reach, close_by_date__lte=today + reach)
    audience = audience_of(saved.owner, now)
    views = views_of(saved.owner, set(near.values_list("pk", flat=True)), audience)
    return [
        Alert(
            asker=Asker.SEARCH,
            search=saved,
            pitch_id=pk,
            rests_on=RestsOn(audience.value),
            found_at=now,
            due_at=due_at(saved.told_in, now),
        )
        for pk, view in views.items()
        if still_matches(criteria, view)
    ]
