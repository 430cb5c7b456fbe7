"""A pitch that changed: which saved searches and theses does it newly fit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.deals.models import Pitch, Thesis
from backend.matching.eligibility import asking_searches, public_pitches, public_theses
from backend.matching.enums import Asker, RestsOn, Rhythm
from backend.matching.models import Alert, MatchedPitch, ThesisRhythm, WaitingMatch
from backend.matching.projections import with_blocks
from backend.matching.rhythms import due_at
from backend.matching.selectors.subjects import facts_for_all
from backend.matching.services.ending_waits import ended, unchanged, write
from backend.organizations.selectors.members import verified_investors_among
from search import reverse
from search.engine import Engine
from search.records import CriteriaKind
from search.scope import Audience

Views = Mapping[str, Any]


def match(engine: Engine, waiting: WaitingMatch, *, now: datetime) -> int:
    """Write the new pairs of one pitch, and what it was matched as. Returns how many pairs. Raises SearchUnavailable."""
    pitch, views = next(iter(_seen(engine, [waiting])), (None, {}))
    if pitch is None:
        return _forget(waiting)
    before = MatchedPitch.objects.filter(pk=pitch.pk).values_list("views", flat=True).first()
    is_other = views != before
    alerts = list(_alerts(engine, pitch, views, before, now=now)) if is_other else []
    lost = _lost(engine, views, before) if is_other else {}
    with ended([waiting]) as ours:
        if not ours:
            return 0
        _keep({pitch.pk: views})
        _let_go(pitch, lost)
        return write(alerts)


def remember(engine: Engine, waiting: Sequence[WaitingMatch]) -> None:
    """Take pitches as known, many at once: whoever they fit is told nothing until they change."""
    seen = {pitch.pk: views for pitch, views in _seen(engine, waiting)}
    with ended(waiting) as ours:
        _keep({pk: seen[pk] for pk in unchanged(ours & seen.keys())})


def _seen(engine: Engine, waiting: Sequence[WaitingMatch]) -> list[tuple[Pitch, Views]]:
    """Those that are public now, as each audience reads them."""
    pitches = list(with_blocks(public_pitches().filter(pk__in=[one.object_id for one in waiting])))
    facts = {audience: facts_for_all(pitches, audience) for audience in Audience}
    found: list[tuple[Pitch, Views]] = []
    for pitch in pitches:
        public, verified = facts[Audience.PUBLIC][pitch.pk], facts[Audience.VERIFIED][pitch.pk]
        view = reverse.view_of(engine, public)
        other = view if verified == public else reverse.view_of(engine, verified)
        found.append((pitch, {Audience.PUBLIC.value: view, Audience.VERIFIED.value: other}))
    return found


def _keep(views: Mapping[UUID, Views]) -> None:
    rows = [MatchedPitch(pitch_id=pk, views=one) for pk, one in views.items()]
    MatchedPitch.objects.bulk_create(rows, update_conflicts=True, unique_fields=["pitch"], update_fields=["views"])


def _let_go(pitch: Pitch, lost: Mapping[Audience, Collection[UUID]]) -> None:
    """Searches it answers no more, by audience: what nobody was told of yet must not tell what the pitch said before.

    What verified investors alone may read now is nobody else's news either, though its letter may be under way.
    """
    found, gone = Alert.objects.filter(asker=Asker.SEARCH, pitch=pitch), set(lost.get(Audience.VERIFIED, ()))
    found.filter(search__in=gone, call=None).delete()
    public = found.filter(search__in=set(lost.get(Audience.PUBLIC, ())) - gone, rests_on=RestsOn.PUBLIC)
    public.update(rests_on=RestsOn.VERIFIED)


def _forget(waiting: WaitingMatch) -> int:
    """Nobody sees the pitch any more: who was not told yet is not, and its return is news to them."""
    with ended([waiting]) as ours:
        if ours:
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


def _lost(engine: Engine, views: Views, before: Views | None) -> dict[Audience, set[UUID]]:
    """Saved searches the pitch answered as it was, and does not as it is."""
    if before is None:
        return {}
    return {one: _newly(engine, before, views, one, [CriteriaKind.SAVED_SEARCH]) for one in Audience}


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
