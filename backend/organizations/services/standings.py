"""An investor's standing: asked for with evidence, decided with dates, revocable at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.core.ratelimit import Limit, consume
from backend.files.models import StoredFile
from backend.organizations.enums import ReviewState, StandingKind
from backend.organizations.errors import AlreadyDecided, AlreadyUnderReview, ReasonMissing
from backend.organizations.events import StandingChanged, StandingDecided, StandingRequested
from backend.organizations.models import InvestorStanding, Organization
from backend.organizations.services.reviews import checked_evidence, checked_validity, keep_evidence

REQUESTS = Limit("organizations.request_standing", 5, 24 * 3600)
# A specific-person determination holds for three years at most; evidence of wealth is asked for again every year.
LONGEST = {
    StandingKind.SPECIFIC_PERSON: timedelta(days=365 * 3),
    StandingKind.QUALIFIED_INVESTOR: timedelta(days=365),
}


@transaction.atomic
def request_standing(
    *,
    actor: User,
    kind: StandingKind,
    statement: str,
    evidence: Sequence[StoredFile],
    now: datetime,
    organization: Organization | None = None,
) -> InvestorStanding:
    """Ask for a determination about oneself. Raises EvidenceMissing, BadEvidence, AlreadyUnderReview, NotPermitted."""
    require(actor, "organizations.request_standing")
    consume(REQUESTS, str(actor.pk))
    files = checked_evidence(actor, evidence)
    try:
        with transaction.atomic():
            standing = InvestorStanding.objects.create(
                person=actor, organization=organization, kind=kind, statement=statement
            )
    except IntegrityError as error:
        raise AlreadyUnderReview from error
    standing.evidence.set(files)
    keep_evidence(files, now)
    audit.record(actor, "standing.requested", standing, kind=kind)
    outbox.publish(StandingRequested(standing_id=standing.pk))
    return standing


def _locked(standing: InvestorStanding) -> InvestorStanding:
    return InvestorStanding.objects.select_for_update(of=("self",)).select_related("person").get(pk=standing.pk)


@transaction.atomic
def decide_standing(
    *,
    actor: User,
    standing: InvestorStanding,
    approve: bool,
    now: datetime,
    reason: str = "",
    valid_until: datetime | None = None,
) -> InvestorStanding:
    """Grant a determination from now until `valid_until` (at most 3 years; 1 for wealth), or refuse it with a reason.

    Raises AlreadyDecided, NotPermitted, ReasonMissing, BadValidity.
    """
    row = _locked(standing)
    if row.state != ReviewState.PENDING:
        raise AlreadyDecided
    require(actor, "organizations.decide_standing", row)
    if not approve and not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing.message]})
    if approve:
        row.valid_from = now
        row.valid_until = checked_validity(valid_until, now=now, longest=LONGEST[StandingKind(row.kind)])
    row.state = ReviewState.APPROVED if approve else ReviewState.REJECTED
    row.reviewer, row.decided_at, row.reason = actor, now, reason
    row.save()
    audit.record(actor, f"standing.{row.state}", row, kind=row.kind, person=str(row.person_id))
    outbox.publish(StandingChanged(person_id=row.person_id))
    outbox.publish(StandingDecided(standing_id=row.pk))
    return row


@transaction.atomic
def revoke_standing(*, actor: Actor, standing: InvestorStanding, reason: str, now: datetime) -> InvestorStanding:
    """End a determination at once. Raises NotPermitted (also when it was not in force), ReasonMissing."""
    row = _locked(standing)
    require(actor, "organizations.revoke_standing", row)
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing.message]})
    row.revoked_at, row.reason = now, reason
    row.save(update_fields=["revoked_at", "reason", "updated_at"])
    audit.record(actor, "standing.revoked", row, kind=row.kind, person=str(row.person_id))
    outbox.publish(StandingChanged(person_id=row.person_id))
    return row
