"""Orders."""

from datetime import UTC, datetime, timedelta

from factory.declarations import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from backend.core.ids import new_id
from backend.organizations.enums import OrganizationKind
from backend.payments.models import Order
from tests.factories.organizations import OrganizationFactory


class OrderFactory(DjangoModelFactory[Order]):
    """120 yuan for something nobody here knows."""

    class Meta:
        model = Order

    payee = SubFactory(OrganizationFactory, kind=OrganizationKind.INVESTMENT_FIRM, verified=True)
    subject_kind = "test.thing"
    subject_id = LazyFunction(new_id)
    description = "香蜜湖路演 · 门票"
    amount_minor = 12_000
    currency = "CNY"
    closes_at = LazyFunction(lambda: datetime.now(UTC) + timedelta(minutes=40))
