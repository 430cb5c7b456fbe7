"""Verification and claims: asking, deciding, and what a decision does."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.core.ratelimit import Limit, consume
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from backend.organizations.enums import MemberRole, Origin, ReviewKind, ReviewState, VerificationState
from backend.organizations.errors import (
    AlreadyDecided,
    AlreadyUnderReview,
    BadEvidence,
    BadValidity,
    EvidenceMissing,
    IdentityChanged,
    IdentityIncomplete,
    NotClaimable,
    ReasonMissing,
    UsccTaken,
)
from backend.organizations.events import (
    MembersChanged,
    OrganizationChanged,
    OrganizationVerified,
    ReviewDecided,
    ReviewRequested,
    VerificationExpired,
)
from backend.organizations.models import Membership, Organization, OrganizationReview
from backend.organizations.services.identity import clean_uscc

CLAIMS = Limit("organizations.claim", 5, 24 * 3600)
REQUESTS = Limit("organizations.request_verification", 10, 24 * 3600)
# A verification is looked at again after at most this long.
LONGEST_VERIFICATION = timedelta(days=366 * 2)
DEFAULT_VERIFICATION = timedelta(days=365)
MAX_EVIDENCE = 10


def checked_evidence(actor: User, files: Sequence[StoredFile]) -> list[StoredFile]:
    """Evidence is 1 to 10 files of that kind which the actor uploaded. Raises EvidenceMissing, BadEvidence."""
    if not files:
        raise EvidenceMissing(fields={"evidence": [EvidenceMissing.message]})
    wanted = {file.pk for file in files}
    # Locked, so that the sweep of unused uploads cannot take one away meanwhile.
    own = StoredFile.objects.select_for_update().filter(pk__in=wanted, kind=FileKind.EVIDENCE, uploaded_by=actor)
    found = list(own.order_by("pk"))
    if len(wanted) > MAX_EVIDENCE or len(found) != len(wanted):
        raise BadEvidence(fields={"evidence": [BadEvidence.message]})
    return found


def keep_evidence(files: Sequence[StoredFile], now: datetime) -> None:
    StoredFile.objects.filter(pk__in=[file.pk for file in files], kept_at=None).update(kept_at=now)


@transaction.atomic
def request_verification(
    *, actor: User, organization: Organization, statement: str, evidence: Sequence[StoredFile], now: datetime
) -> OrganizationReview:
    """Ask the street to verify an organization. A verified one stays so while its renewal is looked at.

    Raises IdentityIncomplete, EvidenceMissing, BadEvidence, AlreadyUnderReview, NotPermitted.
    """
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    if row.reviews.filter(kind=ReviewKind.VERIFICATION, state=ReviewState.PENDING).exists():
        raise AlreadyUnderReview
    require(actor, "organizations.request_verification", row)
    consume(REQUESTS, str(actor.pk))
    files = checked_evidence(actor, evidence)
    if not row.legal_name or (clean_uscc(row.uscc) is None and row.country in {"", "CHN"}):
        raise IdentityIncomplete(fields={"uscc": [IdentityIncomplete.message]})
    review = _ask(row, ReviewKind.VERIFICATION, actor=actor, statement=statement, files=files, now=now)
    if row.verification_state != VerificationState.VERIFIED:
        row.verification_state = VerificationState.PENDING
        row.save(update_fields=["verification_state", "updated_at"])
        outbox.publish(OrganizationChanged(organization_id=row.pk))
    return review


@transaction.atomic
def request_claim(
    *, actor: User, organization: Organization, statement: str, evidence: Sequence[StoredFile], now: datetime
) -> OrganizationReview:
    """Say with evidence that a reference organization is one's own.

    Raises NotClaimable, EvidenceMissing, BadEvidence, AlreadyUnderReview, NotPermitted, TooManyRequests.
    """
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    if row.origin != Origin.REFERENCE:
        raise NotClaimable
    require(actor, "organizations.request_claim", row)
    consume(CLAIMS, str(actor.pk))
    files = checked_evidence(actor, evidence)
    return _ask(row, ReviewKind.CLAIM, actor=actor, statement=statement, files=files, now=now)


def _ask(
    row: Organization,
    kind: ReviewKind,
    *,
    actor: User,
    statement: str,
    files: Sequence[StoredFile],
    now: datetime,
) -> OrganizationReview:
    try:
        with transaction.atomic():
            review = OrganizationReview.objects.create(
                organization=row, kind=kind, requested_by=actor, statement=statement, identity=row.identity
            )
    except IntegrityError as error:
        raise AlreadyUnderReview from error
    review.evidence.set(files)
    keep_evidence(files, now)
    audit.record(actor, f"{kind}.requested", review, organizations=[row.pk])
    outbox.publish(ReviewRequested(review_id=review.pk))
    return review


@transaction.atomic
def withdraw_review(*, actor: User, review: OrganizationReview, now: datetime) -> OrganizationReview:
    """Take one's own request back. Raises AlreadyDecided, NotPermitted."""
    row, organization = _locked(review)
    require(actor, "organizations.withdraw_review", row)
    row.state, row.decided_at = ReviewState.WITHDRAWN, now
    row.save(update_fields=["state", "decided_at", "updated_at"])
    if row.kind == ReviewKind.VERIFICATION and organization.verification_state == VerificationState.PENDING:
        organization.verification_state = VerificationState.UNVERIFIED
        organization.save(update_fields=["verification_state", "updated_at"])
        outbox.publish(OrganizationChanged(organization_id=organization.pk))
    audit.record(actor, f"{row.kind}.withdrawn", row, organizations=[organization.pk])
    return row


@transaction.atomic
def decide_review(
    *,
    actor: Actor,
    review: OrganizationReview,
    approve: bool,
    now: datetime,
    reason: str = "",
    valid_until: datetime | None = None,
) -> OrganizationReview:
    """Approve or reject a verification or a claim; a rejection says why.

    Approving verifies until `valid_until` (one year when not given); of a claim it also hands the organization over.
    Raises AlreadyDecided, NotPermitted, ReasonMissing, IdentityChanged, BadValidity, UsccTaken, NotClaimable.
    """
    row, organization = _locked(review)
    require(actor, "organizations.decide_review", row)
    if not approve and not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing.message]})
    # An import may rename a reference organization while somebody's claim of it waits.
    if approve and row.identity != organization.identity:
        raise IdentityChanged
    row.state = ReviewState.APPROVED if approve else ReviewState.REJECTED
    row.decided_by = actor if isinstance(actor, User) else None
    row.decided_at, row.reason = now, reason
    if approve:
        row.valid_until = checked_validity(valid_until, now=now, longest=LONGEST_VERIFICATION)
        if row.kind == ReviewKind.CLAIM:
            _hand_over(row, organization, actor=actor, now=now)
        _verify(organization, until=row.valid_until, now=now)
    elif row.kind == ReviewKind.VERIFICATION and organization.verification_state == VerificationState.PENDING:
        organization.verification_state = VerificationState.REJECTED
        organization.save(update_fields=["verification_state", "updated_at"])
    row.save()
    audit.record(actor, f"{row.kind}.{row.state}", row, organizations=[organization.pk])
    outbox.publish(OrganizationChanged(organization_id=organization.pk))
    outbox.publish(ReviewDecided(review_id=row.pk))
    return row


def checked_validity(until: datetime | None, *, now: datetime, longest: timedelta) -> datetime:
    """`until`, or a year (at most `longest`) from now. Raises BadValidity unless it lies ahead and within `longest`."""
    chosen = until or now + min(DEFAULT_VERIFICATION, longest)
    if not now < chosen <= now + longest:
        raise BadValidity(fields={"valid_until": [BadValidity.message]})
    return chosen


def _locked(review: OrganizationReview) -> tuple[OrganizationReview, Organization]:
    """The organization is locked first, so that two decisions about it wait for each other."""
    organization = Organization.objects.select_for_update().get(pk=review.organization_id)
    row = OrganizationReview.objects.select_for_update().get(pk=review.pk)
    row.organization = organization
    if row.state != ReviewState.PENDING:
        raise AlreadyDecided
    return row, organization


def _verify(organization: Organization, *, until: datetime, now: datetime) -> None:
    organization.verification_state = VerificationState.VERIFIED
    organization.verified_at, organization.verified_until = now, until
    try:
        with transaction.atomic():
            organization.save(update_fields=["verification_state", "verified_at", "verified_until", "updated_at"])
    except IntegrityError as error:
        raise UsccTaken from error
    outbox.publish(OrganizationVerified(organization_id=organization.pk, at=now))


def _hand_over(row: OrganizationReview, organization: Organization, *, actor: Actor, now: datetime) -> None:
    """The claimant becomes owner; the source stays credited; other open claims end with a reason."""
    if organization.origin != Origin.REFERENCE:
        raise NotClaimable
    organization.origin, organization.claimed_at = Origin.MEMBER, now
    organization.save(update_fields=["origin", "claimed_at", "updated_at"])
    Membership.objects.create(organization=organization, person_id=row.requested_by_id, role=MemberRole.OWNER)
    for other in organization.reviews.filter(kind=ReviewKind.CLAIM, state=ReviewState.PENDING).exclude(pk=row.pk):
        other.state, other.decided_at, other.reason = ReviewState.REJECTED, now, NotClaimable.code
        other.decided_by = row.decided_by
        other.save(update_fields=["state", "decided_at", "reason", "decided_by", "updated_at"])
        audit.record(actor, "claim.rejected", other, organizations=[organization.pk])
        outbox.publish(ReviewDecided(review_id=other.pk))
    outbox.publish(MembersChanged(organization_id=organization.pk))


@transaction.atomic
def expire_verifications(*, actor: Actor, now: datetime) -> int:
    """Mark verifications whose time is over, and say so; reads already hide them. Returns how many."""
    due = Organization.objects.select_for_update(skip_locked=True).filter(
        verification_state=VerificationState.VERIFIED, verified_until__lte=now
    )
    rows = list(due[:500])
    for row in rows:
        row.verification_state = VerificationState.EXPIRED
        row.save(update_fields=["verification_state", "updated_at"])
        audit.record(actor, "verification.expired", row, organizations=[row.pk])
        outbox.publish(OrganizationChanged(organization_id=row.pk))
        outbox.publish(VerificationExpired(organization_id=row.pk, until=row.verified_until or now))
    return len(rows)
