"""Who may do what: states × roles, whole tables."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core.actors import SYSTEM, Actor
from backend.core.permissions import may
from backend.organizations.enums import MemberRole, OrganizationKind, Origin, ReviewState, VerificationState
from backend.organizations.models import Invitation, Membership, Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import OrganizationFactory, ReviewFactory, StandingFactory, belongs

pytestmark = pytest.mark.django_db

OWNER, ADMIN, MEMBER, READER = MemberRole.OWNER, MemberRole.ADMIN, MemberRole.MEMBER, MemberRole.READER
EVERYBODY = ("visitor", "outsider", "reader", "member", "admin", "owner", "operator", "weak_operator", "system")


def people_of(organization: Organization) -> dict[str, Actor]:

    people: dict[str, Actor] = {
        "visitor": AnonymousUser(),
        "outsider": UserFactory.create(),
        "operator": OperatorFactory.create(),
        "weak_operator": UserFactory.create(is_operator=True),
        "system": SYSTEM,
    }
    for role in MemberRole:
        person = UserFactory.create()
        belongs(person, organization, role)
        people[role.value] = person
    return people


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ("update_organization", {"admin", "owner", "system"}),
        ("view_members", {"reader", "member", "admin", "owner", "operator", "system"}),
        ("view_audit", {"admin", "owner", "operator", "system"}),
        ("invite", {"admin", "owner", "system"}),
        ("leave", {"reader", "member", "admin"}),
        ("offer_ownership", {"owner"}),
        ("request_verification", {"admin", "owner"}),
        ("request_claim", set()),
        ("create_fund", {"admin", "owner", "system"}),
        ("record_round", {"member", "admin", "owner", "operator", "system"}),
        ("create_organization", set(EVERYBODY) - {"visitor", "system"}),
    ],
)
def test_rules_of_a_member_firm(rule: str, allowed: set[str]) -> None:
    firm = OrganizationFactory.create(kind=OrganizationKind.INVESTMENT_FIRM)
    people = people_of(firm)
    assert {name for name in EVERYBODY if may(people[name], f"organizations.{rule}", firm)} == allowed


def test_only_firms_have_funds() -> None:
    for kind in OrganizationKind:
        organization = OrganizationFactory.create(kind=kind)
        owner = UserFactory.create()
        belongs(owner, organization, OWNER)
        assert may(owner, "organizations.create_fund", organization) == (kind == OrganizationKind.INVESTMENT_FIRM)


@pytest.mark.parametrize(
    ("origin", "state", "verification", "claim"),
    [
        (Origin.MEMBER, VerificationState.UNVERIFIED, True, False),
        (Origin.MEMBER, VerificationState.PENDING, False, False),
        (Origin.MEMBER, VerificationState.VERIFIED, True, False),
        (Origin.MEMBER, VerificationState.REJECTED, True, False),
        (Origin.MEMBER, VerificationState.EXPIRED, True, False),
        (Origin.REFERENCE, VerificationState.UNVERIFIED, False, True),
    ],
)
def test_asking_depends_on_the_state(origin: Origin, state: VerificationState, verification: bool, claim: bool) -> None:
    organization = OrganizationFactory.create(origin=origin, verification_state=state)
    owner, outsider = UserFactory.create(), UserFactory.create()
    belongs(owner, organization, OWNER)
    assert may(owner, "organizations.request_verification", organization) == verification
    assert may(outsider, "organizations.request_claim", organization) == claim
    assert not may(outsider, "organizations.request_verification", organization)


def test_roles_are_given_and_taken_up_to_ones_own() -> None:
    """Actor's role × the other's role, for every rule about members."""
    organization = OrganizationFactory.create()
    actors: dict[MemberRole, User] = {}
    for role in MemberRole:
        actors[role] = UserFactory.create()
        belongs(actors[role], organization, role)
    below = {(ADMIN, ADMIN), (ADMIN, MEMBER), (ADMIN, READER), (OWNER, ADMIN), (OWNER, MEMBER), (OWNER, READER)}
    for rule, thing in (
        ("change_role", Membership),
        ("remove_member", Membership),
        ("send_invitation", Invitation),
    ):
        granted = {
            (actor, target)
            for actor, target in itertools.product(MemberRole, MemberRole)
            if may(actors[actor], f"organizations.{rule}", thing(organization=organization, role=target))
        }
        assert granted == below, rule


def test_nobody_removes_themselves_as_if_they_were_another() -> None:
    membership = belongs(UserFactory.create(), OrganizationFactory.create(), ADMIN)
    assert not may(membership.person, "organizations.remove_member", membership)
    assert may(membership.person, "organizations.confirm_title", membership)


def test_operators_decide_about_others_only() -> None:
    review = ReviewFactory.create()
    people = people_of(review.organization)
    people["requester"] = review.requested_by
    operator_inside = OperatorFactory.create()
    belongs(operator_inside, review.organization, READER)
    people["operator_inside"] = operator_inside
    own = ReviewFactory.create(requested_by=people["operator"])
    assert {name for name in people if may(people[name], "organizations.decide_review", review)} == {
        "operator",
        "system",
    }
    assert not may(people["operator"], "organizations.decide_review", own)


@pytest.mark.parametrize("state", ReviewState)
def test_only_what_is_pending_is_decided(state: ReviewState) -> None:
    operator, review = OperatorFactory.create(), ReviewFactory.create(state=state)
    standing = StandingFactory.create(state=state)
    assert may(operator, "organizations.decide_review", review) == (state == ReviewState.PENDING)
    assert may(operator, "organizations.decide_standing", standing) == (state == ReviewState.PENDING)
    assert may(operator, "organizations.revoke_standing", standing) == (state == ReviewState.APPROVED)


def test_a_closed_account_may_do_nothing() -> None:
    organization = OrganizationFactory.create()
    owner = UserFactory.create(is_active=False)
    belongs(owner, organization, OWNER)
    assert not may(owner, "organizations.update_organization", organization)


def test_a_session_without_the_second_factor_makes_an_operator_an_ordinary_person() -> None:
    operator = OperatorFactory.create()
    review = ReviewFactory.create()
    assert may(operator, "organizations.decide_review", review)
    operator.second_factor_passed = False
    assert not may(operator, "organizations.decide_review", review)
    assert not may(operator, "accounts.view_console")
