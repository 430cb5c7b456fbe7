"""Rows of organizations and the people who own them, made of plans."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import uscc

from backend.accounts.models import User
from backend.console.demo.calendar import before, moment
from backend.console.demo.chance import demo_id, pick, stream
from backend.console.demo.companies import CompanyPlan
from backend.console.demo.firms import FirmPlan
from backend.console.demo.naming import Name, person_names
from backend.console.demo.places import Place
from backend.console.demo.texts import Speech
from backend.core.languages import Language
from backend.deals.enums import PitchState
from backend.organizations.enums import (
    DatePrecision,
    MemberRole,
    OrganizationKind,
    Qualification,
    VerificationState,
)
from backend.organizations.models import Membership, Organization
from search.sectors import Sector

# Nobody can sign in with it: it is no hash of anything.
_NO_PASSWORD = "!demo"  # noqa: S105
# 440399 is no administrative division, so no real organization has one of these codes.
_CODE_HEAD = "91440399XMH"
FIRM_OFFSET = 10_000
_OVERSEAS = {"HKG": "hk", "MAC": "mo"}


@dataclass(slots=True)
class OrganizationRows:
    """An organization with its owner."""

    organization: Organization
    owner: User
    membership: Membership


def code_of(number: int, place: Place) -> str | None:
    """A unified social credit code with a right check digit; only organizations of the mainland have one."""
    if place.country != "CHN":
        return None
    head = f"{_CODE_HEAD}{number:06d}"
    return head + str(uscc.calc_check_digit(head + "0"))


def startup_rows(
    plans: list[CompanyPlan], speeches: list[Speech], states: list[PitchState | None], today: date
) -> list[OrganizationRows]:
    """One organization, owner and membership for each plan."""
    rng, people = stream("startups"), person_names()
    return [
        _startup(rng, people, plan, speech, state, today)
        for plan, speech, state in zip(plans, speeches, states, strict=True)
    ]


def _startup(
    rng: random.Random,
    people: Iterator[tuple[str, str]],
    plan: CompanyPlan,
    speech: Speech,
    state: PitchState | None,
    today: date,
) -> OrganizationRows:
    joined = min(plan.founded_on, today - timedelta(days=30)) + timedelta(days=20)
    organization = _organization(plan.number, plan.name, plan.place, max(joined, today - timedelta(days=900)))
    organization.kind = OrganizationKind.STARTUP
    organization.one_liner, organization.one_liner_en = speech.one_liner, speech.one_liner_en
    organization.founded_on = plan.founded_on
    organization.founded_precision = pick(
        rng, ((DatePrecision.DAY, 5), (DatePrecision.MONTH, 3), (DatePrecision.YEAR, 2))
    )
    organization.sector_primary = plan.leaf.code
    organization.sectors = [plan.leaf.code, *plan.extra_leaves]
    organization.tech_keywords = list(speech.keywords)
    organization.qualifications = _qualifications(rng, plan, today)
    organization.headcount = max(3, round(6 * 1.75**plan.rung * rng.uniform(0.6, 1.6)))
    organization.cross_border = _cross_border(rng, plan.place)
    is_open = state in (PitchState.PUBLISHED, PitchState.PAUSED, PitchState.CLOSED, None)
    _settle_verification(organization, rng, today, share_verified=1.0 if is_open else 0.4)
    return _with_owner(organization, next(people), plan.number, "创始人")


def firm_rows(plans: list[FirmPlan], sectors: dict[str, Sector], today: date) -> list[OrganizationRows]:
    """One organization, owner and membership for each firm."""
    rng, people = stream("firm rows"), person_names()
    for _ in range(3000):
        next(people)
    return [_firm(rng, people, plan, sectors, today) for plan in plans]


def _firm(
    rng: random.Random, people: Iterator[tuple[str, str]], plan: FirmPlan, sectors: dict[str, Sector], today: date
) -> OrganizationRows:
    number = FIRM_OFFSET + plan.number
    organization = _organization(number, plan.name, plan.place, max(plan.active_from, today - timedelta(days=1000)))
    organization.kind = OrganizationKind.INVESTMENT_FIRM
    organization.investor_type = plan.investor_type
    organization.founded_on, organization.founded_precision = plan.founded_on, DatePrecision.YEAR
    names = [sectors[top] for top in plan.declared_tops]
    chinese, english = "、".join(top.name_zh for top in names[:3]), ", ".join(top.name_en for top in names[:3])
    organization.one_liner = f"专注{chinese}的{plan.investor_type.label}机构"
    organization.one_liner_en = f"{plan.name.english} backs teams in {english}."
    organization.description = (
        f"{plan.name.brand}成立于{plan.founded_on.year}年，总部位于{plan.place.label_zh}，长期关注{chinese}。"
        "本页内容为演示数据，机构与人物均为虚构。"
    )
    organization.description_en = (
        f"{plan.name.english} was founded in {plan.founded_on.year} in {plan.place.label_en} and follows {english}. "
        "This page is demo data: the firm and its people are invented."
    )
    organization.sectors = sorted(plan.declared_tops)
    organization.headcount = rng.randint(4, 60)
    _settle_verification(organization, rng, today, share_verified=0.97)
    return _with_owner(organization, next(people), number, "合伙人")


def _organization(number: int, name: Name, place: Place, joined: date) -> Organization:
    kind = "firm" if number >= FIRM_OFFSET else "startup"
    return Organization(
        id=demo_id(kind, number),
        created_at=moment(joined, number),
        is_demo=True,
        legal_name=name.legal,
        brand_name=name.brand,
        name_en=name.english,
        uscc=code_of(number, place),
        website=f"https://{name.english.lower().replace(' ', '-')}.example",
        country=place.country,
        region=place.region,
        city=place.city,
        district=place.district,
    )


def _with_owner(organization: Organization, name: tuple[str, str], number: int, title: str) -> OrganizationRows:
    chinese, english = name
    is_abroad = organization.country not in ("CHN", "HKG", "MAC")
    owner = User(
        id=demo_id("person", number),
        email=f"person-{number}@people.demo.xiangmihu.example",
        password=_NO_PASSWORD,
        display_name=english if is_abroad else chinese,
        language=Language.EN if is_abroad else Language.ZH_HANS,
        is_demo=True,
        created_at=organization.created_at,
    )
    membership = Membership(
        id=demo_id("membership", number),
        organization=organization,
        person=owner,
        role=MemberRole.OWNER,
        title=title,
        title_confirmed_at=organization.created_at,
        created_at=organization.created_at,
    )
    return OrganizationRows(organization, owner, membership)


def _settle_verification(organization: Organization, rng: random.Random, today: date, *, share_verified: float) -> None:
    """Verified for some time yet, or not asked for. Those under review come from the story, with their evidence."""
    days, left = rng.randint(5, 300), rng.randint(60, 700)
    if rng.random() < share_verified:
        organization.verification_state = VerificationState.VERIFIED
        organization.verified_at = max(before(today, days, days), organization.created_at)
        organization.verified_until = moment(today + timedelta(days=left), left)


def _qualifications(rng: random.Random, plan: CompanyPlan, today: date) -> list[str]:
    """The older and further, the more a company carries; only firms of the mainland can."""
    if plan.place.country != "CHN":
        return []
    found: list[str] = []
    if plan.rung >= 1 and rng.random() < 0.55:
        found.append(Qualification.TECHNOLOGY_SME)
    if (today - plan.founded_on).days > 730 and rng.random() < 0.5:
        found.append(Qualification.HIGH_TECH_ENTERPRISE)
    if plan.rung >= 4 and rng.random() < 0.4:
        found.append(Qualification.SPECIALIZED_SME)
    if plan.rung >= 6 and rng.random() < 0.3:
        found.append(Qualification.LITTLE_GIANT)
    return [str(word) for word in found]


def _cross_border(rng: random.Random, place: Place) -> list[str]:
    if place.country in _OVERSEAS:
        return [_OVERSEAS[place.country]]
    if place.country != "CHN":
        return ["overseas"]
    return ["hk"] if "河套" in place.label_zh and rng.random() < 0.5 else []
