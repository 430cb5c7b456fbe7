"""Closed rounds and the investors in them."""

from datetime import date

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from backend.deals.enums import Stage
from backend.deals.models import FundingRound, RoundInvestor
from tests.factories.organizations import FirmFactory, OrganizationFactory


class FundingRoundFactory(DjangoModelFactory[FundingRound]):
    """A seed round of a verified company, without investors and without an amount."""

    class Meta:
        model = FundingRound

    company = SubFactory(OrganizationFactory, verified=True)
    stage = Stage.SEED
    closed_on = date(2024, 5, 1)


class RoundInvestorFactory(DjangoModelFactory[RoundInvestor]):
    """A verified firm in a round."""

    class Meta:
        model = RoundInvestor

    round = SubFactory(FundingRoundFactory)
    investor = SubFactory(FirmFactory, verified=True)
