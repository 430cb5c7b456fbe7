"""Who may do what with an organization, its members, invitations, funds and reviews.

The predicates take an organization, or anything that names one by `organization` or `firm`.
"""

from typing import Any
from uuid import UUID

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core.actors import Viewer
from backend.core.permissions import add_rule, predicate
from backend.organizations.enums import (
    InvitationState,
    MemberRole,
    OrganizationKind,
    Origin,
    ReviewState,
    VerificationState,
)

RANK = {MemberRole.READER: 1, MemberRole.MEMBER: 2, MemberRole.ADMIN: 3, MemberRole.OWNER: 4}
_ROLES = "organizations.roles"


def roles_held_by(actor: Viewer) -> dict[UUID, MemberRole]:
    """Organization id → role of a person; empty for anybody else. One query, remembered in a request."""
    if not is_person(actor):
        return {}
    memo: dict[str, Any] | None = getattr(actor, "memo", None)
    if memo is not None and _ROLES in memo:
        return dict(memo[_ROLES])
    rows = actor.memberships.values_list("organization_id", "role")  # type: ignore[union-attr]
    roles = {organization_id: MemberRole(role) for organization_id, role in rows}
    if memo is not None:
        memo[_ROLES] = roles
    return roles


def administered_by(actor: Viewer) -> list[UUID]:
    """The organizations a person is owner or admin of."""
    return [pk for pk, role in roles_held_by(actor).items() if RANK[role] >= RANK[MemberRole.ADMIN]]


def forget_roles(actor: Viewer) -> None:
    """After a change of the actor's own membership: the rest of the request must see it."""
    memo: dict[str, Any] | None = getattr(actor, "memo", None)
    if memo is not None:
        memo.pop(_ROLES, None)


def organization_id_of(obj: Any) -> UUID | None:
    """The organization an object is or belongs to."""
    for name in ("organization_id", "firm_id", "pk"):
        found: UUID | None = getattr(obj, name, None)
        if found is not None:
            return found
    return None


def _rank(actor: Viewer, obj: Any) -> int:
    organization_id = organization_id_of(obj)
    role = roles_held_by(actor).get(organization_id) if organization_id else None
    return RANK[role] if role else 0


@predicate
def is_reader(actor: Viewer, obj: Any = None) -> bool:
    """Belongs to the organization in any role."""
    return _rank(actor, obj) >= RANK[MemberRole.READER]


@predicate
def is_member(actor: Viewer, obj: Any = None) -> bool:
    """Member or above: works on the organization's things."""
    return _rank(actor, obj) >= RANK[MemberRole.MEMBER]


@predicate
def is_admin(actor: Viewer, obj: Any = None) -> bool:
    """Admin or owner."""
    return _rank(actor, obj) >= RANK[MemberRole.ADMIN]


@predicate
def is_owner(actor: Viewer, obj: Any = None) -> bool:
    return _rank(actor, obj) >= RANK[MemberRole.OWNER]


@predicate
def is_firm(actor: Viewer, obj: Any = None) -> bool:
    """The organization is an investment firm."""
    return getattr(getattr(obj, "firm", obj), "kind", None) == OrganizationKind.INVESTMENT_FIRM


@predicate
def is_own_membership(actor: Viewer, obj: Any = None) -> bool:
    return actor.pk is not None and getattr(obj, "person_id", None) == actor.pk


@predicate
def is_owner_membership(actor: Viewer, obj: Any = None) -> bool:
    return getattr(obj, "role", None) == MemberRole.OWNER


@predicate
def outranks_or_equals(actor: Viewer, obj: Any = None) -> bool:
    """The actor's role is at least the one named by the object (a membership or an invitation)."""
    role = getattr(obj, "role", None)
    return role in RANK and _rank(actor, obj) >= RANK[MemberRole(role)]


@predicate
def is_unclaimed(actor: Viewer, obj: Any = None) -> bool:
    return getattr(obj, "origin", None) == Origin.REFERENCE


@predicate
def is_under_review(actor: Viewer, obj: Any = None) -> bool:
    return getattr(obj, "verification_state", None) == VerificationState.PENDING


@predicate
def is_pending(actor: Viewer, obj: Any = None) -> bool:
    return getattr(obj, "state", None) == ReviewState.PENDING


@predicate
def is_requester(actor: Viewer, obj: Any = None) -> bool:
    """The actor asked for it: a claim or verification by `requested_by`, a standing by `person`."""
    requester = getattr(obj, "requested_by_id", getattr(obj, "person_id", None))
    return actor.pk is not None and requester == actor.pk


@predicate
def is_approved_and_unrevoked(actor: Viewer, obj: Any = None) -> bool:
    return getattr(obj, "state", None) == ReviewState.APPROVED and getattr(obj, "revoked_at", None) is None


@predicate
def is_open(actor: Viewer, obj: Any = None) -> bool:
    """Of an invitation or a transfer."""
    return getattr(obj, "state", None) == InvitationState.OPEN


@predicate
def is_transfer_target(actor: Viewer, obj: Any = None) -> bool:
    return actor.pk is not None and getattr(obj, "to_person_id", None) == actor.pk


_staff = is_operator | is_system
# Nobody decides about themselves or about an organization they belong to.
_impartial = is_operator & ~is_requester & ~is_reader

add_rule("organizations.create_organization", is_person)
add_rule("organizations.update_organization", is_admin | is_system)
add_rule("organizations.view_members", is_reader | _staff)
add_rule("organizations.view_audit", is_admin | _staff)
add_rule("organizations.view_reviews", is_admin | _staff)

add_rule("organizations.invite", is_admin | is_system)
add_rule("organizations.send_invitation", (is_admin & outranks_or_equals & ~is_owner_membership) | is_system)
add_rule("organizations.revoke_invitation", is_admin & is_open)
add_rule("organizations.change_role", is_admin & outranks_or_equals & ~is_owner_membership)
add_rule("organizations.remove_member", is_admin & outranks_or_equals & ~is_owner_membership & ~is_own_membership)
add_rule("organizations.leave", is_reader & ~is_owner)
add_rule("organizations.confirm_title", is_own_membership)
add_rule("organizations.offer_ownership", is_owner)
add_rule("organizations.accept_ownership", is_open & is_transfer_target & is_reader)
add_rule("organizations.decline_ownership", is_open & is_transfer_target)
add_rule("organizations.cancel_ownership", is_open & is_owner)

add_rule("organizations.request_verification", is_admin & ~is_unclaimed & ~is_under_review)
add_rule("organizations.request_claim", is_person & is_unclaimed & ~is_reader)
add_rule("organizations.decide_review", is_pending & (_impartial | is_system))
add_rule("organizations.withdraw_review", is_pending & is_requester)

add_rule("organizations.request_standing", is_person)
add_rule("organizations.decide_standing", is_pending & (_impartial | is_system))
add_rule("organizations.revoke_standing", is_approved_and_unrevoked & _staff)

add_rule("organizations.create_fund", (is_admin | is_system) & is_firm)
add_rule("organizations.update_fund", (is_admin | is_system) & is_firm)
add_rule("organizations.delete_fund", (is_admin | is_system) & is_firm)

# The rounds themselves are kept above, in deals; who may tell one depends on the organization alone, whose page asks.
# Kept above as well, in webhooks.
add_rule("organizations.manage_webhooks", is_admin)
add_rule("organizations.record_round", is_member | is_operator | is_system)
