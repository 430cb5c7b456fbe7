"""Pages of matches with their reasons, from the database alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from backend.deals.models import Pitch
from backend.matching.answers import DealCard, DealMatch, Explained, InvestorMatch
from backend.matching.projections import investor_facts
from backend.matching.selectors.cards import investor_cards
from backend.matching.selectors.explaining import explain
from backend.matching.selectors.subjects import facts_for_all
from backend.organizations.models import Organization
from search.knowledge import Knowledge
from search.matching.model import Model
from search.records import DealFacts, InvestorFacts
from search.scope import Audience

T = TypeVar("T")


def explained_investors(
    deal: DealFacts, firms: Sequence[Organization], *, known: Knowledge, model: Model, now: datetime
) -> list[tuple[Organization, Explained]]:
    """Each firm with why it fits the deal, in the order given."""
    facts = investor_facts(firms, now=now)
    return [
        (firm, explain(deal, one, known=known, model=model, now=now)) for firm, one in zip(firms, facts, strict=True)
    ]


def explained_pitches(
    investor: InvestorFacts,
    pitches: Sequence[Pitch],
    audience: Audience,
    *,
    known: Knowledge,
    model: Model,
    now: datetime,
) -> list[tuple[Pitch, Explained]]:
    """Each pitch with why it fits the investor, as the audience sees it, in the order given."""
    facts = facts_for_all(list(pitches), audience)
    return [(pitch, explain(facts[pitch.pk], investor, known=known, model=model, now=now)) for pitch in pitches]


def best_first(pairs: list[tuple[T, Explained]]) -> list[tuple[T, Explained]]:
    """By score; equal ones keep their order."""
    return sorted(pairs, key=lambda pair: -pair[1].score)


def investor_matches(pairs: Sequence[tuple[Organization, Explained]], *, now: datetime) -> tuple[InvestorMatch, ...]:
    """With the cards of the firms."""
    cards = investor_cards([firm for firm, _ in pairs], now=now)
    return tuple(InvestorMatch(card, why) for card, (_, why) in zip(cards, pairs, strict=True))


def deal_matches(pairs: Sequence[tuple[Pitch, Explained]]) -> tuple[DealMatch, ...]:
    return tuple(DealMatch(DealCard(pitch), why) for pitch, why in pairs)


def order_by_ids(rows: dict[UUID, T], ids: Sequence[UUID]) -> list[T]:
    """The rows in the order of the ids; those the viewer may not see are missing."""
    return [rows[pk] for pk in ids if pk in rows]
