"""A thesis that changed: which published pitches does it newly fit, whose teams hear of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.deals.models import Pitch, Thesis
from backend.matching.eligibility import public_pitches, public_theses
from backend.matching.enums import Asker, RestsOn, Rhythm
from backend.matching.models import Alert, MatchedThesis, PitchRhythm, WaitingMatch
from backend.matching.projections import thesis_facts, with_blocks
from backend.matching.rechecking import still_matches
from backend.matching.rhythms import due_at
from backend.matching.selectors.subjects import facts_for_all
from backend.matching.services.ending_waits import ended, unchanged, write
from search import reverse, searching
from search.criteria import Criteria, compile_request
from search.engine import Engine
from search.errors import SearchRejected
from search.request import MAX_SIZE, SearchRequest, Sort
from search.scope import Audience, Scope
from search.stored import request_of_thesis


def match(engine: Engine, waiting: WaitingMatch, *, now: datetime) -> int:
    """Write the new pairs of one thesis, and what it was matched as. Returns how many pairs. Raises SearchUnavailable.

    A saved search that settled waits likewise, and tells nobody: its owner sees on the page what fits it already.
    """
    thesis = _public([waiting], now).first()
    if thesis is None:
        return _forget(waiting)
    asked = _asked(engine, thesis)
    before = MatchedThesis.objects.filter(pk=thesis.pk).values_list("criteria", flat=True).first()
    alerts = list(_alerts(engine, thesis, before, now=now)) if asked != before else []
    with ended([waiting]) as ours:
        if not ours:
            return 0
        _keep({thesis.pk: asked})
        return write(alerts)


def remember(engine: Engine, waiting: Sequence[WaitingMatch], *, now: datetime) -> None:
    """Take theses as known, many at once: whoever they fit is told nothing until they change."""
    asked = {thesis.pk: one for thesis in _public(waiting, now) if (one := _asked_if_readable(engine, thesis))}
    with ended(waiting) as ours:
        _keep({pk: asked[pk] for pk in unchanged(ours & asked.keys())})


def _public(waiting: Sequence[WaitingMatch], now: datetime) -> QuerySet[Thesis]:
    rows = public_theses(now).filter(pk__in=[one.object_id for one in waiting])
    return rows.prefetch_related("portfolio_conflicts")


def _asked(engine: Engine, thesis: Thesis) -> Any:
    """What a pitch must have, as it is kept and read again."""
    return _plain(asdict(compile_request(_request(engine, thesis), engine.knowledge)[0]))


def _asked_if_readable(engine: Engine, thesis: Thesis) -> Any:
    """Nothing of one that cannot be asked, so that those it was loaded with are known all the same."""
    with suppress(SearchRejected):
        return _asked(engine, thesis)
    return None


def _request(engine: Engine, thesis: Thesis) -> SearchRequest:
    return replace(request_of_thesis(thesis_facts(thesis), engine.knowledge), sort=Sort.NEWEST, size=MAX_SIZE)


def _keep(asked: Mapping[UUID, Any]) -> None:
    rows = [MatchedThesis(thesis_id=pk, criteria=one) for pk, one in asked.items()]
    MatchedThesis.objects.bulk_create(rows, update_conflicts=True, unique_fields=["thesis"], update_fields=["criteria"])


def _forget(waiting: WaitingMatch) -> int:
    """Nobody sees the thesis any more; its return is news to whoever was not told yet."""
    with ended([waiting]) as ours:
        if ours:
            MatchedThesis.objects.filter(pk=waiting.object_id).delete()
            Alert.objects.filter(thesis=waiting.object_id, asker=Asker.PITCH, call=None).delete()
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def _alerts(engine: Engine, thesis: Thesis, before: Mapping[str, Any] | None, *, now: datetime) -> Iterator[Alert]:
    """Whatever the firm's conflicts: a team that was not told would know that it is one of them."""
    for ids in _fitting(engine, _request(engine, thesis), now=now):
        pitches = list(with_blocks(public_pitches().filter(pk__in=ids)))
        fitted = _fitted(engine, pitches, before)
        fitting = [pitch for pitch in pitches if pitch.pk not in fitted]
        chosen = dict(PitchRhythm.objects.filter(pitch__in=fitting).values_list("pitch_id", "rhythm"))
        for pitch in fitting:
            rhythm = Rhythm(chosen.get(pitch.pk, PitchRhythm.DEFAULT))
            yield Alert(
                asker=Asker.PITCH,
                thesis=thesis,
                pitch=pitch,
                rests_on=RestsOn.VERIFIED,
                found_at=now,
                due_at=due_at(rhythm, now),
            )


def _fitting(engine: Engine, request: SearchRequest, *, now: datetime) -> Iterator[list[UUID]]:
    """What verified investors find by it, page by page."""
    while True:
        page = searching.search(engine, request, Scope(audience=Audience.VERIFIED), now=now)
        yield [UUID(hit.id) for hit in page.hits]
        if not page.cursor:
            return
        request = replace(request, cursor=page.cursor)


def _fitted(engine: Engine, pitches: Sequence[Pitch], before: Mapping[str, Any] | None) -> set[UUID]:
    """Those the thesis asked for already, as it was before."""
    if before is None:
        return set()
    criteria = Criteria(**before)
    facts = facts_for_all(list(pitches), Audience.VERIFIED)
    return {pk for pk, one in facts.items() if still_matches(criteria, reverse.view_of(engine, one))}
