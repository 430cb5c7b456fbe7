"""Organizations over HTTP: what each sees, what is refused how, and how many questions the database is asked."""

from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from backend.accounts.enums import TokenScope
from backend.accounts.models import User
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.organizations.models import Fund, Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import (
    EvidenceFactory,
    FirmFactory,
    FundFactory,
    InvitationFactory,
    OrganizationFactory,
    ReviewFactory,
    StandingFactory,
    belongs,
)
from tests.support.clients import client_of, machine_of

pytestmark = pytest.mark.django_db
API = "/api/v1"


def one(organization: Organization, rest: str = "") -> str:
    return f"{API}/organizations/{organization.pk}/{rest}"


def member_of(organization: Organization, role: MemberRole = MemberRole.OWNER) -> User:
    person: User = UserFactory.create()
    belongs(person, organization, role)
    return person


def test_an_invisible_organization_is_404_everywhere() -> None:
    hidden = OrganizationFactory.create()
    outsider = client_of(UserFactory.create())
    answers = {
        "get": outsider.get(one(hidden)),
        "patch": outsider.patch(one(hidden), {"city": "深圳"}),
        "members": outsider.get(one(hidden, "members/")),
        "invite": outsider.post(one(hidden, "invitations/"), {"role": "reader"}),
        "leave": outsider.post(one(hidden, "leave/")),
        "funds": outsider.get(one(hidden, "funds/")),
        "audit": outsider.get(one(hidden, "audit/")),
        "claim": outsider.post(one(hidden, "claim/"), {"evidence": []}),
        "reviews": outsider.get(one(hidden, "reviews/")),
        "nowhere": outsider.get(f"{API}/organizations/{uuid4()}/"),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 404)


def test_a_visible_organization_refuses_outsiders_without_telling_inner_matters() -> None:
    organization = OrganizationFactory.create(verified=True)
    outsider = client_of(UserFactory.create())
    assert outsider.patch(one(organization), {"city": "x"}).status_code == 403
    assert outsider.post(one(organization, "invitations/"), {"role": "reader"}).status_code == 403
    for inner in ("members/", "audit/", "invitations/", "ownership/"):
        assert outsider.get(one(organization, inner)).status_code == 404
    assert outsider.get(one(organization)).json()["allowed_actions"] == []
    assert client_of().patch(one(organization), {"city": "x"}).status_code == 401


def test_allowed_actions_and_role_follow_the_viewer() -> None:
    firm = FirmFactory.create(verified=True)
    told = {}
    for role in MemberRole:
        body = client_of(member_of(firm, role)).get(one(firm)).json()
        told[role.value] = (body["my_role"], set(body["allowed_actions"]))
    running = {
        "update_organization",
        "view_members",
        "invite",
        "request_verification",
        "view_reviews",
        "view_audit",
        "create_fund",
        "record_round",
        "manage_webhooks",
    }
    assert told == {
        "reader": ("reader", {"view_members", "leave"}),
        "member": ("member", {"view_members", "leave", "record_round"}),
        "admin": ("admin", running | {"leave"}),
        "owner": ("owner", running | {"offer_ownership"}),
    }


def test_list_filters_and_pages() -> None:
    firm = FirmFactory.create(verified=True, brand_name="深蓝资本", name_en="Deep Blue")
    startup = OrganizationFactory.create(reference=True, brand_name="深蓝机器人")
    OrganizationFactory.create(brand_name="深蓝隐身")

    def found(query: str) -> tuple[int, set[str]]:
        body = client_of().get(f"{API}/organizations/?{query}").json()
        return body["count"], {row["id"] for row in body["results"]}

    assert found("") == (2, {str(firm.pk), str(startup.pk)})
    assert found("q=深蓝") == (2, {str(firm.pk), str(startup.pk)})
    assert found("q=deep blue") == (1, {str(firm.pk)})
    assert found("q=隐身") == (0, set())
    assert found("kind=investment_firm&kind=host") == (1, {str(firm.pk)})
    assert found("origin=reference") == (1, {str(startup.pk)})
    assert found("kind=nonsense") == (0, set())


def test_the_answer_has_exactly_these_fields_for_everybody() -> None:
    OrganizationFactory.create(verified=True)
    row = client_of().get(f"{API}/organizations/").json()["results"][0]
    assert set(row) == {
        "id",
        "kind",
        "display_name",
        "name_en",
        "one_liner",
        "logo_url",
        "city",
        "verification_state",
        "origin",
        "source_credit",
        "is_demo",
    }


def _lists(person: User, organization: Organization) -> dict[str, str]:
    return {
        "organizations": f"{API}/organizations/",
        "members": one(organization, "members/"),
        "invitations": one(organization, "invitations/"),
        "funds": one(organization, "funds/"),
        "reviews": one(organization, "reviews/"),
        "audit": one(organization, "audit/"),
        "standings": f"{API}/me/standings/",
        "me": f"{API}/me/",
    }


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("organizations", 5),
        ("members", 5),
        ("invitations", 5),
        ("funds", 7),
        ("reviews", 5),
        ("audit", 6),
        ("standings", 4),
        ("me", 4),
    ],
)
def test_lists_ask_the_same_number_of_questions_for_1_and_3_rows(
    name: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firm = FirmFactory.create(verified=True)
    owner = member_of(firm)
    client = client_of(owner)

    def add_row() -> None:
        FundFactory.create(firm=firm)
        InvitationFactory.create(organization=firm, invited_by=owner)
        ReviewFactory.create(organization=firm, state="rejected")
        StandingFactory.create(person=owner, organization=firm)
        belongs(owner, OrganizationFactory.create(verified=True))
        member_of(firm, MemberRole.MEMBER)
        client.patch(one(firm), {"city": f"城市{uuid4().hex[:6]}"})

    for _ in range(2):
        add_row()
        with django_assert_num_queries(queries):
            assert client.get(_lists(owner, firm)[name]).status_code == 200
        add_row()


def test_funds_do_not_exist_without_standing() -> None:
    firm = FirmFactory.create(verified=True)
    fund = FundFactory.create(firm=firm, name="隐名一号基金")
    empty = FirmFactory.create(verified=True)
    holder = UserFactory.create()
    StandingFactory.create(person=holder)
    seen: dict[str, list[int]] = {}
    people = {
        "visitor": None,
        "outsider": UserFactory.create(),
        "holder": holder,
        "reader": member_of(firm, MemberRole.READER),
    }
    for name, person in people.items():
        client = client_of(person)
        addresses = (one(firm, "funds/"), f"{API}/funds/{fund.pk}/", one(empty, "funds/"))
        seen[name] = [client.get(address).status_code for address in addresses]
        text = "".join(
            client.get(address).content.decode()
            for address in (one(firm), f"{API}/organizations/", f"{API}/organizations/?q=隐名")
        )
        assert "隐名一号基金" not in text
    assert seen == {
        "visitor": [401, 401, 401],
        "outsider": [404, 404, 404],
        "holder": [200, 200, 200],
        "reader": [200, 200, 404],
    }
    assert client_of(people["outsider"]).patch(f"{API}/funds/{fund.pk}/", {"name": "x"}).status_code == 404
    assert client_of(holder).patch(f"{API}/funds/{fund.pk}/", {"name": "x"}).status_code == 403


def test_a_standing_that_expires_hides_funds_at_once(settings: Settings) -> None:
    firm = FirmFactory.create(verified=True)
    fund = FundFactory.create(firm=firm)
    holder = UserFactory.create()
    standing = StandingFactory.create(person=holder)
    client = client_of(holder)
    assert client.get(f"{API}/funds/{fund.pk}/").status_code == 200
    left = standing.valid_until.timestamp() - standing.valid_from.timestamp()  # type: ignore[union-attr]
    # The firm's own verification ends in the same year; keep it out of the way.
    Organization.objects.update(verified_until=None)
    settings.CLOCK_OFFSET_SECONDS = int(left)
    assert client.get(f"{API}/funds/{fund.pk}/").status_code == 404


def test_fund_amounts_are_money_of_one_currency() -> None:
    firm = FirmFactory.create(verified=True)
    client = client_of(member_of(firm))
    body = {
        "name": "一号",
        "fund_type": "venture_capital_fund",
        "committed": {"amount": "20000000.00", "currency": "CNY"},
    }
    made = client.post(one(firm, "funds/"), body)
    assert (made.status_code, made.json()["committed"]) == (201, {"amount": "20000000.00", "currency": "CNY"})
    wrong = client.patch(f"{API}/funds/{made.json()['id']}/", {"paid_in": {"amount": "1", "currency": "USD"}})
    assert (wrong.status_code, set(wrong.json()["fields"])) == (400, {"paid_in"})


def test_a_fund_is_changed_and_deleted_by_those_who_run_the_firm() -> None:
    firm = FirmFactory.create(verified=True)
    holder = UserFactory.create()
    StandingFactory.create(person=holder)
    people = {role.value: member_of(firm, role) for role in MemberRole} | {"holder": holder}
    change = {"name": "改名", "committed": {"amount": "5.00", "currency": "USD"}, "currency": "USD"}
    done = {}
    for name, person in people.items():
        fund, client = FundFactory.create(firm=firm, name="原名"), client_of(person)
        address = f"{API}/funds/{fund.pk}/"
        allowed = client.get(address).json()["allowed_actions"]
        changed = client.patch(address, change).status_code
        fund.refresh_from_db()
        stored = (fund.name, fund.currency, fund.committed_minor)
        deleted = client.delete(address).status_code
        done[name] = (allowed, changed, stored, deleted, Fund.objects.filter(pk=fund.pk).exists())
    may: tuple[Any, ...] = (["update_fund", "delete_fund"], 200, ("改名", "USD", 500), 204, False)
    may_not: tuple[Any, ...] = ([], 403, ("原名", "CNY", None), 403, True)
    assert done == {"owner": may, "admin": may, "member": may_not, "reader": may_not, "holder": may_not}


def test_a_title_is_its_persons_own_word() -> None:
    organization = OrganizationFactory.create()
    person = UserFactory.create()
    row = belongs(person, organization, MemberRole.READER)
    address = one(organization, f"members/{row.pk}/")
    others = {role.value: client_of(member_of(organization, role)) for role in MemberRole}
    for client in others.values():
        shown = next(r for r in client.get(one(organization, "members/")).json() if r["id"] == str(row.pk))
        assert "confirm_title" not in shown["allowed_actions"]
        assert client.patch(address, {"title": "董事长"}).status_code == 403
    assert client_of(UserFactory.create()).patch(address, {"title": "董事长"}).status_code == 404
    row.refresh_from_db()
    assert (row.title, row.title_confirmed_at) == ("", None)
    own = client_of(person).patch(address, {"title": "投资经理"}).json()
    assert (own["title"], own["title_confirmed_at"] is not None, own["is_me"]) == ("投资经理", True, True)
    assert "confirm_title" in own["allowed_actions"]
    acts = AuditEntry.objects.order_by("id").values_list("actor_id", "action", "subject_id")
    assert list(acts) == [(person.pk, "member.title_confirmed", str(row.pk))]


def test_foreign_files_are_not_accepted_as_evidence_or_logo() -> None:
    organization = OrganizationFactory.create(country="HKG")
    client = client_of(member_of(organization))
    foreign = EvidenceFactory.create()
    for ids in ([str(foreign.pk)], [str(uuid4())]):
        answer = client.post(one(organization, "verification/"), {"evidence": ids})
        assert (answer.status_code, answer.json()["code"]) == (400, "organizations.bad_evidence")
    logo = EvidenceFactory.create(kind="logo")
    answer = client.patch(one(organization), {"logo": str(logo.pk)})
    assert (answer.status_code, answer.json()["code"]) == (400, "organizations.bad_logo")


def test_colleagues_addresses_are_for_admins() -> None:
    organization = OrganizationFactory.create()
    member_of(organization)
    shown = {}
    for role in (MemberRole.ADMIN, MemberRole.MEMBER):
        rows = client_of(member_of(organization, role)).get(one(organization, "members/")).json()
        shown[role.value] = {row["email"] is not None for row in rows}
    assert shown == {"admin": {True}, "member": {False}}


def test_an_invitation_link_is_read_signed_out_and_taken_once() -> None:
    invitation = InvitationFactory.create(secret="a-very-secret-link", role="reader")
    address = f"{API}/invitations/a-very-secret-link/"
    offer = client_of().get(address).json()
    assert (offer["organization"]["id"], offer["role"]) == (str(invitation.organization_id), "reader")
    assert client_of().post(f"{address}accept/").status_code == 401
    taker = client_of(UserFactory.create())
    assert taker.post(f"{address}accept/").status_code == 201
    gone = [
        taker.get(address),
        client_of(UserFactory.create()).post(f"{address}accept/"),
        client_of().get(f"{API}/invitations/never/"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in gone} == {(404, "organizations.invitation_gone")}


def test_the_secret_of_a_link_never_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    InvitationFactory.create(secret="a-very-secret-link")
    client_of().post(f"{API}/invitations/a-very-secret-link/accept/")
    assert "a-very-secret-link" not in caplog.text


def test_ownership_over_http() -> None:
    organization = OrganizationFactory.create()
    owner = client_of(member_of(organization))
    heir_person = UserFactory.create()
    heir_row = belongs(heir_person, organization)
    heir, bystander = client_of(heir_person), client_of(member_of(organization, MemberRole.ADMIN))
    assert owner.post(one(organization, "ownership/"), {"member_id": str(heir_row.pk)}).status_code == 201
    actions = [client.get(one(organization, "ownership/")).json()["transfer"] for client in (owner, heir, bystander)]
    assert [body and body["allowed_actions"] for body in actions] == [
        ["cancel_ownership"],
        ["accept_ownership", "decline_ownership"],
        None,
    ]
    assert bystander.post(one(organization, "ownership/accept/")).status_code == 409
    assert heir.post(one(organization, "ownership/accept/")).status_code == 204
    assert heir.get(one(organization)).json()["my_role"] == "owner"


def test_me_tells_where_a_person_belongs_and_what_they_need() -> None:
    person = UserFactory.create(display_name="")
    startup = OrganizationFactory.create()
    belongs(person, startup, MemberRole.OWNER)
    me = client_of(person).get(f"{API}/me/").json()
    assert me["organizations"] == [
        {
            "id": str(startup.pk),
            "display_name": startup.brand_name,
            "kind": "startup",
            "role": "owner",
            "verification_state": "unverified",
        }
    ]
    assert (me["home"], me["needs"]) == ("startup", ["display_name"])


@pytest.mark.parametrize(
    ("operator", "second_factor", "told"),
    [
        (OperatorFactory, True, (True, True, "operator", [])),
        (OperatorFactory, False, (False, True, "member", ["second_factor_sign_in"])),
    ],
)
def test_me_tells_an_operator_about_the_second_factor(
    operator: type[OperatorFactory], second_factor: bool, told: tuple[Any, ...]
) -> None:
    me = client_of(operator.create(), second_factor=second_factor).get(f"{API}/me/").json()
    assert (me["is_operator"], me["second_factor"], me["home"], me["needs"]) == told


def test_me_changes_only_what_is_ones_own_to_change() -> None:
    person = UserFactory.create()
    body = {"display_name": "新名", "language": "en", "personalized": False, "is_operator": True, "email": "x@y.cn"}
    client_of(person).patch(f"{API}/me/", body)
    person.refresh_from_db()
    assert (person.display_name, person.language, person.personalized) == ("新名", "en", False)
    assert (person.is_operator, person.email != "x@y.cn") == (False, True)


def test_a_machine_reads_with_read_and_writes_with_write() -> None:
    organization = OrganizationFactory.create()
    owner = member_of(organization)

    def answers(client: APIClient) -> list[int]:
        return [
            client.get(one(organization)).status_code,
            client.patch(one(organization), {"city": "深圳"}).status_code,
        ]

    assert answers(machine_of(owner, TokenScope.READ)) == [200, 403]
    assert answers(machine_of(owner, TokenScope.WRITE)) == [403, 200]
    assert answers(machine_of(owner, TokenScope.READ, TokenScope.WRITE)) == [200, 200]
