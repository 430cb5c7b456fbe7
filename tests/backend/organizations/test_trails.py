"""Who reads which act in which trail, and under whose name: whole tables, over HTTP."""

from typing import Any

import pytest

from backend.accounts.models import User
from backend.core import audit
from backend.core.actors import SYSTEM
from backend.organizations.enums import MemberRole, ReviewKind, ReviewState
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory, ReviewFactory, StandingFactory, belongs
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
API = "/api/v1"

# Acts on the organization's desk, each by the kind of actor who does it.
DESK = {
    "organization.updated": "owner",
    "verification.requested": "owner",
    "verification.approved": "street",
    "verification.expired": "system",
    "member.joined": "admin",
    "invitation.created": "owner",
    "ownership.offered": "owner",
    "fund.created": "admin",
    "pitch.approved": "street",
    "pitch.blocks_read": "outsider",
    "thesis.published": "admin",
    "round.recorded": "street",
}
# Acts that carry the organization's id and are none of its business.
HIDDEN = {
    "claim.requested": "outsider",
    "claim.rejected": "street",
    "standing.requested": "outsider",
    "standing.approved": "street",
    "import.finished": "street",
    "file.uploaded": "outsider",
}
CASES = {"organization": True, "pitch": True, "claim": False, "standing": False}


def cast(organization: Organization) -> dict[str, Any]:
    people: dict[str, Any] = {
        "street": OperatorFactory.create(display_name="运营甲"),
        "other_street": OperatorFactory.create(display_name="运营乙"),
        "outsider": UserFactory.create(display_name="外人"),
        "system": SYSTEM,
    }
    for role in (MemberRole.OWNER, MemberRole.ADMIN):
        people[role.value] = UserFactory.create(display_name=f"成员{role.value}")
        belongs(people[role.value], organization, role)
    return people


def told(viewer: User, address: str) -> set[tuple[str, str, str, bool]]:
    """Action, kind and name of the actor, and whether the id is told."""
    body = client_of(viewer).get(f"{API}/{address}").json()
    assert body["next"] is None
    return {
        (
            f"{row['action']} {row['data'].get('kind', '')}".strip(),
            row["actor_kind"],
            row["actor"],
            bool(row["actor_id"]),
        )
        for row in body["results"]
    }


def test_the_trail_of_an_organization_by_act_and_reader() -> None:
    organization = FirmFactory.create(verified=True)
    people = cast(organization)
    for action, actor in (DESK | HIDDEN).items():
        audit.record(people[actor], action, organization, organizations=[organization.pk])
    for kind in CASES:
        audit.record(people["street"], "case.opened", organizations=[organization.pk], kind=kind)
    audit.record(people["owner"], "organization.updated", organizations=[FirmFactory.create().pk], kind="elsewhere")
    names = {
        "owner": ("person", "成员owner", True),
        "admin": ("person", "成员admin", True),
        "outsider": ("person", "外人", True),
        "system": ("system", "", False),
    }
    masked, named = ("operator", "街区运营", False), ("operator", "运营甲", True)
    own_cases = {f"case.opened {kind}" for kind, is_shown in CASES.items() if is_shown}
    inside = {(action, *names.get(actor, masked)) for action, actor in DESK.items()}
    inside |= {(case, *masked) for case in own_cases}
    everything = {(action, *names.get(actor, named)) for action, actor in (DESK | HIDDEN).items()}
    everything |= {(f"case.opened {kind}", *named) for kind in CASES}
    address = f"organizations/{organization.pk}/audit/?page_size=100"
    seen = {name: told(people[name], address) for name in ("owner", "admin", "street", "other_street")}
    assert seen == {"owner": inside, "admin": inside, "street": everything, "other_street": everything}
    assert client_of(people["outsider"]).get(f"{API}/{address}").status_code == 404


def test_a_claimant_who_became_owner_finds_the_own_claim_and_no_rival() -> None:
    organization = OrganizationFactory.create(reference=True)
    operator = client_of(OperatorFactory.create(display_name="运营甲"))
    claim = ReviewFactory.create(kind=ReviewKind.CLAIM, organization=organization)
    rival = ReviewFactory.create(kind=ReviewKind.CLAIM, organization=organization)
    for review in (claim, rival):
        audit.record(review.requested_by, "claim.requested", review, organizations=[organization.pk])
        assert operator.get(f"{API}/console/queue/claim/{review.pk}/").status_code == 200
    assert operator.post(f"{API}/console/queue/claim/{claim.pk}/approve/", {}).status_code == 204
    owner = claim.requested_by
    address = f"organizations/{organization.pk}/audit/"
    assert told(owner, address) == {("claim.requested", "person", owner.display_name, True)}
    body = client_of(owner).get(f"{API}/{address}").content.decode()
    assert str(rival.pk) not in body
    assert "运营甲" not in body


def test_a_persons_standing_is_not_on_the_desk_of_their_firm() -> None:
    firm = FirmFactory.create(verified=True)
    owner = UserFactory.create()
    belongs(owner, firm, MemberRole.OWNER)
    pending = StandingFactory.create(
        organization=firm, state=ReviewState.PENDING, reviewer=None, valid_from=None, valid_until=None, decided_at=None
    )
    operator = client_of(OperatorFactory.create())
    assert operator.get(f"{API}/console/queue/standing/{pending.pk}/").status_code == 200
    assert operator.post(f"{API}/console/queue/standing/{pending.pk}/approve/", {}).status_code == 204
    assert told(owner, f"organizations/{firm.pk}/audit/") == set()


def test_an_operator_is_named_to_colleagues_and_to_nobody_after_leaving_the_service() -> None:
    organization = OrganizationFactory.create()
    people = cast(organization)
    colleague = OperatorFactory.create(display_name="同事")
    belongs(colleague, organization, MemberRole.ADMIN)
    audit.record(colleague, "organization.updated", organization, organizations=[organization.pk])
    audit.record(people["street"], "verification.approved", organizations=[organization.pk])
    User.objects.filter(pk=people["street"].pk).update(is_operator=False)
    assert told(people["owner"], f"organizations/{organization.pk}/audit/") == {
        ("organization.updated", "operator", "同事", True),
        ("verification.approved", "operator", "街区运营", False),
    }


def test_the_own_trail_shows_own_acts_by_name_and_the_street_without() -> None:
    person, operator = UserFactory.create(display_name="我"), OperatorFactory.create(display_name="运营甲")
    audit.record(person, "token.created", person)
    audit.record(operator, "person.updated", person)
    audit.record(operator, "standing.approved", OrganizationFactory.create(), person=str(person.pk))
    audit.record(UserFactory.create(), "person.updated", UserFactory.create())
    assert told(person, "me/audit/") == {
        ("token.created", "person", "我", True),
        ("person.updated", "operator", "街区运营", False),
    }
    assert {name for _, _, name, _ in told(operator, "me/audit/")} == {"运营甲"}
    export = client_of(person).post(f"{API}/me/export/").json()["sections"]["acts"]
    assert [row["action"] for row in export] == ["person.exported", "token.created"]


@pytest.mark.parametrize(("language", "name"), [("zh-hant", "街區運營"), ("en", "Street operator")])
def test_the_street_is_named_in_the_readers_language(language: str, name: str) -> None:
    organization = OrganizationFactory.create()
    people = cast(organization)
    audit.record(people["street"], "verification.approved", organizations=[organization.pk])
    address = f"{API}/organizations/{organization.pk}/audit/"
    rows = client_of(people["owner"]).get(address, headers={"Accept-Language": language}).json()["results"]
    assert [row["actor"] for row in rows] == [name]
