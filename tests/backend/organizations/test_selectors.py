"""Who sees which organization, fund and standing: exact sets, and the clock of the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from backend.core import clock
from backend.core.actors import SYSTEM, Viewer
from backend.organizations import selectors
from backend.organizations.enums import (
    MemberRole,
    OrganizationKind,
    ReviewState,
    StandingKind,
    VerificationState,
)
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import (
    FirmFactory,
    FundFactory,
    OrganizationFactory,
    StandingFactory,
    belongs,
)

pytestmark = pytest.mark.django_db


def test_visible_organizations_by_state_and_viewer() -> None:
    rows = {
        "verified": OrganizationFactory.create(verified=True),
        "unverified": OrganizationFactory.create(),
        "pending": OrganizationFactory.create(verification_state=VerificationState.PENDING),
        "rejected": OrganizationFactory.create(verification_state=VerificationState.REJECTED),
        "expired": OrganizationFactory.create(verification_state=VerificationState.EXPIRED),
        "lapsed": OrganizationFactory.create(verified=True, verified_until=clock.now() - timedelta(seconds=1)),
        "reference": OrganizationFactory.create(reference=True),
        "demo": OrganizationFactory.create(is_demo=True),
    }
    names = {row.pk: name for name, row in rows.items()}
    reader = UserFactory.create()
    belongs(reader, rows["unverified"], MemberRole.READER)
    public = {"verified", "reference"}

    def seen(viewer: Viewer) -> set[str]:
        return {names[pk] for pk in selectors.visible_organizations(viewer).values_list("pk", flat=True)}

    assert seen(AnonymousUser()) == public
    assert seen(UserFactory.create()) == public
    assert seen(reader) == public | {"unverified"}
    assert seen(UserFactory.create(is_operator=True)) == public
    assert seen(OperatorFactory.create()) == set(rows)
    assert seen(SYSTEM) == set(rows)


def test_a_verification_ends_by_the_clock(settings: Settings) -> None:
    OrganizationFactory.create(verified=True)
    assert selectors.visible_organizations(AnonymousUser()).count() == 1
    settings.CLOCK_OFFSET_SECONDS = 366 * 86400
    assert selectors.visible_organizations(AnonymousUser()).count() == 0


def test_verified_firms_of_a_person() -> None:
    person, now = UserFactory.create(), clock.now()
    wanted = FirmFactory.create(verified=True)
    belongs(person, wanted, MemberRole.MEMBER)
    belongs(person, FirmFactory.create(verified=True), MemberRole.READER)
    belongs(person, FirmFactory.create(), MemberRole.OWNER)
    belongs(person, OrganizationFactory.create(verified=True), MemberRole.OWNER)
    belongs(person, FirmFactory.create(verified=True, verified_until=now), MemberRole.OWNER)
    FirmFactory.create(verified=True)
    assert list(selectors.verified_firms_of(person, now)) == [wanted]
    assert list(selectors.verified_firms_of(AnonymousUser(), now)) == []


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({}, True),
        ({"state": ReviewState.PENDING}, False),
        ({"state": ReviewState.REJECTED}, False),
        ({"kind": StandingKind.QUALIFIED_INVESTOR}, False),
        ({"revoked_at": datetime(2026, 1, 1, tzinfo=UTC)}, False),
        ({"valid_until": datetime(2020, 1, 1, tzinfo=UTC)}, False),
        ({"valid_from": datetime(2090, 1, 1, tzinfo=UTC), "valid_until": None}, False),
    ],
)
def test_standing_is_in_force(fields: dict[str, object], holds: bool) -> None:
    now = clock.now()
    if "valid_until" in fields and fields["valid_until"] is None:
        fields = {**fields, "valid_until": datetime(2091, 1, 1, tzinfo=UTC)}
    standing = StandingFactory.create(**fields)
    assert selectors.holds_standing(standing.person, StandingKind.SPECIFIC_PERSON, now) == holds
    assert standing.is_in_force(now) == (holds or standing.kind == StandingKind.QUALIFIED_INVESTOR)
    assert not selectors.holds_standing(UserFactory.create(), StandingKind.SPECIFIC_PERSON, now)


def test_standing_begins_and_ends_exactly() -> None:
    standing = StandingFactory.create()
    begin, end, kind = standing.valid_from, standing.valid_until, StandingKind.SPECIFIC_PERSON
    assert begin is not None
    assert end is not None
    moment = timedelta(microseconds=1)
    held = [selectors.holds_standing(standing.person, kind, t) for t in (begin - moment, begin, end - moment, end)]
    assert held == [False, True, True, False]


def test_visible_funds_need_standing_or_membership() -> None:
    open_firm, hidden_firm = FirmFactory.create(verified=True), FirmFactory.create()
    public, hidden = FundFactory.create(firm=open_firm), FundFactory.create(firm=hidden_firm)
    insider, holder, lapsed = UserFactory.create(), UserFactory.create(), UserFactory.create()
    belongs(insider, hidden_firm, MemberRole.READER)
    StandingFactory.create(person=holder)
    StandingFactory.create(person=lapsed, valid_until=clock.now())
    StandingFactory.create(person=lapsed, kind=StandingKind.QUALIFIED_INVESTOR)
    now = clock.now()
    seen = {
        "visitor": set(selectors.visible_funds(AnonymousUser(), now)),
        "lapsed": set(selectors.visible_funds(lapsed, now)),
        "insider": set(selectors.visible_funds(insider, now)),
        "holder": set(selectors.visible_funds(holder, now)),
        "operator": set(selectors.visible_funds(OperatorFactory.create(), now)),
    }
    assert seen == {
        "visitor": set(),
        "lapsed": set(),
        "insider": {hidden},
        "holder": {public},
        "operator": {public, hidden},
    }


def test_roles_are_read_once_in_a_request_and_forgotten_on_change() -> None:
    person, organization = UserFactory.create(), OrganizationFactory.create()
    person.memo = {}
    assert selectors.roles_of(person) == {}
    belongs(person, organization)
    assert selectors.roles_of(person) == {}
    person.memo = None
    assert selectors.roles_of(person) == {organization.pk: MemberRole.MEMBER}


def test_every_kind_of_organization_may_exist() -> None:
    for kind in OrganizationKind:
        OrganizationFactory.create(kind=kind, verified=True)
    kinds = set(selectors.visible_organizations(AnonymousUser()).values_list("kind", flat=True))
    assert kinds == set(OrganizationKind)
