"""Declared beside actual: figures worked out by hand from the public record of the last two years."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from backend.deals.enums import SELF_REPORTED, Stage, ThesisState
from backend.deals.models import Thesis
from backend.deals.selectors.declared import declared_vs_actual
from backend.organizations.models import Organization
from tests.factories.history import FundingRoundFactory, RoundInvestorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Organization:
    made: Organization = FirmFactory.create(verified=True)
    return made


def _thesis(firm: Organization, **fields: Any) -> Thesis:
    values = {"state": ThesisState.PUBLISHED, "published_at": clock.now(), **fields}
    return Thesis.objects.create(firm=firm, title="方向", **values)


def _today() -> date:
    return timezone.localdate(clock.now())


def _deal(
    firm: Organization,
    sectors: tuple[str, ...] = ("SEMI_DES",),
    stage: Stage = Stage.SERIES_A,
    amount: int | None = 5_000_000,
    *,
    days: int = 100,
    source: str = "cb",
    company: Organization | None = None,
) -> None:
    made = FundingRoundFactory.create(
        company=company or OrganizationFactory.create(verified=True, sectors=list(sectors)),
        stage=stage,
        amount_usd=amount,
        closed_on=_today() - timedelta(days=days),
        source=source,
    )
    RoundInvestorFactory.create(round=made, investor=firm)


def _told(thesis: Thesis) -> dict[str, Any]:
    body: dict[str, Any] = client_of().get(f"/api/v1/theses/{thesis.pk}/").json()["declared_vs_actual"]
    return body


def test_share_and_its_parts(firm: Organization) -> None:
    thesis = _thesis(
        firm,
        sectors_include=["SEMI"],
        sectors_exclude=["SEMI_EDA"],
        stages=["series_a"],
        ticket_min_minor=100,
        ticket_min_usd=1_000_000,
    )
    _deal(firm)
    _deal(firm, ())  # its sector is not recorded: nothing broken
    _deal(firm, stage=Stage.UNKNOWN, amount=None)
    _deal(firm, ("BIO_CGT",))
    _deal(firm, ("SEMI_EDA",))
    _deal(firm, stage=Stage.SEED)
    _deal(firm, amount=999_999)

    told = _told(thesis)

    assert (told["deals"], told["obeying"]) == (7, 3)
    assert {row["field"]: (row["met"], row["known"]) for row in told["fields"]} == {
        "sectors_include": (5, 6),
        "sectors_exclude": (5, 6),
        "stages": (5, 6),
        "ticket_min": (5, 6),
    }
    assert (told["since"], told["until"]) == (str(_today() - timedelta(days=730)), str(_today()))


def test_what_is_not_public_or_not_of_the_window_counts_not(firm: Organization) -> None:
    thesis = _thesis(firm, sectors_include=["SEMI"])
    for _ in range(5):
        _deal(firm)
    _deal(firm, days=731)
    _deal(firm, days=-1)
    _deal(firm, source=SELF_REPORTED)
    _deal(firm, company=OrganizationFactory.create(sectors=["SEMI_DES"]))
    _deal(FirmFactory.create(verified=True))
    assert (_told(thesis)["deals"], _told(thesis)["obeying"]) == (5, 5)
    own = client_of(person_in(firm)).get(f"/api/v1/theses/{thesis.pk}/").json()["declared_vs_actual"]
    assert own == _told(thesis)


def test_fewer_than_five_deals_say_nothing(firm: Organization) -> None:
    thesis = _thesis(firm, sectors_include=["BIO"])
    for _ in range(4):
        _deal(firm)
    told = _told(thesis)
    assert (told["deals"], told["obeying"], told["fields"]) == (4, None, [])
    _deal(firm)
    assert (_told(thesis)["obeying"], len(_told(thesis)["fields"])) == (0, 1)


def test_any_number_of_theses_costs_the_same(
    firm: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        theses = [_thesis(FirmFactory.create(verified=True)) for _ in range(count)]
        with django_assert_num_queries(3):
            declared_vs_actual(theses, today=_today())
