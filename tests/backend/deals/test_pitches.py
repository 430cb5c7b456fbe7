"""Writing a pitch: five fields, blocks, one currency, sectors that exist, the deck and the people."""

from pathlib import Path
from typing import Any, cast

import pytest
from pytest_django import Settings

from backend.core import clock
from backend.core.errors import DomainError
from backend.core.models import AuditEntry
from backend.core.money import Currency, Money
from backend.deals import completeness
from backend.deals.models import Pitch, PitchTeamMember, PitchTraction
from backend.deals.selectors.pitches import stated_values
from backend.deals.services import pitches
from backend.deals.services.pitch_changes import PitchChanges
from backend.files.models import StoredFile
from backend.files.services import process_file
from backend.organizations.enums import MemberRole
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory, PitchTeamMemberFactory
from tests.factories.organizations import FirmFactory, MembershipFactory, OrganizationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.uploads import stored_deck

pytestmark = pytest.mark.django_db

FIVE: dict[str, Any] = {
    "one_liner": "为机器人提供触觉的柔性传感器",
    "sector_primary": "SEMI_MEMS",
    "stage": "series_a",
    "amount_target": {"amount": "20000000.00", "currency": "CNY"},
    "city": "深圳",
}


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Settings) -> None:
    settings.STORAGE_ROOT = tmp_path


def _update(pitch: Pitch, **changes: Any) -> Pitch:
    actor, sent = person_in(pitch.organization, MemberRole.MEMBER), cast(PitchChanges, changes)
    return pitches.update_pitch(actor=actor, pitch=pitch, version=pitch.version, changes=sent, now=clock.now())


def test_five_fields_make_a_pitch_that_can_be_submitted() -> None:
    company = OrganizationFactory.create()
    client = client_of(person_in(company))
    answer = client.post("/api/v1/pitches/", {"organization": str(company.pk), **FIVE}, format="json")

    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert (body["state"], body["version"], body["sectors"]) == ("draft", 1, ["SEMI_MEMS"])
    assert body["amount_target"] == {"amount": "20000000.00", "currency": "CNY"}
    assert Pitch.objects.get().amount_usd == 3_076_923
    assert "submit_pitch" in body["allowed_actions"]
    submitted = client.post(f"/api/v1/pitches/{body['id']}/submit/", {}, format="json")
    assert (submitted.status_code, submitted.json()["state"]) == (200, "in_review")
    assert client_of().get(f"/api/v1/pitches/{body['id']}/").status_code == 404


def test_pitch_is_created_for_ones_own_startup_alone() -> None:
    firm, company, foreign = (
        FirmFactory.create(verified=True),
        OrganizationFactory.create(verified=True),
        OrganizationFactory.create(),
    )
    cases = [
        (person_in(firm), firm, 400, "deals.not_a_startup"),
        (UserFactory.create(), company, 403, "core.not_permitted"),
        (person_in(company, MemberRole.READER), company, 403, "core.not_permitted"),
        (UserFactory.create(), foreign, 400, "deals.organization_unknown"),
        (person_in(company), OrganizationFactory.create(reference=True), 403, "core.not_permitted"),
    ]
    for person, organization, status, code in cases:
        answer = client_of(person).post(
            "/api/v1/pitches/", {"organization": str(organization.pk), **FIVE}, format="json"
        )
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert client_of().post("/api/v1/pitches/", {}, format="json").status_code == 401
    assert (Pitch.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_patch_needs_the_version_and_keeps_what_was_not_sent() -> None:
    pitch = PitchFactory.create()
    client, address = client_of(person_in(pitch.organization)), f"/api/v1/pitches/{pitch.pk}/"

    assert set(client.patch(address, {"city": "广州"}, format="json").json()["fields"]) == {"version"}
    answer = client.patch(address, {"version": 1, "traction": {"customers": 0}}, format="json")
    assert (answer.status_code, answer.json()["version"], answer.json()["city"]) == (200, 2, "深圳")
    assert answer.json()["blocks"]["traction"]["data"]["customers"] == 0
    stale = client.patch(address, {"version": 1, "city": "广州"}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "deals.stale")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sector_primary": "NO_SUCH"}, "deals.sector_unknown"),
        ({"sector_primary": "SEMI"}, "deals.sector_not_leaf"),
        ({"sectors": ["SEMI_DES", "SEMI_FAB", "SEMI_PKG", "SEMI_EDA", "SEMI_EQP"]}, "deals.too_many_sectors"),
        ({"amount_min": Money(3_000_000_000, Currency.CNY)}, "deals.amount_order"),
        ({"amount_min": Money(100, Currency.USD)}, "deals.currency_mixed"),
        ({"terms": {"pre_money": Money(100, Currency.USD)}}, "deals.currency_mixed"),
    ],
)
def test_bad_change_is_refused_and_changes_nothing(changes: dict[str, Any], code: str) -> None:
    pitch = PitchFactory.create()
    before = Pitch.objects.values().get()
    with pytest.raises(DomainError) as refusal:
        _update(pitch, **changes)

    assert (refusal.value.code, bool(refusal.value.fields)) == (code, True)
    assert Pitch.objects.values().get() == before
    assert AuditEntry.objects.count() == 0


def test_currency_changes_when_every_amount_is_sent_anew() -> None:
    pitch = PitchFactory.create()
    _update(pitch, traction={"cash": Money(500, Currency.CNY), "revenue_years": [Money(7, Currency.CNY)]})
    pitch.refresh_from_db()
    dollars = Money(300_000_000, Currency.USD)
    with pytest.raises(DomainError) as refusal:
        _update(pitch, amount_target=dollars)
    assert set(refusal.value.fields) == {"amount_target", "traction.cash", "traction.revenue_years"}

    changed = _update(pitch, amount_target=dollars, traction={"cash": None, "revenue_years": []})

    assert (changed.currency, changed.amount_usd) == (Currency.USD, 3_000_000)
    row = PitchTraction.objects.get()
    assert (row.cash_minor, row.revenue_years_minor) == (None, [])


def test_primary_sector_leads_the_list_once() -> None:
    changed = _update(PitchFactory.create(), sector_primary="SEMI_DES", sectors=["AI", "SEMI_DES", "AI"])
    assert changed.sectors == ["SEMI_DES", "AI"]


def test_completeness_counts_every_field_and_names_the_missing_from_easy_to_hard() -> None:
    pitch = PitchFactory.create()
    values = stated_values(Pitch.objects.get(pk=pitch.pk))
    measured = completeness.measure(values)

    assert list(measured.missing) == [name for name in completeness.WEIGHTS if name in set(measured.missing)]
    assert set(completeness.WEIGHTS) - set(measured.missing) == {*completeness.ESSENTIALS, "organization.brand_name"}
    assert completeness.measure(dict.fromkeys(completeness.WEIGHTS, 0)).percent == 100
    assert completeness.measure({}).percent == 0


def test_each_block_field_raises_completeness() -> None:
    pitch = PitchFactory.create()
    start = completeness.measure(stated_values(Pitch.objects.get(pk=pitch.pk)))
    money = Money(100, Currency.CNY)
    changed = _update(
        pitch,
        terms={"pre_money": money, "min_ticket": money, "committed": money, "lead_committed": False, "use_of_proceeds": "量产"},
        traction={
            "customers": 1, "revenue_years": [money], "gross_margin_pct": 1, "cash": money, "monthly_burn": money,
            "runway_months": 1, "key_contracts": "x", "letters_of_intent": 0,
        },
        ip={"patents_granted": 0, "patents_pending": 0, "software_copyrights": 0, "standards": 0},
        team={"headcount": 3, "rd_share_pct": 50},
        needs={"space": "100 平方米"},
    )  # fmt: skip
    left = set(completeness.measure(stated_values(Pitch.objects.get(pk=pitch.pk))).missing)

    assert {name for name in left if name.split(".")[0] in ("terms", "traction", "ip", "needs")} == set()
    assert {name for name in left if name.startswith("team.")} == {"team.members", "team.confirmed"}
    assert changed.completeness > start.percent


def test_deck_is_ones_own_unused_upload() -> None:
    pitch = PitchFactory.create()
    owner = person_in(pitch.organization)
    client, address = client_of(owner), f"/api/v1/pitches/{pitch.pk}/deck/"
    foreign, own = stored_deck(UserFactory.create()), stored_deck(owner, process=False)

    refused = client.put(address, {"file": str(foreign.pk)}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (400, "files.not_usable")
    answer = client.put(address, {"file": str(own.pk)}, format="json")
    assert answer.json()["blocks"]["deck"]["data"] == {
        "version": 1,
        "state": "stored",
        "page_count": 0,
        "refusal": None,
    }
    assert client.get(address).json() == {"version": 1, "state": "stored", "refusal": None, "pages": []}
    assert StoredFile.objects.get(pk=own.pk).kept_at is not None
    again = client.put(
        f"/api/v1/pitches/{PitchFactory.create(organization=pitch.organization).pk}/deck/",
        {"file": str(own.pk)},
        format="json",
    )
    assert again.json()["code"] == "files.not_usable"

    process_file(file_id=own.pk, now=clock.now())
    assert len(client.get(address).json()["pages"]) == 2
    assert client.put(address, {"file": None}, format="json").json()["blocks"]["deck"]["data"]["state"] is None
    assert client.get(address).json()["code"] == "deals.no_deck"
    assert StoredFile.objects.get(pk=own.pk).kept_at is None


def test_from_deck_proposes_with_evidence_and_stores_nothing() -> None:
    person = UserFactory.create()
    file = stored_deck(
        person, ["Tactile sensors for robots", "MEMS tactile skin"], ["The ask", "Series A, RMB 20 million"]
    )
    client = client_of(person)
    answer = client.post("/api/v1/pitches/from-deck/", {"file": str(file.pk)}, format="json")

    body = answer.json()
    assert answer.status_code == 200, body
    assert body["stage"] == {"value": "series_a", "evidence": "Series A, RMB 20 million", "page": 2}
    assert body["amount"]["value"] == {"amount": "20000000.00", "currency": "CNY"}
    assert body["one_liner_en"]["value"] == "Tactile sensors for robots"
    assert "SEMI_MEMS" in {found["value"] for found in body["sectors"]}
    assert (body["one_liner"], body["amount_min"], Pitch.objects.count()) == (None, None, 0)
    foreign = client_of(UserFactory.create()).post("/api/v1/pitches/from-deck/", {"file": str(file.pk)}, format="json")
    assert foreign.json()["code"] == "files.not_usable"
    waiting = stored_deck(person, ["Other"], process=False)
    early = client.post("/api/v1/pitches/from-deck/", {"file": str(waiting.pk)}, format="json")
    assert (early.status_code, early.json()["code"]) == (409, "files.not_ready")


def test_role_is_confirmed_by_that_person_alone_and_again_after_a_change() -> None:
    pitch = PitchFactory.create()
    owner, engineer = person_in(pitch.organization), person_in(pitch.organization, MemberRole.READER)
    address = f"/api/v1/pitches/{pitch.pk}/team/"
    sent = {"name": "陈一", "role": "首席技术官", "person": str(engineer.pk)}
    member = client_of(owner).post(address, sent, format="json").json()
    confirm = f"{address}{member['id']}/confirm/"

    assert client_of(owner).post(confirm).status_code == 403
    assert client_of(engineer).post(confirm).json()["role_confirmed_at"] is not None
    changed = client_of(owner).patch(f"{address}{member['id']}/", {"background": "十年经验"}, format="json").json()
    assert changed["role_confirmed_at"] is not None
    changed = client_of(owner).patch(f"{address}{member['id']}/", {"role": "顾问"}, format="json").json()
    assert changed["role_confirmed_at"] is None
    assert client_of(owner).delete(f"{address}{member['id']}/").status_code == 204
    assert PitchTeamMember.objects.count() == 0


def test_s3_team_person_must_be_a_member_of_the_company() -> None:
    pitch = PitchFactory.create()
    owner = person_in(pitch.organization)
    answer = client_of(owner).post(
        f"/api/v1/pitches/{pitch.pk}/team/",
        {"name": "a", "role": "b", "person": str(UserFactory.create().pk)},
        format="json",
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "deals.person_unknown")
    assert PitchTeamMember.objects.count() == 0


def test_s1_team_entry_is_reached_through_its_own_pitch_alone() -> None:
    mine = PitchFactory.create()
    owner = person_in(mine.organization)
    foreign = PitchTeamMemberFactory.create(pitch=PitchFactory.create())
    for pitch_id in (mine.pk, foreign.pitch_id):
        answer = client_of(owner).patch(f"/api/v1/pitches/{pitch_id}/team/{foreign.pk}/", {"role": "x"}, format="json")
        assert answer.status_code == 404
    assert PitchTeamMember.objects.get().role == foreign.role


def test_list_shows_headlines_of_visible_pitches_at_a_constant_cost(django_assert_num_queries: Any) -> None:
    founder = UserFactory.create()
    company = OrganizationFactory.create(verified=True)
    MembershipFactory.create(organization=company, person=founder, role=MemberRole.OWNER)
    own, foreign, hidden = (
        PitchFactory.create(organization=company),
        PitchFactory.create(published=True),
        PitchFactory.create(),
    )
    client = client_of(founder)

    rows = {row["id"]: row for row in client.get("/api/v1/pitches/").json()["results"]}
    assert set(rows) == {str(own.pk), str(foreign.pk)}
    assert rows[str(foreign.pk)]["completeness_percent"] is None
    assert rows[str(own.pk)]["completeness_percent"] == own.completeness
    assert "blocks" not in rows[str(own.pk)]
    mine = client.get("/api/v1/pitches/?mine=true").json()["results"]
    assert [row["id"] for row in mine] == [str(own.pk)]
    assert client.get(f"/api/v1/pitches/?organization={hidden.organization_id}").json()["count"] == 0
    assert client.get("/api/v1/pitches/?organization=nonsense").json()["count"] == 0
    visitor = client_of()
    with django_assert_num_queries(2):
        visitor.get("/api/v1/pitches/")
    PitchFactory.create_batch(2, published=True)
    with django_assert_num_queries(2):
        visitor.get("/api/v1/pitches/")


def test_own_pitches_are_found_ordered_and_paged() -> None:
    founder = UserFactory.create()
    company = OrganizationFactory.create(verified=True, brand_name="深蓝")
    MembershipFactory.create(organization=company, person=founder, role=MemberRole.OWNER)
    made = [
        PitchFactory.create(organization=company, one_liner=name) for name in ("中子源", "触觉传感器", "阿尔法芯片")
    ]
    PitchFactory.create(published=True, one_liner="阿尔法别家")
    Pitch.objects.filter(pk=made[0].pk).update(one_liner_en="A source", story="canary-story")
    made[1].save()
    client = client_of(founder)

    def found(query: str, *, mine: bool = True, status: int = 200, language: str = "zh-hans") -> Any:
        answer = client.get(f"/api/v1/pitches/?mine={str(mine).lower()}&{query}", headers={"Accept-Language": language})
        assert answer.status_code == status, answer.json()
        body = answer.json()
        return [row["one_liner"] for row in body["results"]] if status == 200 else (body["code"], list(body["fields"]))

    assert found("") == found("sort=newest") == ["阿尔法芯片", "触觉传感器", "中子源"]
    assert found("sort=title") == ["阿尔法芯片", "触觉传感器", "中子源"]
    assert found("sort=title", language="en") == ["中子源", "阿尔法芯片", "触觉传感器"]
    assert found("sort=updated")[0] == "触觉传感器"
    assert found("q=阿尔法") == ["阿尔法芯片"]
    assert found("q=深蓝 source") == ["中子源"]
    assert found("q=canary") == []
    assert found("q=阿尔法", mine=False) == ["阿尔法别家", "阿尔法芯片"]
    assert found("sort=title&page_size=2&page=2") == ["中子源"]
    assert found("sort=completeness", status=400) == ("core.unknown_sort", ["sort"])
    assert found("sort=updated", mine=False, status=400) == ("core.unknown_sort", ["sort"])
    assert found("order=title", status=400) == ("core.unknown_parameter", ["order"])
    assert found("state=nonsense", status=400) == ("core.invalid", ["state"])
