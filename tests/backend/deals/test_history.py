"""Closed rounds: told by whom, shown to whom, counted for whom."""

from datetime import date
from typing import Any

import pytest

from backend.core.models import AuditEntry
from backend.deals.enums import Stage
from backend.deals.models import FundingRound, ImportBatch
from backend.deals.services import history
from backend.organizations.enums import MemberRole
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.history import FundingRoundFactory, RoundInvestorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory, belongs
from tests.support.clients import client_of
from tests.support.races import overlap

pytestmark = pytest.mark.django_db

ROUND: dict[str, Any] = {
    "stage": "series_a",
    "closed_on": "2023-03-01",
    "closed_precision": "month",
    "amount": {"amount": "65000000.00", "currency": "CNY"},
}


def test_an_operator_records_a_round_and_it_counts_for_the_investor() -> None:
    company, firm = OrganizationFactory.create(verified=True, sector_primary="AI_FM"), FirmFactory.create(verified=True)
    operator = client_of(OperatorFactory.create())
    answer = operator.post(
        f"/api/v1/organizations/{company.pk}/rounds/",
        {**ROUND, "investors": [{"organization": str(firm.pk), "is_lead": True}]},
    )
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert (body["amount"], body["amount_usd"]) == ({"amount": "65000000.00", "currency": "CNY"}, 10_000_000)
    assert [(line["organization"]["id"], line["is_lead"]) for line in body["investors"]] == [(str(firm.pk), True)]
    page = client_of().get(f"/api/v1/organizations/{firm.pk}/portfolio/").json()
    assert [row["round"]["company"]["id"] for row in page["results"]] == [str(company.pk)]
    assert client_of().get(f"/api/v1/organizations/{firm.pk}/portfolio/summary/").json() == {
        "deals": 1,
        "companies": 1,
        "amount_usd": 10_000_000,
        "first_on": "2023-03-01",
        "last_on": "2023-03-01",
        "by_year": [{"year": 2023, "deals": 1, "amount_usd": 10_000_000}],
        "by_stage": [{"stage": "series_a", "deals": 1}],
        "by_sector": [{"sector": "AI", "deals": 1}],
    }
    assert AuditEntry.objects.get(action="round.recorded").organizations == [company.pk]


def test_what_a_company_says_of_itself_is_marked_and_never_counts_for_the_investor() -> None:
    company, firm = OrganizationFactory.create(verified=True), FirmFactory.create(verified=True)
    founder = UserFactory.create()
    belongs(founder, company, MemberRole.OWNER)
    address = f"/api/v1/organizations/{company.pk}/rounds/"
    made = client_of(founder).post(address, {**ROUND, "investors": [{"organization": str(firm.pk)}]}).json()
    assert (made["source"], made["allowed_actions"]) == ("self_reported", ["remove_round"])
    seen = client_of().get(address).json()["results"][0]
    assert (seen["source"], seen["allowed_actions"]) == ("self_reported", [])
    assert client_of().get(f"/api/v1/organizations/{firm.pk}/portfolio/").json()["count"] == 0
    assert client_of(UserFactory.create()).delete(f"/api/v1/rounds/{made['id']}/").status_code == 403
    assert client_of(founder).delete(f"/api/v1/rounds/{made['id']}/").status_code == 204
    assert not FundingRound.objects.exists()


def test_a_company_cannot_remove_what_others_recorded() -> None:
    row = FundingRoundFactory.create()
    founder = UserFactory.create()
    belongs(founder, row.company, MemberRole.OWNER)
    assert client_of(founder).delete(f"/api/v1/rounds/{row.pk}/").status_code == 403
    assert FundingRound.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closed_on": "2999-01-01"}, "closed_on"),
        ({"stage": "nothing"}, "stage"),
        ({"investors": [{"organization": "01900000-0000-7000-8000-000000000000"}]}, "investors"),
    ],
)
def test_a_bad_round_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    company = OrganizationFactory.create(verified=True)
    operator = client_of(OperatorFactory.create())
    answer = operator.post(f"/api/v1/organizations/{company.pk}/rounds/", {**ROUND, **changes})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert not FundingRound.objects.exists()


def test_outsiders_record_nothing() -> None:
    company = OrganizationFactory.create(verified=True)
    address = f"/api/v1/organizations/{company.pk}/rounds/"
    assert client_of(UserFactory.create()).post(address, ROUND).status_code == 403
    assert client_of().post(address, ROUND).status_code == 401
    assert not FundingRound.objects.exists()


def test_unverified_names_stay_hidden_on_both_sides() -> None:
    hidden_firm = FirmFactory.create(legal_name="隐身机构", brand_name="")
    hidden_company = OrganizationFactory.create(legal_name="隐身公司", brand_name="")
    open_firm = FirmFactory.create(verified=True)
    row = FundingRoundFactory.create()
    RoundInvestorFactory.create(round=row, investor=hidden_firm)
    RoundInvestorFactory.create(round=row, investor=open_firm)
    RoundInvestorFactory.create(round=FundingRoundFactory.create(company=hidden_company), investor=open_firm)
    seen = client_of().get(f"/api/v1/organizations/{row.company_id}/rounds/").json()["results"]
    assert [line["organization"]["id"] for line in seen[0]["investors"]] == [str(open_firm.pk)]
    portfolio = client_of().get(f"/api/v1/organizations/{open_firm.pk}/portfolio/").json()
    assert [line["round"]["id"] for line in portfolio["results"]] == [str(row.pk)]
    summary = client_of().get(f"/api/v1/organizations/{open_firm.pk}/portfolio/summary/").json()
    assert (summary["deals"], summary["companies"]) == (1, 1)
    assert client_of().get(f"/api/v1/organizations/{hidden_company.pk}/rounds/").status_code == 404
    assert client_of().get(f"/api/v1/organizations/{hidden_firm.pk}/portfolio/summary/").status_code == 404


def test_rounds_come_newest_first_with_the_credit_of_their_source() -> None:
    ImportBatch.objects.create(subject="folder", source="cb", source_credit="Crunchbase, www.crunchbase.com")
    company = OrganizationFactory.create(verified=True)
    for year in (2010, 2014, 2012):
        FundingRoundFactory.create(company=company, closed_on=date(year, 1, 1), source="cb", stage=Stage.SERIES_B)
    rows = client_of().get(f"/api/v1/organizations/{company.pk}/rounds/").json()["results"]
    assert [row["closed_on"] for row in rows] == ["2014-01-01", "2012-01-01", "2010-01-01"]
    assert {row["source_credit"] for row in rows} == {"Crunchbase, www.crunchbase.com"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_portfolio_costs_the_same_for_one_and_for_three(count: int, django_assert_num_queries: Any) -> None:
    firm = FirmFactory.create(verified=True)
    for _ in range(count):
        RoundInvestorFactory.create(investor=firm)
    with django_assert_num_queries(4):
        assert client_of().get(f"/api/v1/organizations/{firm.pk}/portfolio/").json()["count"] == count


def _two_removals() -> tuple[list[BaseException | None], int]:
    """Both read the round before either removes it; how they ended, and how often the trail tells it."""
    row, operator = FundingRoundFactory.create(), OperatorFactory.create()
    copies = [FundingRound.objects.get(pk=row.pk) for _ in range(2)]
    outcomes = overlap(
        lambda: history.remove_round(actor=operator, row=copies[0]),
        lambda: history.remove_round(actor=operator, row=copies[1]),
    )
    assert not FundingRound.objects.exists()
    return outcomes, AuditEntry.objects.filter(action="round.removed").count()


@pytest.mark.django_db(transaction=True)
def test_race_two_removals_of_one_round_are_one_act() -> None:
    assert _two_removals() == ([None, None], 1)


@pytest.mark.django_db(transaction=True)
def test_race_negative_control_without_the_lock_the_trail_tells_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_held", lambda row: True)
    assert _two_removals() == ([None, None], 2)
