"""Rows of pitches and their blocks, made of plans. Amounts in minor units."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from backend.accounts.models import User
from backend.console.demo.amounts import LADDER, draw_minor, round_amount
from backend.console.demo.calendar import before
from backend.console.demo.chance import demo_id, pick, stream
from backend.console.demo.companies import CompanyPlan
from backend.console.demo.organization_rows import OrganizationRows
from backend.console.demo.texts import Speech
from backend.console.demo.words import names, phrases
from backend.core.money import Currency, Money
from backend.core.rates import to_usd
from backend.deals.completeness import measure
from backend.deals.enums import Block, BusinessModel, Instrument, PitchState, Stage, Visibility
from backend.deals.models import (
    Pitch,
    PitchBlock,
    PitchIp,
    PitchNeeds,
    PitchTeam,
    PitchTeamMember,
    PitchTerms,
    PitchTraction,
)
from backend.deals.selectors.pitches import stated_values

# How many startups have a pitch in which state; the rest have none.
STATES: dict[PitchState | None, int] = {
    PitchState.PUBLISHED: 1680,
    PitchState.DRAFT: 110,
    PitchState.IN_REVIEW: 40,
    PitchState.PAUSED: 60,
    PitchState.CLOSED: 70,
    None: 40,
}
_CONSUMER = frozenset({"FASH", "CREA"})


@dataclass(slots=True)
class PitchRows:
    """Everything of one pitch."""

    pitch: Pitch
    terms: PitchTerms
    traction: PitchTraction
    ip: PitchIp
    needs: PitchNeeds
    team: PitchTeam
    members: list[PitchTeamMember]
    blocks: list[PitchBlock] = field(default_factory=list)


def plan_states(plans: list[CompanyPlan]) -> list[PitchState | None]:
    """The state of each startup's pitch. The first two companies of every sector are published, so that it is found."""
    states = [state for state, count in STATES.items() for _ in range(count)]
    stream("states").shuffle(states)
    seen: dict[str, int] = {}
    for index, plan in enumerate(plans):
        turn = seen[plan.leaf.code] = seen.get(plan.leaf.code, 0) + 1
        if turn <= 4 and states[index] != PitchState.PUBLISHED:
            other = next(later for later in range(len(states) - 1, index, -1) if states[later] == PitchState.PUBLISHED)
            states[index], states[other] = states[other], states[index]
    return states


def pitch_rows(
    plans: list[CompanyPlan],
    speeches: list[Speech],
    states: list[PitchState | None],
    owners: list[OrganizationRows],
    today: date,
) -> list[PitchRows]:
    """One pitch for each startup that has one."""
    rng = stream("pitches")
    return [
        _rows(rng, plan, speech, state, owner, today)
        for plan, speech, state, owner in zip(plans, speeches, states, owners, strict=True)
        if state is not None
    ]


def _rows(
    rng: random.Random, plan: CompanyPlan, speech: Speech, state: PitchState, owner: OrganizationRows, today: date
) -> PitchRows:
    pitch = _pitch(rng, plan, speech, owner, today)
    _set_state(rng, pitch, state, today, plan.number)
    if state == PitchState.DRAFT:
        _leave_gaps(rng, pitch)
    rows = PitchRows(
        pitch=pitch,
        terms=_terms(rng, pitch, speech),
        traction=_traction(rng, pitch, plan),
        ip=_ip(rng, pitch, plan),
        needs=_needs(rng, pitch, speech),
        team=PitchTeam(pitch=pitch, headcount=owner.organization.headcount, rd_share_pct=rng.randint(20, 80)),
        members=_members(rng, pitch, plan, owner.owner),
        blocks=_visibility(rng, pitch),
    )
    # By the measure the services use; the block rows hang on the pitch already, though none is stored yet.
    pitch.completeness = measure(stated_values(pitch, rows.members)).percent
    return rows


def _pitch(rng: random.Random, plan: CompanyPlan, speech: Speech, owner: OrganizationRows, today: date) -> Pitch:
    currency = Currency(plan.place.currency)
    target = draw_minor(rng, plan.rung, plan.leaf.top, currency)
    low = round_amount(target / 100 * rng.uniform(0.6, 0.9)) * 100
    high = round_amount(target / 100 * rng.uniform(1.1, 1.6)) * 100
    stage = Stage.STRATEGIC if plan.rung >= 3 and rng.random() < 0.05 else LADDER[plan.rung]
    place = plan.place
    return Pitch(
        id=demo_id("pitch", plan.number),
        organization=owner.organization,
        created_by=owner.owner,
        one_liner=speech.one_liner,
        one_liner_en=speech.one_liner_en,
        story=speech.story,
        story_en=speech.story_en,
        business_model=_business_model(rng, plan.leaf.top),
        customer_type=speech.customer.zh,
        sector_primary=plan.leaf.code,
        sectors=[plan.leaf.code, *plan.extra_leaves],
        tech_keywords=list(speech.keywords),
        country=place.country,
        region=place.region,
        city=place.city,
        district=place.district,
        stage=stage,
        instrument=pick(rng, ((Instrument.EQUITY, 84), (Instrument.CONVERTIBLE_NOTE, 10), (Instrument.SAFE, 6))),
        currency=currency,
        amount_min_minor=min(low, target),
        amount_target_minor=target,
        amount_max_minor=max(high, target),
        amount_usd=to_usd(Money(target, currency)),
        close_by_date=today + timedelta(days=rng.randint(25, 240)) if rng.random() < 0.8 else None,
        lead_wanted=rng.random() < 0.55,
    )


def _business_model(rng: random.Random, top: str) -> BusinessModel:
    if top in _CONSUMER:
        return pick(rng, ((BusinessModel.B2C, 6), (BusinessModel.B2B2C, 3), (BusinessModel.B2B, 2)))
    return pick(rng, ((BusinessModel.B2B, 7), (BusinessModel.B2B2C, 2), (BusinessModel.B2G, 1)))


def _set_state(rng: random.Random, pitch: Pitch, state: PitchState, today: date, number: int) -> None:
    """The dates that belong to a state. A published pitch may have been confirmed too long ago; some are stale."""
    age = max(2, round(rng.triangular(2, 330, 40)))
    pitch.state = state
    pitch.created_at = before(today, age + rng.randint(4, 20), number)
    if state == PitchState.DRAFT:
        return
    pitch.submitted_at = before(today, age + 2 if state != PitchState.IN_REVIEW else rng.randint(1, 4), number)
    pitch.created_at = min(pitch.created_at, pitch.submitted_at - timedelta(hours=6))
    if state == PitchState.IN_REVIEW:
        return
    pitch.published_at = pitch.approved_at = before(today, age, number)
    pitch.last_confirmed_at = before(today, rng.randint(1, min(age, 130)), number)
    since: datetime = before(today, rng.randint(1, max(1, age // 2)), number)
    if state == PitchState.PAUSED:
        pitch.paused_at = since
    elif state == PitchState.CLOSED:
        pitch.closed_at = since


def _leave_gaps(rng: random.Random, pitch: Pitch) -> None:
    """A draft has been begun, not finished."""
    if rng.random() < 0.6:
        pitch.amount_min_minor = pitch.amount_target_minor = pitch.amount_max_minor = pitch.amount_usd = None
    if rng.random() < 0.5:
        pitch.stage = ""
    if rng.random() < 0.5:
        pitch.story = pitch.story_en = ""


def _terms(rng: random.Random, pitch: Pitch, speech: Speech) -> PitchTerms:
    target = pitch.amount_target_minor
    terms = PitchTerms(pitch=pitch, use_of_proceeds=speech.story.rpartition("\n\n")[2])
    if target is not None and rng.random() < 0.85:
        terms.pre_money_minor = round_amount(target / 100 * rng.uniform(3.5, 9)) * 100
        terms.min_ticket_minor = round_amount(target / 100 * rng.uniform(0.08, 0.3)) * 100
        terms.lead_committed = not pitch.lead_wanted
        terms.committed_minor = round_amount(target / 100 * rng.uniform(0.1, 0.5)) * 100 if terms.lead_committed else 0
    return terms


def _traction(rng: random.Random, pitch: Pitch, plan: CompanyPlan) -> PitchTraction:
    """Revenue grows with the rung; the first two rungs mostly have none yet."""
    traction = PitchTraction(pitch=pitch, letters_of_intent=rng.randint(0, 12))
    if plan.rung >= 2 and pitch.amount_target_minor is not None:
        latest = pitch.amount_target_minor / 100 * rng.uniform(0.15, 0.9)
        years = [latest, latest * rng.uniform(0.4, 0.8), latest * rng.uniform(0.1, 0.3)]
        traction.revenue_years_minor = [round_amount(year) * 100 for year in years[: 1 + min(2, plan.rung - 2)]]
        traction.gross_margin_pct = Decimal(rng.randint(180, 780)) / 10
        traction.customers = rng.randint(3, 40) * plan.rung
    if rng.random() < 0.75:
        burn = round_amount(60_000 * 1.7**plan.rung * rng.uniform(0.6, 1.5))
        traction.runway_months = rng.randint(4, 26)
        traction.monthly_burn_minor = burn * 100
        traction.cash_minor = burn * 100 * traction.runway_months
    if plan.rung >= 1 and rng.random() < 0.5:
        traction.key_contracts = f"与{rng.randint(1, 4)}家{plan.leaf.customers[0].zh}签订供货或服务协议"
    return traction


def _ip(rng: random.Random, pitch: Pitch, plan: CompanyPlan) -> PitchIp:
    scale = 2 + 3 * plan.rung if plan.leaf.top not in _CONSUMER else 1 + plan.rung
    return PitchIp(
        pitch=pitch,
        patents_granted=rng.randint(0, scale),
        patents_pending=rng.randint(0, scale),
        software_copyrights=rng.randint(0, scale),
        standards=rng.randint(0, 2) if plan.rung >= 4 else 0,
    )


def _needs(rng: random.Random, pitch: Pitch, speech: Speech) -> PitchNeeds:
    words = phrases()["people"]
    term = speech.keywords[0]
    return PitchNeeds(
        pitch=pitch,
        space=rng.choice(words["needs_space"]),
        pilot_customer=rng.choice(words["needs_pilot"]).format(c=speech.customer.zh),
        talent=rng.choice(words["needs_talent"]).format(t=term),
        policy=rng.choice(words["needs_policy"]),
    )


def _members(rng: random.Random, pitch: Pitch, plan: CompanyPlan, owner: User) -> list[PitchTeamMember]:
    """The owner, who confirmed the role, and up to three others, who have no account yet."""
    words = phrases()["people"]
    field_of_work = plan.leaf.products[0].zh
    people: list[tuple[str, User | None]] = [(owner.display_name, owner)]
    people += [(name, None) for name in _colleagues(plan.number, rng.randint(0, 3))]
    return [
        PitchTeamMember(
            id=demo_id("team member", plan.number, position),
            pitch=pitch,
            person=person,
            name=name,
            role=words["roles"][position],
            background=rng.choice(words["backgrounds"]).format(t=field_of_work),
            position=position,
            role_confirmed_at=pitch.created_at if person is not None else None,
        )
        for position, (name, person) in enumerate(people)
    ]


def _colleagues(number: int, count: int) -> list[str]:
    """Names of people beside the founder, drawn for this company alone."""
    words, rng = names(), stream(f"colleagues {number}")
    return [
        rng.choice(words["surnames"]) + rng.choice(words["given_first"]) + rng.choice(words["given_second"])
        for _ in range(count)
    ]


def _visibility(rng: random.Random, pitch: Pitch) -> list[PitchBlock]:
    """A third of the teams changed who reads what; the others keep the defaults."""
    if rng.random() > 0.34:
        return []
    chosen = {
        Block.DECK: pick(rng, ((Visibility.AFTER_NDA, 5), (Visibility.NAMED_INVESTORS, 3), (Visibility.PUBLIC, 1))),
        Block.TRACTION: pick(rng, ((Visibility.AFTER_NDA, 3), (Visibility.NAMED_INVESTORS, 3), (Visibility.PUBLIC, 2))),
    }
    if rng.random() < 0.3:
        chosen[Block.TEAM] = Visibility.VERIFIED_INVESTORS
    if rng.random() < 0.2:
        chosen[Block.STORY] = Visibility.VERIFIED_INVESTORS
    return [PitchBlock(pitch=pitch, block=block, visibility=visibility) for block, visibility in chosen.items()]
