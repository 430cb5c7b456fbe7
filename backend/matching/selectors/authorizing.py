"""From unvalidated hits to rows: read again under the viewer's rights, and held against the question where the document is old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import structlog

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.answers import Highlights
from backend.matching.projections import headline, investor_facts, summaries, with_blocks, with_texts
from backend.matching.rechecking import still_matches
from backend.matching.selectors.highlights import readable
from backend.matching.selectors.staleness import outdated_among
from backend.matching.selectors.subjects import facts_for_all, open_blocks
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from backend.organizations.models import Organization
from search import rendering
from search.criteria import Criteria
from search.engine import Engine
from search.records import InvestorFacts, ObjectKind
from search.results import UnvalidatedHit
from search.scope import Audience

log = structlog.get_logger(__name__)

R = TypeVar("R", Pitch, Organization)


@dataclass(frozen=True, slots=True)
class Authorized(Generic[R]):
    """Rows in the order of the hits, their readable highlights, and the ids that were refused."""

    rows: tuple[R, ...]
    highlights: Mapping[UUID, Highlights]
    refused: frozenset[str]


def authorize_deals(
    viewer: Viewer, hits: Sequence[UnvalidatedHit], audience: Audience, *, engine: Engine, criteria: Criteria
) -> Authorized[Pitch]:
    """Pitches the viewer may see now, and whose present text answers the question."""
    ids = [UUID(hit.id) for hit in hits]
    found = findable_pitches(viewer).filter(pk__in=ids).select_related(None).select_related("organization__logo")
    rows = {pitch.pk: pitch for pitch in found}
    outdated = outdated_among(ObjectKind.DEAL, hits) & rows.keys()
    whole = list(with_blocks(found.filter(pk__in=outdated))) if outdated else []
    facts = facts_for_all(whole, audience)
    for pk in outdated:
        view = rendering.deal_view(facts[pk], engine.knowledge, engine.model) if pk in facts else None
        if view is None or not still_matches(criteria, view):
            del rows[pk]
    in_blocks = _texts_of_blocks(
        [pk for hit in hits if _has_marks(hit, in_blocks=True) and (pk := UUID(hit.id)) in rows], audience
    )
    shown = {
        pk: readable(hit.highlights, (*headline(rows[pk]), *in_blocks.get(pk, ())))
        for hit in hits
        if hit.highlights and (pk := UUID(hit.id)) in rows
    }
    return _result(ObjectKind.DEAL, ids, rows, shown)


def _texts_of_blocks(ids: Sequence[UUID], audience: Audience) -> dict[UUID, tuple[str, ...]]:
    """What of each pitch is not its headline and open to the audience now."""
    if not ids:
        return {}
    pitches = list(with_texts(Pitch.objects.filter(pk__in=ids)))
    open_now = open_blocks(pitches, audience)
    return {pitch.pk: summaries(pitch, open_now[pitch.pk]) for pitch in pitches}


def authorize_investors(
    viewer: Viewer, hits: Sequence[UnvalidatedHit], *, engine: Engine, criteria: Criteria, now: datetime
) -> Authorized[Organization]:
    """Firms the viewer may see now, and whose present theses and deals answer the question."""
    ids = [UUID(hit.id) for hit in hits]
    rows = {firm.pk: firm for firm in findable_investors(viewer, now).filter(pk__in=ids)}
    outdated = [rows[pk] for pk in outdated_among(ObjectKind.INVESTOR, hits) & rows.keys()]
    for firm, facts in zip(outdated, investor_facts(outdated, now=now), strict=True):
        if not still_matches(criteria, rendering.investor_view(facts, engine.knowledge, engine.model)):
            del rows[firm.pk]
    held = (
        dict(zip(rows, investor_words(list(rows.values()), now=now), strict=True)) if any(map(_has_marks, hits)) else {}
    )
    shown = {pk: readable(hit.highlights, held[pk]) for hit in hits if (pk := UUID(hit.id)) in rows and pk in held}
    return _result(ObjectKind.INVESTOR, ids, rows, shown)


def investor_words(firms: Sequence[Organization], *, now: datetime) -> list[tuple[str, ...]]:
    """Every public text of each firm a highlight may be cut from."""
    return [_words(facts) for facts in investor_facts(firms, now=now, with_deals=False)]


def _has_marks(hit: UnvalidatedHit, *, in_blocks: bool = False) -> bool:
    """Whether anything is marked, or with `in_blocks` anything that not everybody who sees the object may read."""
    return any(one.field == "summaries" or not in_blocks for one in hit.highlights)


def _words(facts: InvestorFacts) -> tuple[str, ...]:
    themes = tuple(word for one in facts.theses for word in one.keywords)
    return (*facts.names, *facts.summaries, *facts.keywords, *themes)


def _result(
    kind: ObjectKind, ids: Sequence[UUID], rows: dict[UUID, R], highlights: Mapping[UUID, Highlights]
) -> Authorized[R]:
    refused = frozenset(str(pk) for pk in ids if pk not in rows)
    if refused:
        # Expected for the second between a change and its indexing; a steady stream of it means the index has drifted.
        log.warning("search_hits_redacted", kind=kind.value, count=len(refused))
    return Authorized(tuple(rows[pk] for pk in ids if pk in rows), highlights, refused)
