"""Pairs held against each other once more before they are told, as both sides are in the database at that moment."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.accounts.models import User
from backend.core.actors import SYSTEM, Viewer
from backend.deals.models import Pitch, Thesis
from backend.matching import knowledge, models_of_deals, saved_questions
from backend.matching.eligibility import public_theses
from backend.matching.enums import RestsOn
from backend.matching.models import Alert, SavedSearch
from backend.matching.projections import thesis_facts, with_blocks
from backend.matching.rechecking import still_matches
from backend.matching.selectors.scope import audience_of
from backend.matching.selectors.subjects import facts_for_all
from backend.matching.selectors.visibility import findable_pitches
from search import rendering
from search.criteria import Criteria, compile_request
from search.errors import SearchRejected
from search.knowledge import Knowledge
from search.scope import Audience
from search.stored import request_of_thesis

Views = Mapping[UUID, Mapping[str, Any]]


def fitting_search(alerts: Sequence[Alert], *, now: datetime) -> list[Alert]:
    """Of one saved search: deals its owner may find that answer it, by what the owner may read."""
    search = SavedSearch.objects.select_related("owner").get(alerts=alerts[0])
    owner: User = search.owner
    criteria = saved_questions.criteria_of(search.question, now=now)
    if criteria is None:
        return []
    audience = audience_of(owner, now)
    views = views_of(owner, {alert.pitch_id for alert in alerts}, audience)
    fitting = [alert for alert in alerts if _answers(alert, criteria, views)]
    for alert in fitting:
        alert.rests_on = RestsOn(audience.value)
    return fitting


def fitting_theses(alerts: Sequence[Alert], *, now: datetime) -> list[Alert]:
    """Of one thesis or one pitch: public theses with public deals they ask for, by what verified investors may read."""
    known = knowledge.current()
    rows = public_theses(now).filter(pk__in={alert.thesis_id for alert in alerts})
    theses: dict[UUID, Thesis] = rows.prefetch_related("portfolio_conflicts").in_bulk()
    asked = {pk: criteria for pk, row in theses.items() if (criteria := _asked(row, known)) is not None}
    views = views_of(SYSTEM, {alert.pitch_id for alert in alerts}, Audience.VERIFIED)
    return [alert for alert in alerts if alert.thesis_id in asked and _answers(alert, asked[alert.thesis_id], views)]


def _asked(thesis: Thesis, known: Knowledge) -> Criteria | None:
    """None of a thesis that cannot be asked: the index refused it, and others are told all the same."""
    try:
        return compile_request(request_of_thesis(thesis_facts(thesis), known), known)[0]
    except SearchRejected:
        return None


def views_of(viewer: Viewer, ids: Collection[UUID], audience: Audience) -> Views:
    """Those of the deals the viewer may find, as the audience reads them now."""
    known, model = knowledge.current(), models_of_deals.current()
    pitches: list[Pitch] = list(with_blocks(findable_pitches(viewer).filter(pk__in=ids)))
    facts = facts_for_all(pitches, audience)
    return {pk: rendering.deal_view(one, known, model) for pk, one in facts.items()}


def _answers(alert: Alert, criteria: Criteria, views: Views) -> bool:
    return alert.pitch_id in views and still_matches(criteria, views[alert.pitch_id])
