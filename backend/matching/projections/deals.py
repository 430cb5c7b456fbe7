"""Pitches as records.

There are two views. `public` holds the headline and the blocks its team made public; `verified` adds the blocks open to
verified investors. Blocks for named investors or behind an NDA are in neither, so the index cannot give them away.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from backend.deals.enums import Block, Visibility
from backend.deals.models import Pitch, PitchTeamMember
from backend.deals.selectors.access import visibilities_of
from backend.matching.eligibility import public_pitches
from backend.matching.projections.values import amount, major, place_of, stated
from search.records import DealFacts, DealRecord

_RELATED = ("organization", "terms", "traction", "ip", "needs", "team")
_WITH_TEXTS = ("organization", "terms", "traction", "ip", "needs")
_TEXTS = (
    "story", "story_en", "customer_type", "organization__description", "organization__description_en", "terms__use_of_proceeds",
    "traction__key_contracts", "ip__note", "needs__space", "needs__pilot_customer", "needs__talent", "needs__policy",
)  # fmt: skip
# Times no document tells of: to read one costs as much as three other columns.
_UNREAD = (
    "updated_at", "submitted_at", "approved_at", "paused_at", "closed_at",
    *(f"organization__{time}" for time in ("created_at", "updated_at", "verified_at", "verified_until", "claimed_at")),
)  # fmt: skip

PUBLIC = frozenset({Visibility.PUBLIC})
VERIFIED = frozenset({Visibility.PUBLIC, Visibility.VERIFIED_INVESTORS})


def with_blocks(pitches: QuerySet[Pitch]) -> QuerySet[Pitch]:
    """With everything `deal_facts` reads, in a fixed number of queries."""
    return pitches.select_related(*_RELATED).prefetch_related(_members())


def with_texts(pitches: QuerySet[Pitch]) -> QuerySet[Pitch]:
    """With everything `summaries` reads and nothing else, in two queries."""
    return pitches.select_related(*_WITH_TEXTS).only(*_TEXTS).prefetch_related(_members())


def _members() -> "Prefetch[Any]":
    return Prefetch("team_members", PitchTeamMember.objects.only("pitch_id", "name", "role", "background"))


def deal_records(versions: Mapping[UUID, int]) -> Iterator[DealRecord]:
    """Records of those pitches that may be indexed, each with the version of its mark."""
    pitches = list(with_blocks(public_pitches().filter(pk__in=list(versions))).defer(*_UNREAD))
    chosen = visibilities_of(pitches)
    for pitch in pitches:
        yield DealRecord(
            id=str(pitch.pk),
            version=versions[pitch.pk],
            published_at=pitch.published_at or pitch.created_at,
            startup_id=str(pitch.organization_id),
            public=deal_facts(pitch, blocks_for(chosen[pitch.pk], PUBLIC)),
            verified=deal_facts(pitch, blocks_for(chosen[pitch.pk], VERIFIED)),
        )


def blocks_for(chosen: Mapping[Block, Visibility], audience: frozenset[Visibility]) -> frozenset[Block]:
    """The blocks whose chosen visibility is one of the audience's."""
    return frozenset(block for block, visibility in chosen.items() if visibility in audience)


def deal_facts(pitch: Pitch, blocks: frozenset[Block]) -> DealFacts:
    """The headline and the text of the given blocks."""
    company = pitch.organization
    terms, traction, ip = _related(pitch, "terms"), _related(pitch, "traction"), _related(pitch, "ip")
    money = _money_facts(pitch, terms, traction, blocks)
    return DealFacts(
        names=_names(pitch),
        one_liners=_one_liners(pitch),
        summaries=summaries(pitch, blocks),
        keywords=_keywords(pitch),
        sectors=tuple(pitch.sectors) or stated(pitch.sector_primary),
        stage=pitch.stage,
        place=place_of(pitch),
        founded_year=company.founded_on.year if company.founded_on else None,
        ip_count=_patents(ip) if Block.IP in blocks else None,
        qualifications=tuple(company.qualifications),
        business_model=pitch.business_model,
        instrument=pitch.instrument,
        lead_wanted=pitch.lead_wanted,
        close_by=pitch.close_by_date,
        last_confirmed_on=timezone.localdate(pitch.last_confirmed_at) if pitch.last_confirmed_at else None,
        **money,
    )


def headline(pitch: Pitch) -> tuple[str, ...]:
    """The texts everybody may read who may see the pitch; needs none of its blocks."""
    return (*_names(pitch), *_one_liners(pitch), *_keywords(pitch))


def _names(pitch: Pitch) -> tuple[str, ...]:
    company = pitch.organization
    return stated(company.brand_name, company.legal_name, company.name_en)


def _one_liners(pitch: Pitch) -> tuple[str, ...]:
    company = pitch.organization
    return stated(pitch.one_liner, pitch.one_liner_en, company.one_liner, company.one_liner_en)


def _keywords(pitch: Pitch) -> tuple[str, ...]:
    return stated(*pitch.tech_keywords, *pitch.organization.tech_keywords)


def summaries(pitch: Pitch, blocks: frozenset[Block]) -> tuple[str, ...]:
    """The free text of the given blocks, and the company's public description."""
    company = pitch.organization
    texts = [company.description, company.description_en]
    if Block.STORY in blocks:
        texts += [pitch.story, pitch.story_en, pitch.customer_type]
    if Block.TRACTION in blocks:
        texts.append(_word(pitch, "traction", "key_contracts"))
    if Block.IP in blocks:
        texts.append(_word(pitch, "ip", "note"))
    if Block.TERMS in blocks:
        texts.append(_word(pitch, "terms", "use_of_proceeds"))
    if Block.NEEDS in blocks:
        texts += [_word(pitch, "needs", name) for name in ("space", "pilot_customer", "talent", "policy")]
    if Block.TEAM in blocks:
        texts += [f"{one.name} {one.role} {one.background}".strip() for one in pitch.team_members.all()]
    return stated(*texts)


def _money_facts(pitch: Pitch, terms: Any, traction: Any, blocks: frozenset[Block]) -> dict[str, Any]:
    shows_terms = terms is not None and Block.TERMS in blocks
    shows_revenue = traction is not None and Block.TRACTION in blocks and traction.revenue_years_minor
    target = pitch.amount_target_minor
    low = target if pitch.amount_min_minor is None else pitch.amount_min_minor
    high = target if pitch.amount_max_minor is None else pitch.amount_max_minor
    return {
        "ask": amount(low, high, pitch.currency),
        "min_ticket": major(terms.min_ticket_minor, pitch.currency) if shows_terms else None,
        "pre_money": major(terms.pre_money_minor, pitch.currency) if shows_terms else None,
        "revenue": major(traction.revenue_years_minor[0], pitch.currency) if shows_revenue else None,
    }


def _patents(ip: Any) -> int | None:
    if ip is None or (ip.patents_granted is None and ip.patents_pending is None):
        return None
    return (ip.patents_granted or 0) + (ip.patents_pending or 0)


def _word(pitch: Pitch, block: str, name: str) -> str:
    row = _related(pitch, block)
    return str(getattr(row, name)) if row is not None else ""


def _related(pitch: Pitch, name: str) -> Any:
    """A one-to-one block row, or None where the team has not begun it."""
    return getattr(pitch, name, None)
