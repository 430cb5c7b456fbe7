"""A pitch that changed: which saved searches and theses does it newly fit."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.deals.models import Pitch, Thesis
from backend.matching.eligibility import asking_searches, public_pitches, public_theses
from backend.matching.enums import Asker, RestsOn, Rhythm
from backend.matching.models import Alert, MatchedPitch, ThesisRhythm, WaitingMatch
from backend.matching.projections import with_blocks
from backend.matching.rhythms import due_at
from backend.matching.selectors.subjects import facts_for
from backend.matching.services.ending_waits import ended, write
from backend.organizations.selectors.members import verified_investors_among
from search import reverse
from search.engine import Engine
from search.records import CriteriaKind
from search.scope import Audience

Views = Mapping[str, Any]


def match(engine: Engine, waiting: WaitingMatch, *, is_news: bool, now: datetime) -> int:
    """Write the new pairs of one pitch, and what it was matched as. Returns how many pairs. Raises SearchUnavailable."""
    pitch = with_blocks(public_pitches().filter(pk=waiting.object_id)).first()
    if pitch is None:
        return _forget(waiting)
    views = {audience.value: reverse.view_of(engine, facts_for(pitch, audience)) for audience in Audience}
    before = MatchedPitch.objects.filter(pk=pitch.pk).values_list("views", flat=True).first()
    alerts = list(_alerts(engine, pitch, views, before, now=now)) if is_news and views != before else []
    with ended(waiting) as is_ours:
        if not is_ours:
            return 0
        MatchedPitch.objects.update_or_create(pitch_id=pitch.pk, defaults={"views": views})
        return write(alerts)


def _forget(waiting: WaitingMatch) -> int:
    """Nobody sees the pitch any more: who was not told yet is not, and its return is news to them."""
    with ended(waiting) as is_ours:
        if is_ours:
            MatchedPitch.objects.filter(pk=waiting.object_id).delete()
            Alert.objects.filter(pitch=waiting.object_id, call=None).delete()
    return 0


def _alerts(engine: Engine, pitch: Pitch, views: Views, before: Views | None, *, now: datetime) -> Iterator[Alert]:
    public = _newly(engine, views, before, Audience.PUBLIC, [CriteriaKind.SAVED_SEARCH])
    verified = _newly(engine, views, before, Audience.VERIFIED, list(CriteriaKind))
    yield from _to_searches(pitch, public, verified, now=now)
    yield from _to_theses(pitch, verified, now=now)


def _newly(
    engine: Engine, views: Views, before: Views | None, audience: Audience, kinds: Collection[CriteriaKind]
) -> set[UUID]:
    found, after = set[UUID](), ""
    while True:
        page = reverse.newly_fitting(
            engine, views[audience], before[audience] if before else None, kinds=kinds, after=after
        )
        found.update(UUID(hit.id) for hit in page.hits)
        after = page.cursor
        if not after:
            return found


def _to_searches(pitch: Pitch, public: set[UUID], verified: set[UUID], *, now: datetime) -> Iterator[Alert]:
    """To each owner by what they may read: verified investors the one view, everybody else the other."""
    rows = list(asking_searches().filter(pk__in=public | verified))
    investors = verified_investors_among({row.owner_id for row in rows}, now)
    for row in rows:
        rests_on = RestsOn.VERIFIED if row.owner_id in investors else RestsOn.PUBLIC
        if row.pk in (verified if rests_on is RestsOn.VERIFIED else public):
            yield Alert(
                asker=Asker.SEARCH,
                search=row,
                pitch=pitch,
                rests_on=rests_on,
                found_at=now,
                due_at=due_at(row.told_in, now),
            )


def _to_theses(pitch: Pitch, verified: set[UUID], *, now: datetime) -> Iterator[Alert]:
    """Firms with a published thesis are verified, so theirs is the verified view; rivals of a portfolio are left out."""
    rows = public_theses(now).filter(pk__in=verified).exclude(portfolio_conflicts=pitch.organization_id)
    theses: list[Thesis] = list(rows)
    chosen = dict(ThesisRhythm.objects.filter(thesis__in=theses).values_list("thesis_id", "rhythm"))
    for row in theses:
        rhythm = Rhythm(chosen.get(row.pk, ThesisRhythm.DEFAULT))
        yield Alert(
            asker=Asker.THESIS,
            thesis=row,
            pitch=pitch,
            rests_on=RestsOn.VERIFIED,
            found_at=now,
            due_at=due_at(rhythm, now),
        )
