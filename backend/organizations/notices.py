"""What people are told about their organizations and their standing; the words are made when they are read."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from backend.accounts.models import User
from backend.core import clock
from backend.core.languages import text
from backend.notifications.kinds import Group, Kind, Message, register, register_group
from backend.organizations.enums import InvitationState, ReviewKind, ReviewState, VerificationState
from backend.organizations.models import (
    InvestorStanding,
    Invitation,
    Organization,
    OrganizationReview,
    OwnershipTransfer,
)
from backend.organizations.permissions import administered_by, roles_held_by
from backend.organizations.selectors import visible_invitations, visible_reviews, visible_standings
from backend.organizations.selectors.organizations import verified_at

REVIEW_DECIDED = "organizations.review_decided"
VERIFICATION_EXPIRING = "organizations.verification_expiring"
VERIFICATION_EXPIRED = "organizations.verification_expired"
INVITATION_ACCEPTED = "organizations.invitation_accepted"
OWNERSHIP_OFFERED = "organizations.ownership_offered"
STANDING_DECIDED = "organizations.standing_decided"
STANDING_EXPIRING = "organizations.standing_expiring"
# Long enough to gather papers and be looked at.
REMINDED_BEFORE = timedelta(days=14)

_DECIDED = (ReviewState.APPROVED, ReviewState.REJECTED)
_REVIEWS = {
    (ReviewKind.VERIFICATION, ReviewState.APPROVED): text("{name} 已通过认证", "{name} is verified"),
    (ReviewKind.VERIFICATION, ReviewState.REJECTED): text("{name} 的认证未通过", "{name} was not verified"),
    (ReviewKind.CLAIM, ReviewState.APPROVED): text("您已认领 {name}", "You have claimed {name}"),
    (ReviewKind.CLAIM, ReviewState.REJECTED): text("您对 {name} 的认领未通过", "Your claim of {name} was refused"),
}
_UNTIL = text("有效期至 {day}。", "Valid until {day}.")
_READ_REASON = text(
    "审核意见请在页面中查看，修改后可再次申请。", "Read the reason on the page; you may ask again after a change."
)
_RENEW = text("请在到期前重新申请，以免中断。", "Ask for a renewal before then, so that nothing is interrupted.")


def _path(organization: Organization) -> str:
    return f"/organizations/{organization.pk}"


def _reviews(person: User, ids: Collection[UUID]) -> Mapping[UUID, OrganizationReview]:
    return visible_reviews(person).filter(state__in=_DECIDED).in_bulk(list(ids))


def _tell_review(row: OrganizationReview) -> Message:
    title = str(_REVIEWS[ReviewKind(row.kind), ReviewState(row.state)])
    if row.state == ReviewState.REJECTED:
        said = str(_READ_REASON)
    else:
        said = str(_UNTIL).format(day=localdate(row.valid_until)) if row.valid_until else ""
    return Message(title.format(name=row.organization.display_name), said, _path(row.organization))


def expiring_organizations(now: datetime) -> QuerySet[Organization]:
    """Verified for at most two weeks more."""
    return Organization.objects.filter(verified_at(now), verified_until__lte=now + REMINDED_BEFORE)


def _expiring(person: User, ids: Collection[UUID]) -> Mapping[UUID, Organization]:
    return expiring_organizations(clock.now()).filter(pk__in=administered_by(person)).in_bulk(list(ids))


def _tell_expiring(row: Organization) -> Message:
    title = str(text("{name} 的认证即将到期", "The verification of {name} is about to expire"))
    until = str(_UNTIL).format(day=localdate(row.verified_until))
    return Message(title.format(name=row.display_name), f"{until}{_gap()}{_RENEW}", _path(row))


def _gap() -> str:
    """Between two sentences."""
    return str(text("", " "))


def _expired(person: User, ids: Collection[UUID]) -> Mapping[UUID, Organization]:
    rows = Organization.objects.filter(verification_state=VerificationState.EXPIRED, pk__in=administered_by(person))
    return rows.in_bulk(list(ids))


def _tell_expired(row: Organization) -> Message:
    title = str(text("{name} 的认证已过期", "The verification of {name} has expired"))
    said = text("机构及其项目暂不公开，重新认证后恢复。", "It and its pitches are hidden until it is verified again.")
    return Message(title.format(name=row.display_name), str(said), _path(row))


def _accepted(person: User, ids: Collection[UUID]) -> Mapping[UUID, Invitation]:
    rows = visible_invitations(person).filter(state=InvitationState.ACCEPTED, accepted_by__isnull=False)
    return rows.select_related("organization", "accepted_by").in_bulk(list(ids))


def _tell_accepted(row: Invitation) -> Message:
    title = str(text("{person} 已加入 {name}", "{person} has joined {name}"))
    said = str(text("对方接受了您的邀请。", "Your invitation was accepted."))
    return Message(
        title.format(person=row.accepted_by, name=row.organization.display_name), said, _path(row.organization)
    )


def _offered(person: User, ids: Collection[UUID]) -> Mapping[UUID, OwnershipTransfer]:
    rows = OwnershipTransfer.objects.filter(
        to_person=person, state=InvitationState.OPEN, organization__in=list(roles_held_by(person))
    )
    return rows.select_related("organization", "from_person").in_bulk(list(ids))


def _tell_offered(row: OwnershipTransfer) -> Message:
    title = str(text("{person} 请您接任 {name} 的所有者", "{person} asks you to become owner of {name}"))
    said = str(text("请在机构页面接受或拒绝。", "Accept or decline on the page of the organization."))
    return Message(
        title.format(person=row.from_person, name=row.organization.display_name), said, _path(row.organization)
    )


def _standings(person: User, ids: Collection[UUID]) -> Mapping[UUID, InvestorStanding]:
    """One's own alone, also for operators, who see everybody's at their desk."""
    rows = visible_standings(person).filter(person=person, state__in=_DECIDED, revoked_at=None)
    return rows.in_bulk(list(ids))


def expiring_standings(now: datetime) -> QuerySet[InvestorStanding]:
    """In force for at most two weeks more, with no later one of its kind to take its place."""
    later = InvestorStanding.objects.filter(
        person=OuterRef("person"),
        kind=OuterRef("kind"),
        state=ReviewState.APPROVED,
        revoked_at=None,
        valid_until__gt=OuterRef("valid_until"),
    )
    rows = InvestorStanding.objects.filter(state=ReviewState.APPROVED, revoked_at=None, valid_from__lte=now)
    return rows.filter(~Exists(later), valid_until__gt=now, valid_until__lte=now + REMINDED_BEFORE)


def _standings_expiring(person: User, ids: Collection[UUID]) -> Mapping[UUID, InvestorStanding]:
    return expiring_standings(clock.now()).filter(person=person).in_bulk(list(ids))


def _tell_standing(row: InvestorStanding) -> Message:
    path = "/account?tab=standings"
    if row.state == ReviewState.REJECTED:
        title = text("您的投资人资格申请未通过", "Your investor standing was not granted")
        return Message(str(title), str(_READ_REASON), path)
    title = text("您的投资人资格已获确认", "Your investor standing is confirmed")
    return Message(str(title), str(_UNTIL).format(day=localdate(row.valid_until)), path)


def _tell_standing_expiring(row: InvestorStanding) -> Message:
    title = text("您的投资人资格即将到期", "Your investor standing is about to expire")
    until = str(_UNTIL).format(day=localdate(row.valid_until))
    return Message(str(title), f"{until}{_gap()}{_RENEW}", "/account?tab=standings")


register_group(Group("organizations", text("机构与成员", "Organizations and members")))
register_group(Group("standings", text("投资人资格", "Investor standing")))
for _kind in (
    Kind(REVIEW_DECIDED, "organizations", _reviews, _tell_review),
    Kind(VERIFICATION_EXPIRING, "organizations", _expiring, _tell_expiring),
    Kind(VERIFICATION_EXPIRED, "organizations", _expired, _tell_expired, is_urgent=True),
    Kind(INVITATION_ACCEPTED, "organizations", _accepted, _tell_accepted),
    Kind(OWNERSHIP_OFFERED, "organizations", _offered, _tell_offered, is_urgent=True),
    Kind(STANDING_DECIDED, "standings", _standings, _tell_standing),
    Kind(STANDING_EXPIRING, "standings", _standings_expiring, _tell_standing_expiring),
):
    register(_kind)
