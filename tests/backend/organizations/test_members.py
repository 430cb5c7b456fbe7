"""Joining by link, roles, leaving, and handing over ownership."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.errors import NotPermitted
from backend.core.events import DomainEvent
from backend.core.models import AuditEntry
from backend.organizations import selectors, services
from backend.organizations.enums import InvitationState, MemberRole
from backend.organizations.errors import (
    AlreadyMember,
    InvitationGone,
    OwnerCannotLeave,
    RoleNotGrantable,
    TransferGone,
    TransferPending,
)
from backend.organizations.events import MembersChanged
from backend.organizations.models import Invitation, Membership, Organization, OwnershipTransfer
from backend.organizations.services import members
from tests.factories.accounts import UserFactory
from tests.factories.organizations import InvitationFactory, OrganizationFactory, belongs
from tests.support.races import overlap

OWNER, ADMIN, MEMBER, READER = MemberRole.OWNER, MemberRole.ADMIN, MemberRole.MEMBER, MemberRole.READER


def roles(organization: Organization) -> set[tuple[object, str]]:
    return set(Membership.objects.filter(organization=organization).values_list("person_id", "role"))


@pytest.mark.django_db
def test_invite_shows_the_secret_once_and_stores_its_hash() -> None:
    owner, organization = UserFactory.create(), OrganizationFactory.create()
    belongs(owner, organization, OWNER)
    now = clock.now()
    made = services.invite(actor=owner, organization=organization, role=ADMIN, now=now)
    stored = Invitation.objects.get()
    assert made.secret not in str(Invitation.objects.values().get())
    assert (stored.role, stored.state, stored.expires_at) == (ADMIN, InvitationState.OPEN, now + timedelta(days=7))
    assert selectors.invitation_by_secret(made.secret, now) == stored
    assert selectors.invitation_by_secret(made.secret, now + timedelta(days=7)) is None
    assert selectors.invitation_by_secret(made.secret + "x", now) is None
    assert made.secret not in str(list(AuditEntry.objects.values()))


@pytest.mark.django_db
@pytest.mark.parametrize(("actor_role", "wanted"), [(OWNER, OWNER), (ADMIN, OWNER), (MEMBER, READER), (READER, READER)])
def test_invite_refuses_what_is_not_the_actors_to_give(actor_role: MemberRole, wanted: MemberRole) -> None:
    actor, organization = UserFactory.create(), OrganizationFactory.create()
    belongs(actor, organization, actor_role)
    with pytest.raises((RoleNotGrantable, NotPermitted)):
        services.invite(actor=actor, organization=organization, role=wanted, now=clock.now())
    assert (Invitation.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_accept_joins_with_the_role_of_the_link(published: list[DomainEvent]) -> None:
    invitation, person = InvitationFactory.create(role=READER), UserFactory.create()
    services.accept_invitation(actor=person, invitation=invitation, now=clock.now())
    assert roles(invitation.organization) == {(person.pk, READER)}
    assert published == [MembersChanged(organization_id=invitation.organization_id)]
    assert list(AuditEntry.objects.values_list("actor_id", "action")) == [(person.pk, "member.joined")]


@pytest.mark.django_db
@pytest.mark.parametrize("state", [InvitationState.ACCEPTED, InvitationState.REVOKED, "late"])
def test_accept_refuses_a_spent_link(state: str, published: list[DomainEvent]) -> None:
    fields = {"expires_at": clock.now()} if state == "late" else {"state": state}
    invitation = InvitationFactory.create(**fields)
    with pytest.raises(InvitationGone):
        services.accept_invitation(actor=UserFactory.create(), invitation=invitation, now=clock.now())
    assert (roles(invitation.organization), published, AuditEntry.objects.count()) == (set(), [], 0)


@pytest.mark.django_db
def test_accept_by_a_member_leaves_the_link_open() -> None:
    invitation, person = InvitationFactory.create(role=ADMIN), UserFactory.create()
    belongs(person, invitation.organization, READER)
    with pytest.raises(AlreadyMember):
        services.accept_invitation(actor=person, invitation=invitation, now=clock.now())
    invitation.refresh_from_db()
    assert (roles(invitation.organization), invitation.state) == ({(person.pk, READER)}, InvitationState.OPEN)


@pytest.mark.django_db(transaction=True)
def test_of_two_readers_of_one_link_one_joins() -> None:
    invitation = InvitationFactory.create()
    one, two = UserFactory.create(), UserFactory.create()
    now = clock.now()
    outcomes = overlap(
        lambda: services.accept_invitation(actor=one, invitation=invitation, now=now),
        lambda: services.accept_invitation(actor=two, invitation=invitation, now=now),
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), InvitationGone]
    assert roles(invitation.organization) == {(one.pk, MEMBER)}


@pytest.mark.django_db(transaction=True)
def test_reading_before_writing_would_let_both_in() -> None:
    """Negative control: the same overlap catches an acceptance that looks first and writes later."""
    invitation = InvitationFactory.create()
    one, two = UserFactory.create(), UserFactory.create()

    def accept_carelessly(person_id: UUID) -> None:
        row = Invitation.objects.get(pk=invitation.pk)
        if row.state == InvitationState.OPEN:
            Invitation.objects.filter(pk=row.pk).update(state=InvitationState.ACCEPTED)
            Membership.objects.create(organization_id=row.organization_id, person_id=person_id, role=row.role)

    overlap(lambda: accept_carelessly(one.pk), lambda: accept_carelessly(two.pk))
    assert roles(invitation.organization) == {(one.pk, MEMBER), (two.pk, MEMBER)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("removed_first", [True, False])
def test_whoever_is_removed_while_inviting_leaves_no_way_back(removed_first: bool) -> None:
    owner, admin, organization = UserFactory.create(), UserFactory.create(), OrganizationFactory.create()
    belongs(owner, organization, OWNER)
    membership = belongs(admin, organization, ADMIN)
    # As in a request, where the roles were read before.
    admin.memo = {}
    assert selectors.roles_of(admin) == {organization.pk: ADMIN}

    def remove() -> None:
        services.remove_member(actor=owner, membership=membership)

    def ask() -> None:
        services.invite(actor=admin, organization=organization, role=ADMIN, now=clock.now())

    outcomes = overlap(remove, ask) if removed_first else overlap(ask, remove)
    assert [type(one) for one in outcomes] == [type(None), NotPermitted if removed_first else type(None)]
    assert not Invitation.objects.filter(state=InvitationState.OPEN).exists()
    assert roles(organization) == {(owner.pk, OWNER)}


@pytest.mark.django_db(transaction=True)
def test_inviting_without_holding_ones_role_leaves_a_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the same overlap catches an invitation that trusts the role it read."""
    owner, admin, organization = UserFactory.create(), UserFactory.create(), OrganizationFactory.create()
    belongs(owner, organization, OWNER)
    membership = belongs(admin, organization, ADMIN)
    monkeypatch.setattr(members, "hold_role", lambda actor, organization: None)
    overlap(
        lambda: services.remove_member(actor=owner, membership=membership),
        lambda: services.invite(actor=admin, organization=organization, role=ADMIN, now=clock.now()),
    )
    assert Invitation.objects.filter(state=InvitationState.OPEN, role=ADMIN).count() == 1


@pytest.mark.django_db
def test_change_role_never_above_ones_own() -> None:
    organization, admin = OrganizationFactory.create(), UserFactory.create()
    belongs(admin, organization, ADMIN)
    owner = belongs(UserFactory.create(), organization, OWNER)
    member = belongs(UserFactory.create(), organization, MEMBER)
    before = roles(organization)
    with pytest.raises(RoleNotGrantable):
        services.change_role(actor=admin, membership=member, role=OWNER)
    with pytest.raises(NotPermitted):
        services.change_role(actor=admin, membership=owner, role=READER)
    with pytest.raises(NotPermitted):
        services.change_role(actor=member.person, membership=member, role=ADMIN)
    assert (roles(organization), AuditEntry.objects.count()) == (before, 0)
    services.change_role(actor=admin, membership=member, role=ADMIN)
    assert roles(organization) == (before - {(member.person_id, MEMBER)}) | {(member.person_id, ADMIN)}


@pytest.mark.django_db
def test_remove_member_ends_the_offer_made_to_them(published: list[DomainEvent]) -> None:
    organization, owner = OrganizationFactory.create(), UserFactory.create()
    belongs(owner, organization, OWNER)
    member = belongs(UserFactory.create(), organization, MEMBER)
    transfer = services.offer_ownership(actor=owner, organization=organization, membership=member)
    services.remove_member(actor=owner, membership=member)
    transfer.refresh_from_db()
    assert (roles(organization), transfer.state) == ({(owner.pk, OWNER)}, InvitationState.REVOKED)
    assert published == [MembersChanged(organization_id=organization.pk, lowered=(member.person_id,))]
    with pytest.raises(TransferGone):
        services.accept_ownership(actor=member.person, transfer=transfer, now=clock.now())
    assert roles(organization) == {(owner.pk, OWNER)}


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["removed", "lowered", "left"])
def test_links_of_a_person_end_with_their_role(how: str) -> None:
    """Otherwise an admin who is sent away comes back as admin by their own link."""
    organization, owner, admin = OrganizationFactory.create(), UserFactory.create(), UserFactory.create()
    belongs(owner, organization, MemberRole.OWNER)
    membership = belongs(admin, organization, MemberRole.ADMIN)
    theirs = InvitationFactory.create(organization=organization, invited_by=admin, role=MemberRole.ADMIN)
    others = InvitationFactory.create(organization=organization, invited_by=owner, role=MemberRole.ADMIN)
    elsewhere = InvitationFactory.create(invited_by=admin)
    if how == "removed":
        services.remove_member(actor=owner, membership=membership)
    elif how == "lowered":
        services.change_role(actor=owner, membership=membership, role=MemberRole.READER)
    else:
        services.leave(actor=admin, organization=organization)
    states = {row.pk: row.state for row in Invitation.objects.all()}
    assert states == {theirs.pk: "revoked", others.pk: "open", elsewhere.pk: "open"}
    with pytest.raises(InvitationGone):
        services.accept_invitation(actor=admin, invitation=theirs, now=clock.now())


@pytest.mark.django_db
def test_leave_is_for_everybody_but_the_owner() -> None:
    organization, owner = OrganizationFactory.create(), UserFactory.create()
    belongs(owner, organization, OWNER)
    reader = belongs(UserFactory.create(), organization, READER)
    with pytest.raises(OwnerCannotLeave):
        services.leave(actor=owner, organization=organization)
    with pytest.raises(NotPermitted):
        services.leave(actor=UserFactory.create(), organization=organization)
    services.leave(actor=reader.person, organization=organization)
    assert roles(organization) == {(owner.pk, OWNER)}
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["member.left"]


@pytest.mark.django_db
def test_ownership_moves_only_by_offer_and_acceptance() -> None:
    organization, owner = OrganizationFactory.create(), UserFactory.create()
    belongs(owner, organization, OWNER)
    member = belongs(UserFactory.create(), organization, MEMBER)
    other = belongs(UserFactory.create(), organization, ADMIN)
    now = clock.now()
    with pytest.raises(NotPermitted):
        services.offer_ownership(actor=other.person, organization=organization, membership=other)
    transfer = services.offer_ownership(actor=owner, organization=organization, membership=member)
    with pytest.raises(TransferPending):
        services.offer_ownership(actor=owner, organization=organization, membership=other)
    with pytest.raises(NotPermitted):
        services.accept_ownership(actor=other.person, transfer=transfer, now=now)
    assert roles(organization) == {(owner.pk, OWNER), (member.person_id, MEMBER), (other.person_id, ADMIN)}
    services.accept_ownership(actor=member.person, transfer=transfer, now=now)
    assert roles(organization) == {(owner.pk, ADMIN), (member.person_id, OWNER), (other.person_id, ADMIN)}
    with pytest.raises(TransferGone):
        services.accept_ownership(actor=member.person, transfer=transfer, now=now)


@pytest.mark.django_db
def test_an_offer_is_declined_or_taken_back() -> None:
    organization, owner = OrganizationFactory.create(), UserFactory.create()
    belongs(owner, organization, OWNER)
    member = belongs(UserFactory.create(), organization, MEMBER)
    now = clock.now()
    first = services.offer_ownership(actor=owner, organization=organization, membership=member)
    services.decline_ownership(actor=member.person, transfer=first, now=now)
    second = services.offer_ownership(actor=owner, organization=organization, membership=member)
    services.cancel_ownership(actor=owner, transfer=second, now=now)
    with pytest.raises(TransferGone):
        services.accept_ownership(actor=member.person, transfer=second, now=now)
    assert set(OwnershipTransfer.objects.values_list("state", flat=True)) == {InvitationState.REVOKED}
    assert roles(organization) == {(owner.pk, OWNER), (member.person_id, MEMBER)}
