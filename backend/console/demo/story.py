"""The story the demo tells, every step through the services, as people would take it.

A founder registers a company and has it verified, writes a pitch, hands it in and sees it published; a firm's partner
publishes a thesis and is determined as a specific person; others stand at earlier points of the same way.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from backend.accounts.models import User
from backend.console.demo.calendar import today_of
from backend.console.demo.closed_table import sit_down
from backend.console.demo.judged_evening import hold_judged_evening
from backend.console.demo.live_room import open_room
from backend.console.demo.money_story import tell_of_money
from backend.console.demo.organization_rows import code_of
from backend.console.demo.papers import Slide, deck_of, evidence_for
from backend.console.demo.past_evening import hold_evening, listen
from backend.console.demo.people import create_people
from backend.console.demo.places import WEIGHTED
from backend.console.demo.searches import save_searches
from backend.core.money import Currency, Money
from backend.deals.enums import Block, Instrument, LeadOrFollow, OpenTo, Stage, Visibility
from backend.deals.models import Pitch, Thesis
from backend.deals.selectors.revisions import edition_of_pitch
from backend.deals.services import access, pitch_states, pitches, team, theses
from backend.deals.services.pitch_changes import PitchChanges
from backend.deals.services.thesis_checks import ThesisValues
from backend.files import services as files
from backend.files.enums import FileKind
from backend.organizations import services as organizations
from backend.organizations.enums import (
    FundType,
    InvestorType,
    MemberRole,
    OrganizationKind,
    StandingKind,
    VerificationState,
)
from backend.organizations.models import InvestorStanding, Membership, Organization

_HOME = WEIGHTED[0][0]
_CODES_FROM = 900_000
_SLIDES = (
    Slide("青陌芯算", ("为机器人提供低功耗端侧 AI 芯片", "Low-power edge AI chips for robots")),
    Slide("问题", ("机器人靠云端或独立显卡推理", "功耗高、时延长、成本难以下降")),
    Slide("方案", ("RISC-V 与 NPU 一体的端侧 AI 芯片", "同等算力下功耗降低 45%")),
    Slide("进展", ("第二次流片已回片，6 家机器人企业试用", "授权专利 9 项，申请中 14 项")),
    Slide("融资", ("A 轮 3000 万至 5000 万元", "用于量产流片、软件工具链与客户导入")),
)


@dataclass(frozen=True, slots=True)
class Told:
    """Where the story ended."""

    pitch: Pitch
    thesis: Thesis
    standing: InvestorStanding


def tell(*, now: datetime) -> Told:
    """Tell it from the beginning. Wants the bulk to be there: one partner belongs to a firm with a past."""
    people = create_people()
    operator = people["operator"]
    save_searches(people["investor"], now=now)
    company = _verified(people["startup"], operator, _startup(people["startup"], now), now)
    pitch = _publish_pitch(people["startup"], operator, company, now)
    firm = _join_firm_with_past(people["investor"])
    thesis = _publish_thesis(people["investor"], firm, _chip_thesis(), now)
    standing = _determine(people["investor"], operator, firm, now)
    _open_fund(people["investor"], firm, now)
    access.grant_blocks(
        actor=people["startup"],
        pitch=pitch,
        firm=firm,
        blocks=[Block.TERMS],
        expires_at=now + timedelta(days=60),
        now=now,
    )
    host = _tell_of_the_others(people, operator, now)
    open_room(host=people["host"], operator=operator, organization=host, pitch=pitch, now=now)
    tell_of_money(host=people["host"], operator=operator, organization=host, now=now)
    hold_evening(host=people["host"], operator=operator, organization=host, now=now)
    hold_judged_evening(host=people["host"], operator=operator, organization=host, now=now)
    sit_down(host=people["host"], guest=people["investor"], operator=operator, organization=host, now=now)
    listen(host=people["host"], organization=host, now=now)
    return Told(pitch, thesis, standing)


def _tell_of_the_others(people: dict[str, User], operator: User, now: datetime) -> Organization:
    """A second firm, a limited partner, a host, and a firm that still waits for its verification. Returns the host."""
    second = _found(people["investor_second"], OrganizationKind.INVESTMENT_FIRM, 2, "暮帆资本", "Mufan Capital", now)
    _verified(people["investor_second"], operator, second, now)
    _publish_thesis(people["investor_second"], second, _robot_thesis(), now)
    partner = _found(
        people["limited_partner"], OrganizationKind.LIMITED_PARTNER, 3, "湾畔家族办公室", "Wanpan Family Office", now
    )
    _verified(people["limited_partner"], operator, partner, now)
    _determine(people["limited_partner"], operator, partner, now)
    host = _found(people["host"], OrganizationKind.HOST, 4, "竹里路演中心", "Zhuli Roadshow Center", now)
    _verified(people["host"], operator, host, now)
    waiting = _found(
        people["investor_unverified"], OrganizationKind.INVESTMENT_FIRM, 5, "疏影天使", "Shuying Angels", now
    )
    _ask_for_verification(people["investor_unverified"], waiting, now)
    return host


def _found(
    actor: User, kind: OrganizationKind, number: int, brand: str, english: str, now: datetime, **values: object
) -> Organization:
    """Register an organization; marking it as the demo's is the one thing no service does."""
    organization = organizations.create_organization(
        actor=actor,
        kind=kind,
        legal_name=f"深圳市{brand}有限公司",
        now=now,
        brand_name=brand,
        name_en=english,
        uscc=code_of(_CODES_FROM + number, _HOME),
        investor_type=InvestorType.VC if kind == OrganizationKind.INVESTMENT_FIRM else "",
        country=_HOME.country,
        region=_HOME.region,
        city=_HOME.city,
        district=_HOME.district,
        **values,
    )
    Organization.objects.filter(pk=organization.pk).update(is_demo=True)
    organization.refresh_from_db()
    return organization


def _startup(actor: User, now: datetime) -> Organization:
    return _found(
        actor,
        OrganizationKind.STARTUP,
        1,
        "青陌芯算",
        "Qingmo Silicon",
        now,
        one_liner="为机器人提供低功耗端侧AI芯片",
        one_liner_en="Low-power edge AI chips for robots",
        website="https://qingmo-silicon.example",
        founded_on=date(today_of(now).year - 3, 5, 18),
        founded_precision="month",
        sector_primary="SEMI_DES",
        sectors=["SEMI_DES", "ROBO_PART"],
        tech_keywords=["RISC-V", "NPU", "端侧推理"],
        qualifications=["technology_sme", "high_tech_enterprise"],
        headcount=42,
    )


def _ask_for_verification(actor: User, organization: Organization, now: datetime) -> None:
    paper = files.store_upload(
        actor=actor, kind=FileKind.EVIDENCE, upload=evidence_for(organization.legal_name), now=now
    )
    organizations.request_verification(
        actor=actor, organization=organization, statement="营业执照与授权书", evidence=[paper], now=now
    )


def _verified(actor: User, operator: User, organization: Organization, now: datetime) -> Organization:
    """Ask with evidence; an operator approves for a year."""
    _ask_for_verification(actor, organization, now)
    review = organization.reviews.get()
    organizations.decide_review(actor=operator, review=review, approve=True, now=now, reason="材料齐全")
    organization.refresh_from_db()
    return organization


def _publish_pitch(founder: User, operator: User, company: Organization, now: datetime) -> Pitch:
    """Draft, deck, team, visibility, review, publication."""
    pitch = pitches.create_pitch(actor=founder, organization=company, changes=_pitch_changes(now), now=now)
    deck = files.store_upload(
        actor=founder, kind=FileKind.DECK, upload=deck_of(_SLIDES, "青陌芯算-商业计划书.pdf"), now=now
    )
    pitches.attach_deck(actor=founder, pitch=pitch, file_id=deck.pk, now=now)
    # Here and not by the worker: the operator below approves what has pages to be read.
    files.process_file(file_id=deck.pk, now=now)
    member = team.add_team_member(
        actor=founder,
        pitch=pitch,
        changes={
            "name": founder.display_name,
            "role": "创始人兼首席执行官",
            "background": "十二年芯片架构经验，曾带队完成两代端侧处理器量产。",
            "position": 0,
            "person": founder.pk,
        },
        now=now,
    )
    team.confirm_role(actor=founder, member=member, now=now)
    chosen = {Block.TRACTION: Visibility.AFTER_NDA, Block.TERMS: Visibility.NAMED_INVESTORS}
    pitches.set_visibility(actor=founder, pitch=pitch, blocks=chosen, now=now)
    submitted = pitch_states.submit_pitch(actor=founder, pitch=pitch, now=now)
    edition = edition_of_pitch(submitted)
    return pitch_states.decide_pitch(actor=operator, pitch=pitch, approve=True, reason="", edition=edition, now=now)


def _pitch_changes(now: datetime) -> PitchChanges:
    return {
        "one_liner": "为机器人提供低功耗端侧AI芯片",
        "one_liner_en": "Low-power edge AI chips for robots",
        "story": "## 问题\n\n机器人依赖云端或独立显卡推理，功耗高、时延长。\n\n"
        "## 方案\n\n自研 RISC-V 与 NPU 一体的端侧 AI 芯片，同等算力下功耗降低 45%。\n\n"
        "## 进展\n\n第二次流片已回片，6 家机器人企业在试用。",
        "story_en": "## Problem\n\nRobots infer in the cloud or on graphics cards: hot, slow and expensive.\n\n"
        "## Solution\n\nAn edge AI chip that joins RISC-V and an NPU, 45% less power at the same throughput.\n\n"
        "## Progress\n\nThe second tape-out is back and six robot makers are testing it.",
        "business_model": "b2b",
        "customer_type": "机器人整机企业",
        "sector_primary": "SEMI_DES",
        "sectors": ["SEMI_DES", "ROBO_PART"],
        "tech_keywords": ["RISC-V", "NPU", "端侧推理"],
        "country": _HOME.country,
        "region": _HOME.region,
        "city": _HOME.city,
        "district": _HOME.district,
        "stage": Stage.SERIES_A,
        "instrument": Instrument.EQUITY,
        "amount_min": _yuan(30_000_000),
        "amount_target": _yuan(40_000_000),
        "amount_max": _yuan(50_000_000),
        "close_by_date": today_of(now) + timedelta(days=120),
        "lead_wanted": True,
        "team": {"headcount": 42, "rd_share_pct": 76},
        "traction": {
            "revenue_years": [_yuan(6_500_000), _yuan(1_200_000)],
            "customers": 6,
            "letters_of_intent": 4,
            "cash": _yuan(18_000_000),
            "monthly_burn": _yuan(1_500_000),
            "runway_months": 12,
        },
        "ip": {"patents_granted": 9, "patents_pending": 14, "software_copyrights": 11, "standards": 1},
        "terms": {
            "pre_money": _yuan(260_000_000),
            "min_ticket": _yuan(5_000_000),
            "committed": _yuan(8_000_000),
            "lead_committed": False,
            "use_of_proceeds": "量产流片、软件工具链与客户导入",
        },
        "needs": {"pilot_customer": "希望对接服务机器人整机企业", "space": "河套片区400平方米研发空间"},
    }


def _yuan(amount: int) -> Money:
    return Money(amount * 100, Currency.CNY)


def _join_firm_with_past(person: User) -> Organization:
    """The bulk's busiest verified firm in early chip rounds; the partner is its admin."""
    early = (Stage.ANGEL, Stage.PRE_A, Stage.SERIES_A, Stage.SERIES_A_PLUS)
    firm = (
        Organization.objects.filter(
            is_demo=True,
            kind=OrganizationKind.INVESTMENT_FIRM,
            verification_state=VerificationState.VERIFIED,
            country=_HOME.country,
            participations__round__stage__in=early,
            participations__round__company__sector_primary__startswith="SEMI",
        )
        .alias(deals=Count("participations"))
        .order_by("-deals", "pk")[0]
    )
    Membership.objects.create(organization=firm, person=person, role=MemberRole.ADMIN, title="合伙人")
    return firm


def _publish_thesis(actor: User, firm: Organization, values: ThesisValues, now: datetime) -> Thesis:
    thesis = theses.create_thesis(actor=actor, firm=firm, values=values, now=now)
    return theses.publish_thesis(actor=actor, thesis=thesis, now=now)


def _chip_thesis() -> ThesisValues:
    return {
        "title": "端侧算力与机器人芯片",
        "title_en": "Edge compute and chips for robots",
        "summary": "关注端侧 AI 芯片、RISC-V 与机器人核心零部件的早期团队。",
        "stages": [Stage.PRE_A, Stage.SERIES_A, Stage.SERIES_A_PLUS],
        "sectors_include": ["SEMI_DES", "SEMI_MEM", "ROBO_PART"],
        "sectors_exclude": ["FASH"],
        "keywords": ["AI芯片", "RISC-V", "端侧推理"],
        "countries": ["CHN", "HKG"],
        "ticket_min": _yuan(10_000_000),
        "ticket_max": _yuan(30_000_000),
        "instruments": [Instrument.EQUITY],
        "lead_or_follow": LeadOrFollow.LEAD,
        "annual_deals": 8,
        "decision_days": 30,
        "pre_revenue_ok": True,
        "open_to": OpenTo.COLD_DECK,
        "value_add": "产业订单导入、流片资源协调",
    }


def _robot_thesis() -> ThesisValues:
    return {
        "title": "机器人与具身智能",
        "title_en": "Robots and embodied AI",
        "summary": "投资人形机器人、服务机器人及其上游。",
        "stages": [Stage.ANGEL, Stage.PRE_A, Stage.SERIES_A],
        "sectors_include": ["ROBO"],
        "keywords": ["具身智能", "灵巧手"],
        "countries": ["CHN"],
        "cities": ["深圳"],
        "ticket_min": _yuan(3_000_000),
        "ticket_max": _yuan(15_000_000),
        "lead_or_follow": LeadOrFollow.EITHER,
        "decision_days": 21,
        "open_to": OpenTo.INTRO_ONLY,
    }


def _determine(person: User, operator: User, organization: Organization, now: datetime) -> InvestorStanding:
    """A specific-person determination, asked for with evidence and granted for a year."""
    paper = files.store_upload(
        actor=person, kind=FileKind.EVIDENCE, upload=evidence_for(organization.legal_name), now=now
    )
    standing = organizations.request_standing(
        actor=person,
        kind=StandingKind.SPECIFIC_PERSON,
        statement="已完成风险测评与合格投资者承诺",
        evidence=[paper],
        now=now,
        organization=organization,
    )
    return organizations.decide_standing(
        actor=operator,
        standing=standing,
        approve=True,
        now=now,
        reason="材料齐全",
        valid_until=now + timedelta(days=365),
    )


def _open_fund(actor: User, firm: Organization, now: datetime) -> None:
    year = today_of(now).year
    organizations.create_fund(
        actor=actor,
        firm=firm,
        name=f"{firm.display_name}芯片专项基金",
        fund_type=FundType.VENTURE_CAPITAL_FUND,
        committed_minor=500_000_000 * 100,
        paid_in_minor=200_000_000 * 100,
        vintage_year=year - 1,
        end_year=year + 7,
    )
