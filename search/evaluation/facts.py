"""The rows of a folder as the facts the site's own search takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from search.evaluation.folder import Company, Folder, Round
from search.records import AmountRange, DealFacts, InvestorFacts, PastDeal, Place


def investors_of(folder: Folder) -> dict[str, InvestorFacts]:
    """Every investor with its deals before the cut."""
    first: dict[str, date] = {}
    for _, made in folder.deals:
        first[made.company] = min(made.on, first.get(made.company, made.on))
    # Investors share rounds, so each round is one object.
    rounds: dict[Round, PastDeal] = {}
    done: dict[str, list[PastDeal]] = defaultdict(list)
    for investor, made in folder.deals:
        if made not in rounds:
            rounds[made] = _past(made, folder.companies[made.company], is_first=made.on == first[made.company])
        done[investor].append(rounds[made])
    return {
        one.id: InvestorFacts(
            names=(one.name or one.id,),
            place=Place(country=one.country, region=one.region, city=one.city),
            deals=tuple(done[one.id]),
        )
        for one in folder.investors.values()
    }


def startups_of(folder: Folder, ids: Iterable[str]) -> dict[str, DealFacts]:
    """Companies with the round they raise."""
    return {one: _asking(folder.companies[one], folder.asked[one]) for one in ids}


def _past(made: Round, company: Company, *, is_first: bool) -> PastDeal:
    return PastDeal(
        company_id=company.id,
        company_name=company.name,
        on=made.on,
        stage=made.stage,
        amount=None if made.amount is None else Decimal(str(made.amount)),
        currency="USD",
        sector_words=company.sectors,
        place=_place(company),
        founded_year=company.founded,
        text=_text(company),
        is_first_round=is_first,
    )


def _asking(company: Company, wanted: Round) -> DealFacts:
    amount = None if wanted.amount is None else Decimal(str(wanted.amount))
    return DealFacts(
        names=(company.name,),
        summaries=(_text(company),),
        sector_words=company.sectors,
        stage=wanted.stage,
        ask=None if amount is None else AmountRange(low=amount, high=amount, currency="USD"),
        place=_place(company),
        founded_year=company.founded,
    )


def _place(company: Company) -> Place:
    return Place(country=company.country, region=company.region, city=company.city)


def _text(company: Company) -> str:
    """What is written about a company, the words of its sectors among it."""
    return " ".join(part for part in (*company.sectors, company.description) if part)
