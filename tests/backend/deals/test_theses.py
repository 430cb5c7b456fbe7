"""Theses: who writes, who sees, and what a fund behind one never shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.core.models import AuditEntry
from backend.deals.enums import ThesisState
from backend.deals.events import ThesisChanged
from backend.deals.models import Thesis
from backend.deals.selectors.theses import visible_theses
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory, FundFactory, OrganizationFactory, StandingFactory, belongs
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db

COMPLETE: dict[str, Any] = {
    "title": "早期硬科技",
    "stages": ["seed", "angel"],
    "sectors_include": ["SEMI", "AI_FM"],
    "ticket_min": {"amount": "5000000.00", "currency": "CNY"},
    "ticket_max": {"amount": "20000000.00", "currency": "CNY"},
}


@pytest.fixture
def firm() -> Organization:
    row: Organization = FirmFactory.create(verified=True)
    return row


@pytest.fixture
def partner(firm: Organization) -> User:
    person: User = UserFactory.create()
    belongs(person, firm, MemberRole.MEMBER)
    return person


@pytest.fixture
def client(partner: User) -> APIClient:
    return client_of(partner)


def make(client: APIClient, firm: Organization, **changes: Any) -> Any:
    answer = client.post("/api/v1/theses/", {**COMPLETE, "firm": str(firm.pk), **changes})
    assert answer.status_code == 201, answer.json()
    return answer.json()


def published(client: APIClient, firm: Organization, **changes: Any) -> Any:
    made = make(client, firm, **changes)
    answer = client.post(f"/api/v1/theses/{made['id']}/publish/")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_theses_are_found_and_ordered(client: APIClient, firm: Organization) -> None:
    chips = make(client, firm, title="早期芯片", title_en="Zero chips", summary="半导体设备")
    robots = published(client, firm, title="机器人成长期", title_en="Advanced robots")
    hidden = make(client, firm, title="阿尔法")
    fund = FundFactory.create(firm=firm, name="canary-fund")
    Thesis.objects.filter(pk=hidden["id"]).update(fund=fund)
    client.patch(f"/api/v1/theses/{chips['id']}/", {"version": 1, "negative_list": "x"})

    def found(reader: APIClient, query: str = "", language: str = "zh-hans") -> list[str]:
        answer = reader.get(f"/api/v1/theses/?{query}", headers={"Accept-Language": language})
        assert answer.status_code == 200, answer.json()
        return [row["title"] for row in answer.json()["results"]]

    assert found(client) == found(client, "sort=newest") == ["阿尔法", "早期芯片", "机器人成长期"]
    assert found(client, "sort=updated") == ["早期芯片", "阿尔法", "机器人成长期"]
    assert found(client, "sort=title") == ["阿尔法", "机器人成长期", "早期芯片"]
    assert found(client, "sort=title&q=o", "en") == ["机器人成长期", "早期芯片"]
    assert found(client, "q=半导体 chips") == ["早期芯片"]
    assert found(client, f"q=机器人&firm={firm.pk}") == ["机器人成长期"]
    assert found(client, "q=canary") == []
    assert found(client_of(), "q=早期") == []
    assert found(client_of(), f"sort=title&q={firm.legal_name}") == ["机器人成长期"]
    for query, code in (("sort=fund", "core.unknown_sort"), ("query=x", "core.unknown_parameter")):
        answer = client.get(f"/api/v1/theses/?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert {robots["state"], hidden["state"]} == {"published", "draft"}


def test_a_thesis_is_written_published_paused_and_removed(client: APIClient, firm: Organization) -> None:
    made = make(client, firm)
    assert (made["state"], made["version"]) == ("draft", 1)
    assert made["allowed_actions"] == ["update_thesis", "delete_thesis", "publish_thesis"]
    row = Thesis.objects.get(pk=made["id"])
    assert (row.ticket_min_minor, row.ticket_max_minor) == (500_000_000, 2_000_000_000)
    assert (row.ticket_min_usd, row.ticket_max_usd) == (769_231, 3_076_923)

    address = f"/api/v1/theses/{made['id']}/"
    assert client.post(f"{address}publish/").json()["state"] == "published"
    assert client.post(f"{address}publish/").json()["code"] == "deals.wrong_state"
    changed = client.patch(address, {"version": 2, "title": "早期芯片"}).json()
    assert (changed["title"], changed["version"], changed["state"]) == ("早期芯片", 3, "published")
    assert client.post(f"{address}pause/").json()["state"] == "paused"
    assert client.delete(address).status_code == 204
    assert not Thesis.objects.exists()
    actions = AuditEntry.objects.filter(organizations=[firm.pk]).order_by("id").values_list("action", flat=True)
    assert list(actions) == [
        "thesis.created",
        "thesis.published",
        "thesis.updated",
        "thesis.paused",
        "thesis.deleted",
    ]


def test_every_change_is_told_to_the_apps_above(
    client: APIClient, firm: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr("backend.deals.services.theses.outbox.publish", told.append)
    made = published(client, firm)
    client.patch(f"/api/v1/theses/{made['id']}/", {"version": 1, "title": "旧"})
    event = ThesisChanged(thesis_id=Thesis.objects.get().pk, firm_id=firm.pk)
    assert told == [event, event]


def test_a_stale_version_is_refused_and_changes_nothing(client: APIClient, firm: Organization) -> None:
    made = make(client, firm)
    address = f"/api/v1/theses/{made['id']}/"
    assert client.patch(address, {"version": 1, "title": "第一"}).status_code == 200
    refused = client.patch(address, {"version": 1, "title": "第二"})
    assert (refused.status_code, refused.json()["code"]) == (409, "core.conflict")
    assert Thesis.objects.get().title == "第一"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"sectors_include": ["NOPE"]}, ["sectors_include"]),
        ({"sectors_exclude": ["SEMI"]}, ["sectors_exclude"]),
        ({"sectors_exclude": ["AI"]}, ["sectors_exclude"]),
        ({"stages": ["ipo"]}, ["stages.0"]),
        ({"countries": ["CN"]}, ["countries"]),
        ({"cities": ["x" * 81]}, ["cities.0"]),
        ({"instruments": ["barter"]}, ["instruments.0"]),
        ({"ticket_min": {"amount": "30000000.00", "currency": "CNY"}}, ["ticket_max"]),
        ({"ticket_min": {"amount": "1.00", "currency": "USD"}}, ["ticket_min", "ticket_max"]),
        ({"ticket_min": {"amount": "-1", "currency": "CNY"}}, None),
        ({"ownership_target_pct": 101}, ["ownership_target_pct"]),
        ({"title": ""}, ["title"]),
        ({"summary": "a\x00b"}, []),
        ({"keywords": ["k"] * 201}, ["keywords"]),
        ({"portfolio_conflicts": ["01900000-0000-7000-8000-000000000000"]}, ["portfolio_conflicts"]),
        ({"fund": "01900000-0000-7000-8000-000000000000"}, ["fund"]),
    ],
)
def test_bad_values_are_refused_by_field_and_write_nothing(
    client: APIClient, firm: Organization, changes: dict[str, Any], fields: list[str] | None
) -> None:
    answer = client.post("/api/v1/theses/", {**COMPLETE, "firm": str(firm.pk), **changes})
    assert answer.status_code == 400, answer.json()
    if fields is not None:
        assert sorted(answer.json()["fields"]) == sorted(fields)
    assert not Thesis.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_excluded_leaf_of_an_included_top_is_fine(client: APIClient, firm: Organization) -> None:
    made = make(client, firm, sectors_include=["AI"], sectors_exclude=["AI_CV"])
    assert (made["sectors_include"], made["sectors_exclude"]) == (["AI"], ["AI_CV"])


def test_publishing_needs_stages_sectors_a_ticket_and_a_verified_firm(client: APIClient, firm: Organization) -> None:
    made = client.post("/api/v1/theses/", {"title": "空", "firm": str(firm.pk)}).json()
    refused = client.post(f"/api/v1/theses/{made['id']}/publish/")
    assert (refused.status_code, refused.json()["code"]) == (400, "deals.thesis_incomplete")
    assert sorted(refused.json()["fields"]) == ["sectors_include", "stages", "ticket_max"]

    complete = make(client, firm)
    firm.verified_until = datetime.now(UTC) - timedelta(seconds=1)
    firm.save()
    refused = client.post(f"/api/v1/theses/{complete['id']}/publish/")
    assert (refused.status_code, refused.json()["code"]) == (409, "deals.firm_not_verified")
    assert set(Thesis.objects.values_list("state", flat=True)) == {ThesisState.DRAFT}


def test_a_published_thesis_cannot_be_emptied(client: APIClient, firm: Organization) -> None:
    made = published(client, firm)
    refused = client.patch(f"/api/v1/theses/{made['id']}/", {"version": 2, "stages": []})
    assert refused.json()["code"] == "deals.thesis_incomplete"
    assert Thesis.objects.get().stages == ["seed", "angel"]


def test_who_sees_which_state_of_whose_firm(client: APIClient, firm: Organization, partner: User) -> None:
    shown = published(client, firm, title="公开")["id"]
    draft = make(client, firm, title="草稿")["id"]
    paused = published(client, firm, title="暂停")["id"]
    client.post(f"/api/v1/theses/{paused}/pause/")
    outsider: User = UserFactory.create()
    everything = {shown, draft, paused}
    for viewer, expected in (
        (None, {shown}),
        (outsider, {shown}),
        (partner, everything),
        (OperatorFactory.create(), everything),
    ):
        reader = client_of(viewer)
        listed = {row["id"] for row in reader.get("/api/v1/theses/").json()["results"]}
        opened = {pk for pk in everything if reader.get(f"/api/v1/theses/{pk}/").status_code == 200}
        assert (listed, opened) == (expected, expected)

    firm.verified_until = datetime.now(UTC) - timedelta(seconds=1)
    firm.save()
    assert not visible_theses(outsider, datetime.now(UTC)).exists()


@pytest.mark.parametrize("role", [None, MemberRole.READER])
def test_only_members_write(firm: Organization, client: APIClient, role: MemberRole | None) -> None:
    made = published(client, firm)
    person: User = UserFactory.create()
    if role is not None:
        belongs(person, firm, role)
    other, address = client_of(person), f"/api/v1/theses/{made['id']}/"
    tries = [
        other.post("/api/v1/theses/", {**COMPLETE, "firm": str(firm.pk)}),
        other.patch(address, {"version": 2, "title": "x"}),
        other.post(f"{address}pause/"),
        other.delete(address),
    ]
    assert [answer.status_code for answer in tries] == [403] * 4
    assert client_of().delete(address).status_code == 401
    assert list(Thesis.objects.values_list("version", "state")) == [(2, "published")]


def test_a_startup_has_no_theses(client: APIClient, partner: User) -> None:
    startup = OrganizationFactory.create(verified=True)
    belongs(partner, startup, MemberRole.OWNER)
    assert client.post("/api/v1/theses/", {**COMPLETE, "firm": str(startup.pk)}).status_code == 403


def test_the_fund_is_absent_without_standing(client: APIClient, firm: Organization, partner: User) -> None:
    fund = FundFactory.create(firm=firm, name="香蜜湖金丝雀基金")
    rival = OrganizationFactory.create(verified=True, brand_name="竞品金丝雀")
    made = published(client, firm, fund=str(fund.pk), dry_powder_band="余额金丝雀", portfolio_conflicts=[str(rival.pk)])
    assert (made["fund"]["name"], made["dry_powder_band"]) == ("香蜜湖金丝雀基金", "余额金丝雀")
    assert [row["display_name"] for row in made["portfolio_conflicts"]] == ["竞品金丝雀"]
    standing = StandingFactory.create()
    address = f"/api/v1/theses/{made['id']}/"
    for viewer in (None, UserFactory.create()):
        for answer in (client_of(viewer).get(address), client_of(viewer).get("/api/v1/theses/")):
            assert answer.status_code == 200
            assert "金丝雀" not in answer.content.decode()
            assert "dry_powder_band" not in answer.content.decode()
    seen = client_of(standing.person).get(address).json()
    assert seen["fund"]["name"] == "香蜜湖金丝雀基金"
    assert "portfolio_conflicts" not in seen
    standing.valid_until = datetime.now(UTC) - timedelta(seconds=1)
    standing.save()
    assert "金丝雀" not in client_of(standing.person).get(address).content.decode()


def test_a_fund_of_another_firm_looks_as_if_it_did_not_exist(client: APIClient, firm: Organization) -> None:
    other = FundFactory.create()
    answer = client.post("/api/v1/theses/", {**COMPLETE, "firm": str(firm.pk), "fund": str(other.pk)})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["fund"])


def test_a_list_costs_the_same_for_one_and_for_three(
    client: APIClient, firm: Organization, django_assert_num_queries: Any
) -> None:
    for expected in (1, 3):
        while Thesis.objects.count() < expected:
            published(client, firm)
        with django_assert_num_queries(7):
            assert len(client_of().get("/api/v1/theses/").json()["results"]) == expected
