"""Past deals with tastes: four pairs of firms, each backing the companies of one sector, twenty months long."""

from datetime import date, timedelta

from backend.deals.enums import Stage
from backend.deals.models import FundingRound, RoundInvestor
from backend.organizations.models import Organization
from tests.factories.history import FundingRoundFactory, RoundInvestorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory

SECTORS = ("SEMI_DES", "BIO_CGT", "AI_CV", "SEMI")
COMPANIES = 100
_EVERY = timedelta(days=7)


def tastes(today: date) -> dict[str, list[Organization]]:
    """Write companies and rounds up to `today`, a week apart; returns the firms of each sector."""
    firms = {sector: FirmFactory.create_batch(2, verified=True, city="北京") for sector in SECTORS}
    companies = [
        OrganizationFactory.build(verified=True, sectors=[SECTORS[number % 4]], region="广东")
        for number in range(COMPANIES)
    ]
    Organization.objects.bulk_create(companies)
    rounds = [
        FundingRoundFactory.build(
            company=company, stage=Stage.SERIES_A, amount_usd=3_000_000, closed_on=today - (number + 1) * _EVERY
        )
        for number, company in enumerate(companies)
    ]
    FundingRound.objects.bulk_create(rounds)
    RoundInvestor.objects.bulk_create(
        RoundInvestorFactory.build(round=made, investor=firm)
        for number, made in enumerate(rounds)
        for firm in firms[SECTORS[number % 4]]
    )
    return firms
