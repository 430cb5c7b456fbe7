"""From unvalidated hits to rows: read again under the viewer's rights, and held against the question where the document is old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import structlog

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.projections import headline, investor_facts, summaries, with_blocks, with_texts
from backend.matching.rechecking import still_matches
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
    """Rows in the order of the hits, and the ids that were refused."""

    rows: tuple[R, ...]
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
    return _result(ObjectKind.DEAL, ids, rows)


def deal_words(pitches: Sequence[Pitch], audience: Audience) -> dict[UUID, tuple[str, ...]]:
    """Every text of each pitch that a highlight may be cut from: its headline, and what else is open to the audience now."""
    if not pitches:
        return {}
    whole = list(with_texts(Pitch.objects.filter(pk__in=[pitch.pk for pitch in pitches])))
    open_now = open_blocks(whole, audience)
    in_blocks = {pitch.pk: summaries(pitch, open_now[pitch.pk]) for pitch in whole}
    return {pitch.pk: (*headline(pitch), *in_blocks.get(pitch.pk, ())) for pitch in pitches}


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
    return _result(ObjectKind.INVESTOR, ids, rows)


def investor_words(firms: Sequence[Organization], *, now: datetime) -> list[tuple[str, ...]]:
    """Every public text of each firm a highlight may be cut from."""
    return [_words(facts) for facts in investor_facts(firms, now=now, with_deals=False)]


def _words(facts: InvestorFacts) -> tuple[str, ...]:
    themes = tuple(word for one in facts.theses for word in one.keywords)
    return (*facts.names, *facts.summaries, *facts.keywords, *themes)


def _result(kind: ObjectKind, ids: Sequence[UUID], rows: dict[UUID, R]) -> Authorized[R]:
    refused = frozenset(str(pk) for pk in ids if pk not in rows)
    if refused:
        # Expected for the second between a change and its indexing; a steady stream of it means the index has drifted.
        log.warning("search_hits_redacted", kind=kind.value, count=len(refused))
    return Authorized(tuple(rows[pk] for pk in ids if pk in rows), refused)
