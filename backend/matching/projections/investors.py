"""Firms and theses as records: what they say, and what they did."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from backend.core.money import Currency
from backend.deals.enums import SELF_REPORTED
from backend.deals.models import FundingRound, RoundInvestor, Thesis
from backend.matching.eligibility import public_deals, public_investors, public_theses
from backend.matching.projections.values import amount, named_place, place_of, stated
from backend.organizations.models import Organization
from search.records import LEVELS, InvestorFacts, InvestorRecord, PastDeal, Place, ThesisFacts, ThesisRecord


def investor_records(versions: Mapping[UUID, int], *, now: datetime) -> Iterator[InvestorRecord]:
    """Records of those firms that may be indexed."""
    firms = list(public_investors(now).filter(pk__in=list(versions)))
    for firm, facts in zip(firms, investor_facts(firms, now=now), strict=True):
        yield InvestorRecord(id=str(firm.pk), version=versions[firm.pk], facts=facts)


def thesis_records(versions: Mapping[UUID, int], *, now: datetime) -> Iterator[ThesisRecord]:
    """Records of those theses that may be indexed."""
    theses = public_theses(now).filter(pk__in=list(versions)).prefetch_related("portfolio_conflicts")
    for thesis in theses:
        yield ThesisRecord(
            id=str(thesis.pk),
            version=versions[thesis.pk],
            investor_id=str(thesis.firm_id),
            facts=thesis_facts(thesis),
        )


def investor_facts(firms: Sequence[Organization], *, now: datetime, with_deals: bool = True) -> list[InvestorFacts]:
    """What the public may know of each firm, in the order given, in a fixed number of queries."""
    ids = [firm.pk for firm in firms]
    said: dict[UUID, list[Thesis]] = defaultdict(list)
    for thesis in public_theses(now).filter(firm__in=ids).prefetch_related("portfolio_conflicts").order_by("pk"):
        said[thesis.firm_id].append(thesis)
    done: dict[UUID, list[PastDeal]] = defaultdict(list)
    for investor_id, deal in past_deals_of(ids if with_deals else []):
        done[investor_id].append(deal)
    return [facts_of(firm, said[firm.pk], done[firm.pk]) for firm in firms]


def facts_of(firm: Organization, theses: Iterable[Thesis], deals: Iterable[PastDeal]) -> InvestorFacts:
    """One firm with the given theses and deals."""
    return InvestorFacts(
        names=stated(firm.brand_name, firm.legal_name, firm.name_en),
        summaries=stated(firm.one_liner, firm.one_liner_en, firm.description, firm.description_en),
        keywords=stated(*firm.tech_keywords),
        place=place_of(firm),
        fund_types=stated(firm.investor_type),
        theses=tuple(thesis_facts(thesis) for thesis in theses),
        deals=tuple(deals),
    )


def thesis_facts(thesis: Thesis) -> ThesisFacts:
    """What a thesis says, without the fund behind it."""
    return ThesisFacts(
        id=str(thesis.pk),
        fund_type=thesis.firm.investor_type,
        stages=tuple(thesis.stages),
        sectors_include=tuple(thesis.sectors_include),
        sectors_exclude=tuple(thesis.sectors_exclude),
        keywords=tuple(thesis.keywords),
        places=thesis_places(thesis),
        ticket=amount(thesis.ticket_min_minor, thesis.ticket_max_minor, thesis.currency),
        lead_or_follow=thesis.lead_or_follow,
        instruments=tuple(thesis.instruments),
        conflicts=tuple(str(company.pk) for company in thesis.portfolio_conflicts.all()),
    )


def thesis_places(thesis: Thesis) -> tuple[Place, ...]:
    """Where a thesis looks."""
    return places_named(thesis.countries, thesis.regions, thesis.cities)


def places_named(countries: Sequence[str], regions: Sequence[str], cities: Sequence[str]) -> tuple[Place, ...]:
    """The finest level that is named; an empty list of cities means the regions, and so on up."""
    for level, names in (("city", cities), ("region", regions), ("country", countries)):
        if names:
            return tuple(named_place(level, name) for name in names)
    return ()


# A firm's matches read hundreds of deals at a time, so only what a deal is made of is read.
_DEAL_COLUMNS = (
    "investor_id",
    *(f"round__{name}" for name in ("closed_on", "stage", "amount_minor", "currency", "amount_usd", "company_id")),
    *(
        f"round__company__{name}"
        for name in (
            *("brand_name", "legal_name", "sectors", "source_sectors", *LEVELS),
            *("founded_on", "one_liner", "one_liner_en", "description"),
        )
    ),
)


def past_deals_of(investors: Iterable[UUID] | None) -> Iterator[tuple[UUID, PastDeal]]:
    """Recorded deals, oldest first, of the given investors or of all."""
    rows = _participations() if investors is None else _participations().filter(investor__in=list(investors))
    for row in rows.iterator(chunk_size=2000):
        yield row.investor_id, _past_deal(row.round, is_first=not row.has_earlier)  # type: ignore[attr-defined]


def _participations() -> QuerySet[RoundInvestor]:
    earlier = FundingRound.objects.filter(
        company=OuterRef("round__company"), closed_on__lt=OuterRef("round__closed_on")
    ).exclude(source=SELF_REPORTED)
    return (
        public_deals()
        .select_related("round__company")
        .annotate(has_earlier=Exists(earlier))
        .only(*_DEAL_COLUMNS)
        .order_by("round__closed_on", "pk")
    )


def _past_deal(deal: FundingRound, *, is_first: bool) -> PastDeal:
    company = deal.company
    money = amount(deal.amount_minor, None, deal.currency) if deal.currency else None
    return PastDeal(
        company_id=str(company.pk),
        company_name=company.display_name,
        on=deal.closed_on,
        stage=deal.stage,
        amount=money.low if money else _dollars(deal),
        currency=deal.currency if money else Currency.USD.value,
        sectors=tuple(company.sectors),
        sector_words=tuple(company.source_sectors) if not company.sectors else (),
        place=place_of(company),
        founded_year=company.founded_on.year if company.founded_on else None,
        text=" ".join(stated(company.one_liner, company.one_liner_en, company.description[:500])),
        is_first_round=is_first,
    )


def _dollars(deal: FundingRound) -> Decimal | None:
    return None if deal.amount_usd is None else Decimal(deal.amount_usd)
