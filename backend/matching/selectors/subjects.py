"""What may be matched by whom: the rows a question is about, with the rights asked for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.core.errors import NotFound
from backend.core.permissions import may, require
from backend.deals.enums import Block, ThesisState
from backend.deals.models import Pitch, Thesis
from backend.deals.selectors.access import visibilities_of
from backend.deals.selectors.pitches import visible_pitches
from backend.deals.selectors.theses import visible_theses
from backend.matching.projections import deal_facts, facts_of, past_deals_of, with_blocks
from backend.matching.projections.deals import PUBLIC, VERIFIED, blocks_for
from backend.matching.selectors.scope import audience_of
from backend.organizations.enums import OrganizationKind
from backend.organizations.models import Organization
from backend.organizations.selectors import visible_organizations
from search.records import DealFacts, InvestorFacts
from search.scope import Audience


@dataclass(frozen=True, slots=True)
class Investor:
    """The side that invests: a firm with the theses the question is about."""

    firm: Organization
    facts: InvestorFacts


def pitch_of_team(viewer: Viewer, pitch_id: UUID) -> Pitch:
    """A pitch whose matches the viewer may see. Raises NotFound when invisible, NotPermitted for anybody but its team."""
    pitch = visible_pitch(viewer, pitch_id)
    require(viewer, "matching.match_pitch", pitch)
    return pitch


def visible_pitch(viewer: Viewer, pitch_id: UUID) -> Pitch:
    """Raises NotFound."""
    pitch = with_blocks(visible_pitches(viewer).filter(pk=pitch_id)).first()
    if pitch is None:
        raise NotFound
    return pitch


def thesis_of_member(viewer: Viewer, thesis_id: UUID, now: datetime) -> Investor:
    """A thesis in any state, with the firm's deals. Raises NotFound, or NotPermitted for anybody but its firm."""
    thesis = visible_theses(viewer, now).filter(pk=thesis_id).prefetch_related("portfolio_conflicts").first()
    if thesis is None:
        raise NotFound
    require(viewer, "matching.match_firm", thesis)
    return investor_of(thesis.firm, [thesis])


def firm_of_member(viewer: Viewer, firm_id: UUID, now: datetime) -> Investor:
    """A firm with its published theses. Raises NotFound, or NotPermitted for anybody but its members."""
    firm = visible_firm(viewer, firm_id)
    require(viewer, "matching.match_firm", firm)
    return investor_of(firm, published_theses(viewer, firm, now))


def visible_firm(viewer: Viewer, firm_id: UUID) -> Organization:
    """Raises NotFound."""
    firms = visible_organizations(viewer).filter(kind=OrganizationKind.INVESTMENT_FIRM)
    firm = firms.filter(pk=firm_id).first()
    if firm is None:
        raise NotFound
    return firm


def published_theses(viewer: Viewer, firm: Organization, now: datetime) -> list[Thesis]:
    theses = visible_theses(viewer, now).filter(firm=firm, state=ThesisState.PUBLISHED)
    return list(theses.prefetch_related("portfolio_conflicts").order_by("pk"))


def investor_of(firm: Organization, theses: list[Thesis]) -> Investor:
    deals = [deal for _, deal in past_deals_of([firm.pk])]
    return Investor(firm, facts_of(firm, theses, deals))


def facts_for_team(pitch: Pitch) -> DealFacts:
    """A pitch as verified investors see it: what its team is matched by, so that both sides get one answer."""
    return facts_for(pitch, Audience.VERIFIED)


def facts_for(pitch: Pitch, audience: Audience) -> DealFacts:
    """A pitch as one audience sees it."""
    return facts_for_all([pitch], audience)[pitch.pk]


def facts_for_all(pitches: list[Pitch], audience: Audience) -> dict[UUID, DealFacts]:
    """Pitches as one audience sees them; one query for the visibilities."""
    open_now = open_blocks(pitches, audience)
    return {pitch.pk: deal_facts(pitch, open_now[pitch.pk]) for pitch in pitches}


def open_blocks(pitches: list[Pitch], audience: Audience) -> dict[UUID, frozenset[Block]]:
    """The blocks of each pitch an audience may read now. One query, none for no pitches."""
    if not pitches:
        return {}
    open_to = VERIFIED if audience is Audience.VERIFIED else PUBLIC
    return {pk: blocks_for(chosen, open_to) for pk, chosen in visibilities_of(pitches).items()}


def may_see_fit(viewer: Viewer, pitch: Pitch, firm: Organization) -> bool:
    """Both sides of a pair may see why it fits."""
    return may(viewer, "matching.match_pitch", pitch) or is_of_firm(viewer, firm)


def is_of_firm(viewer: Viewer, firm: Organization) -> bool:
    """Whether the viewer acts for the firm, and so may know all it says of itself."""
    return may(viewer, "matching.match_firm", firm)


def is_personalized(viewer: Viewer) -> bool:
    """Whether this person lets traits of theirs shape an order (PIPL art. 24)."""
    person = as_person(viewer)
    return person is None or person.personalized


def audience_for_pair(viewer: Viewer, pitch: Pitch, now: datetime) -> Audience:
    """What the viewer of a pair may learn of the pitch: its team sees what verified investors see."""
    return Audience.VERIFIED if may(viewer, "matching.match_pitch", pitch) else audience_of(viewer, now)
