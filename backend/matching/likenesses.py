"""What is like a pitch or a firm: ranked by the index over public views, read again under the viewer's rights, with reasons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import structlog
from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching import engine as engines
from backend.matching import knowledge, models_of_deals
from backend.matching.answers import DealCard, InvestorCard
from backend.matching.enums import Mode
from backend.matching.projections import investor_facts, with_blocks
from backend.matching.questions import refusing
from backend.matching.selectors import full, likely, subjects
from backend.matching.selectors.cards import investor_cards
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from backend.matching.words import place_labels
from backend.organizations.models import Organization
from search.alike import investors, startups
from search.alike.parts import Alike, AlikeHit, AlikePart, Shared
from search.errors import SearchUnavailable
from search.knowledge import Knowledge
from search.records import ObjectKind
from search.scope import Audience, Scope

log = structlog.get_logger(__name__)

C = TypeVar("C")
R = TypeVar("R", Pitch, Organization)
_TRIES = 3
# Below what the index computes with: equal ones must stand in the same order in both modes.
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Likeness(Generic[C]):
    """One that is alike, and what both share, the weightiest first. `labels` name the places among it."""

    card: C
    score: float
    shared: tuple[Shared, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Likenesses(Generic[C]):
    """The most alike first."""

    mode: Mode
    results: tuple[Likeness[C], ...]


def startups_like(viewer: Viewer, pitch_id: UUID, *, size: int, now: datetime) -> Likenesses[DealCard]:
    """Pitches of other companies like one the viewer sees. Only what is public of either side counts. Raises NotFound."""
    pitch = subjects.visible_pitch(viewer, pitch_id)
    known, model = knowledge.current(), models_of_deals.current()
    one = startups.startup_of(subjects.facts_for(pitch, Audience.PUBLIC), known, model)
    rows = with_blocks(findable_pitches(viewer).exclude(organization=pitch.organization_id))

    def ask(scope: Scope) -> Sequence[AlikeHit]:
        company, own = str(pitch.organization_id), str(pitch.pk)
        return startups.startups_alike(engines.current(), one, scope, startup_id=company, pitch_id=own, size=size)

    mode, found = _found(ask, rows, viewer, ObjectKind.DEAL, now) or (Mode.REDUCED, likely.pitches_near(rows, one.near))
    facts = subjects.facts_for_all(found, Audience.PUBLIC)
    pairs = [(row, startups.alike(one, startups.startup_of(facts[row.pk], known, model))) for row in found]
    best = _best(pairs, size)
    return _likenesses(mode, [(DealCard(row), alike) for row, alike in best], known)


def investors_like(viewer: Viewer, firm_id: UUID, *, size: int, now: datetime) -> Likenesses[InvestorCard]:
    """Firms like one the viewer sees, by public theses and recorded deals. Raises NotFound."""
    firm = subjects.visible_firm(viewer, firm_id)
    known, model = knowledge.current(), models_of_deals.current()
    one = investors.firm_of(investor_facts([firm], now=now)[0], known, model)
    together = likely.common_deals(firm.pk)
    rows = findable_investors(viewer, now).exclude(pk=firm.pk)

    def ask(scope: Scope) -> Sequence[AlikeHit]:
        counts = {str(pk): count for pk, count in together.items()}
        return investors.investors_alike(
            engines.current(), one, scope, firm_id=str(firm.pk), common_deals=counts, size=size
        )

    mode, found = _found(ask, rows, viewer, ObjectKind.INVESTOR, now) or (
        Mode.REDUCED, likely.firms_near(rows, one.leaves, together, now),
    )  # fmt: skip
    facts = zip(found, investor_facts(found, now=now), strict=True)
    others = [(row, investors.firm_of(held, known, model)) for row, held in facts]
    pairs = [(row, investors.alike(one, other, together.get(row.pk, 0), model)) for row, other in others]
    best = _best(pairs, size)
    companies = likely.common_companies(firm.pk, [row.pk for row, _ in best])
    named = [_naming(alike, companies.get(row.pk, ())) for row, alike in best]
    cards = investor_cards([row for row, _ in best], now=now)
    return _likenesses(mode, list(zip(cards, named, strict=True)), known)


def _found(
    ask: Callable[[Scope], Sequence[AlikeHit]], rows: QuerySet[R], viewer: Viewer, kind: ObjectKind, now: datetime
) -> tuple[Mode, list[R]] | None:
    """What the index found and the viewer may find; asked again without what was refused. None while the engine is away."""
    try:
        with refusing():
            scope = full.scope_of(viewer, kind, now)
            held: list[R] = []
            for _ in range(_TRIES):
                ids = [UUID(hit.id) for hit in ask(scope)]
                held = list(rows.filter(pk__in=ids))
                if len(held) == len(ids):
                    break
                refused = {str(pk) for pk in ids} - {str(row.pk) for row in held}
                scope = replace(scope, excluded_ids=scope.excluded_ids | refused)
    except SearchUnavailable as problem:
        log.warning("likeness_reduced", code=problem.code)
        return None
    return Mode.FULL, held


def _best(pairs: Sequence[tuple[R, Alike]], size: int) -> list[tuple[R, Alike]]:
    """By the rows as they are now, which the index may not know yet."""
    some = [pair for pair in pairs if pair[1].shared]
    return sorted(some, key=lambda pair: (-round(pair[1].score, _DIGITS), str(pair[0].pk)))[:size]


def _naming(alike: Alike, companies: tuple[str, ...]) -> Alike:
    """With some of the companies both invested in."""
    return Alike(tuple(replace(one, common=companies) if one.code is AlikePart.DEALS else one for one in alike.shared))


def _likenesses(mode: Mode, pairs: Sequence[tuple[Any, Alike]], known: Knowledge) -> Likenesses[Any]:
    return Likenesses(mode, tuple(_likeness(card, alike, known) for card, alike in pairs))


def _likeness(card: Any, alike: Alike, known: Knowledge) -> Likeness[Any]:
    places = [path for one in alike.shared if one.code is AlikePart.PLACE for path in one.common]
    shared = sorted(alike.shared, key=lambda one: -one.contribution)
    return Likeness(card, alike.score, tuple(shared), place_labels(places, known))
