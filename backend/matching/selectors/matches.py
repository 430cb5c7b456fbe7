"""Pages of matches: candidates from the engine or the database, and for each the reasons computed from the database."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.answers import DealCard, DealMatch, Explained, InvestorMatch
from backend.matching.projections import investor_facts, with_blocks
from backend.matching.selectors import full
from backend.matching.selectors.cards import investor_cards
from backend.matching.selectors.explaining import explain
from backend.matching.selectors.subjects import facts_for_all
from backend.matching.selectors.visibility import findable_investors, findable_pitches, investors_by_id
from backend.organizations.models import Organization
from search.engine import Engine
from search.knowledge import Knowledge
from search.matching.gates import GateCode
from search.matching.model import Model
from search.matching.query import MatchPage, match_investors, match_startups
from search.records import DealFacts, InvestorFacts, ObjectKind
from search.scope import Audience, Scope

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Everything a question about matches rests on beside its two sides."""

    viewer: Viewer
    known: Knowledge
    model: Model
    now: datetime
    required: frozenset[GateCode]
    size: int
    cursor: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """One page of the engine's ranking: ids best first, and those among them whose place was given away."""

    ids: list[UUID]
    cursor: str
    explored: frozenset[UUID] = frozenset()


def ranked_investors(ask: Asking, engine: Engine, deal: DealFacts, startup_id: UUID) -> Ranked:
    """Firms best first, all of them findable by the viewer. Raises SearchRejected, SearchUnavailable."""

    def page(scope: Scope) -> MatchPage:
        return match_investors(
            engine, deal, scope, now=ask.now, startup_id=str(startup_id), require=ask.required, size=ask.size,
            cursor=ask.cursor, explore=True,
        )  # fmt: skip

    return _ranked(page, ask, ObjectKind.INVESTOR, findable_investors(ask.viewer, ask.now))


def ranked_pitches(ask: Asking, engine: Engine, investor: InvestorFacts) -> Ranked:
    """Pitches best first, all of them findable by the viewer. Raises SearchRejected, SearchUnavailable."""

    def page(scope: Scope) -> MatchPage:
        return match_startups(
            engine, investor, scope, now=ask.now, require=ask.required, size=ask.size, cursor=ask.cursor, explore=True
        )

    return _ranked(page, ask, ObjectKind.DEAL, findable_pitches(ask.viewer))


def _ranked(
    page: Callable[[Scope], MatchPage],
    ask: Asking,
    kind: ObjectKind,
    rows: QuerySet[Organization] | QuerySet[Pitch],
) -> Ranked:
    """Asked again without what is in the index and not among the rows, so that its place goes to the next."""
    scope = full.scope_of(ask.viewer, kind, ask.now)
    found = page(scope)
    for _ in range(_TRIES):
        ids = [UUID(match.hit.id) for match in found.matches]
        seen = set(rows.filter(pk__in=ids).values_list("pk", flat=True))
        if len(seen) == len(ids):
            break
        scope = replace(scope, excluded_ids=scope.excluded_ids | {str(pk) for pk in ids if pk not in seen})
        found = page(scope)
    explored = frozenset(UUID(match.hit.id) for match in found.matches if match.is_explored)
    return Ranked([UUID(match.hit.id) for match in found.matches], found.cursor, explored)


def firms_by_rank(ask: Asking, ranked: Ranked) -> list[Organization]:
    rows = investors_by_id(ask.viewer, ranked.ids, ask.now)
    return [rows[pk] for pk in ranked.ids if pk in rows]


def pitches_by_rank(ask: Asking, ranked: Ranked) -> list[Pitch]:
    rows = {pitch.pk: pitch for pitch in with_blocks(findable_pitches(ask.viewer).filter(pk__in=ranked.ids))}
    return [rows[pk] for pk in ranked.ids if pk in rows]


def explained_investors(
    ask: Asking,
    deal: DealFacts,
    startup_id: UUID,
    firms: Sequence[Organization],
) -> list[tuple[Organization, Explained]]:
    """Each firm with why it fits the deal, in the order given, as the startup may know it."""
    facts = investor_facts(firms, now=ask.now)
    return [
        (
            firm,
            explain(
                deal, one, startup_id=startup_id, known=ask.known, model=ask.model, now=ask.now,
                knows_conflicts=False,
            ),
        )
        for firm, one in zip(firms, facts, strict=True)
    ]  # fmt: skip


def explained_pitches(
    ask: Asking, investor: InvestorFacts, pitches: Sequence[Pitch], audience: Audience
) -> list[tuple[Pitch, Explained]]:
    """Each pitch with why it fits the viewer's own investor, as the audience sees it, in the order given."""
    facts = facts_for_all(list(pitches), audience)
    return [
        (
            pitch,
            explain(
                facts[pitch.pk], investor, startup_id=pitch.organization_id, known=ask.known, model=ask.model,
                now=ask.now, knows_conflicts=True,
            ),
        )
        for pitch in pitches
    ]  # fmt: skip


def explained_pair(
    ask: Asking, deal: DealFacts, pitch: Pitch, investor: InvestorFacts, *, knows_conflicts: bool
) -> Explained:
    """Why one pair fits."""
    return explain(
        deal, investor, startup_id=pitch.organization_id, known=ask.known, model=ask.model, now=ask.now,
        knows_conflicts=knows_conflicts,
    )  # fmt: skip


def investor_matches(
    pairs: Sequence[tuple[Organization, Explained]], explored: Collection[UUID], *, now: datetime
) -> tuple[InvestorMatch, ...]:
    """With the cards of the firms, and which of them were `explored`."""
    cards = investor_cards([firm for firm, _ in pairs], now=now)
    return tuple(
        InvestorMatch(card, why, is_explored=firm.pk in explored)
        for card, (firm, why) in zip(cards, pairs, strict=True)
    )


def deal_matches(pairs: Sequence[tuple[Pitch, Explained]], explored: Collection[UUID]) -> tuple[DealMatch, ...]:
    """With the cards of the pitches, and which of them were `explored`."""
    return tuple(DealMatch(DealCard(pitch), why, is_explored=pitch.pk in explored) for pitch, why in pairs)
