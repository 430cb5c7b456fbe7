"""Telling people what happened to their organizations. Running twice tells nobody twice."""

from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.organizations import notices
from backend.organizations.enums import ReviewKind
from backend.organizations.events import (
    InvitationAccepted,
    OwnershipOffered,
    ReviewDecided,
    StandingDecided,
    VerificationExpired,
)
from backend.organizations.models import (
    InvestorStanding,
    Invitation,
    Organization,
    OrganizationReview,
    OwnershipTransfer,
)
from backend.organizations.selectors.members import administrators_of


@outbox.on(ReviewDecided)
def on_review_decided(event: ReviewDecided) -> None:
    """Whoever asked, and of a verification everybody else who administers the organization."""
    row = OrganizationReview.objects.select_related("requested_by", "decided_by").filter(pk=event.review_id).first()
    if row is None:
        return
    people = [
        row.requested_by,
        *(administrators_of(row.organization_id) if row.kind == ReviewKind.VERIFICATION else ()),
    ]
    notifications.notify_all(
        kind=notices.REVIEW_DECIDED, recipients=people, subject=row, actor=row.decided_by, now=clock.now()
    )


@outbox.on(VerificationExpired)
def on_verification_expired(event: VerificationExpired) -> None:
    row = Organization.objects.filter(pk=event.organization_id).first()
    if row is not None:
        notifications.notify_all(
            kind=notices.VERIFICATION_EXPIRED,
            recipients=administrators_of(row.pk),
            subject=row,
            cause=f"{row.pk}:{event.until.isoformat()}",
            now=clock.now(),
        )


@outbox.on(InvitationAccepted)
def on_invitation_accepted(event: InvitationAccepted) -> None:
    row = Invitation.objects.select_related("invited_by", "accepted_by").filter(pk=event.invitation_id).first()
    if row is not None:
        notifications.notify(
            kind=notices.INVITATION_ACCEPTED,
            recipient=row.invited_by,
            subject=row,
            actor=row.accepted_by,
            now=clock.now(),
        )


@outbox.on(OwnershipOffered)
def on_ownership_offered(event: OwnershipOffered) -> None:
    row = OwnershipTransfer.objects.select_related("from_person", "to_person").filter(pk=event.transfer_id).first()
    if row is not None:
        notifications.notify(
            kind=notices.OWNERSHIP_OFFERED, recipient=row.to_person, subject=row, actor=row.from_person, now=clock.now()
        )


@outbox.on(StandingDecided)
def on_standing_decided(event: StandingDecided) -> None:
    row = InvestorStanding.objects.select_related("person", "reviewer").filter(pk=event.standing_id).first()
    if row is not None:
        notifications.notify(
            kind=notices.STANDING_DECIDED, recipient=row.person, subject=row, actor=row.reviewer, now=clock.now()
        )
