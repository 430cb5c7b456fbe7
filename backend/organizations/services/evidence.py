"""Evidence goes when its time is over; the request, its decision and the trail stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from backend.core import audit
from backend.core.actors import Actor
from backend.files import services as files
from backend.files.models import StoredFile
from backend.organizations.enums import ReviewKind, ReviewState
from backend.organizations.models import InvestorStanding, OrganizationReview
from backend.organizations.retention import Outcome, RetentionRule, rules_on

AT_ONCE = 500
_REFUSED = (ReviewState.REJECTED, ReviewState.WITHDRAWN)
Request = OrganizationReview | InvestorStanding


def remove_evidence(*, actor: Actor, now: datetime) -> int:
    """Let go of evidence past its retention, one audit row for each request; the next sweep removes the files.

    Returns how many requests lost their evidence.
    """
    due = [row for rule in rules_on(now.date()) for row in _due(rule, now)]
    return sum(_remove(row, actor=actor) for row in due)


def _due(rule: RetentionRule, now: datetime) -> QuerySet[OrganizationReview] | QuerySet[InvestorStanding]:
    """Requests of the rule's kind and outcome that still have evidence and should not."""
    before = now - rule.kept_for
    over = Q(state__in=_REFUSED, decided_at__lte=before)
    if rule.outcome == Outcome.ENDED:
        over = Q(state=ReviewState.APPROVED, valid_until__lte=before)
    if isinstance(rule.kind, ReviewKind):
        reviews = OrganizationReview.objects.filter(over, kind=rule.kind, evidence__isnull=False)
        return reviews.distinct().order_by("pk")[:AT_ONCE]
    if rule.outcome == Outcome.ENDED:
        over |= Q(state=ReviewState.APPROVED, revoked_at__lte=before)
    standings = InvestorStanding.objects.filter(over, kind=rule.kind, evidence__isnull=False)
    return standings.distinct().order_by("pk")[:AT_ONCE]


@transaction.atomic
def _remove(row: Request, *, actor: Actor) -> bool:
    """False when another run was faster. A file that another request still needs stays for that one."""
    # Locked like in `checked_evidence`, so that a file is either still in use by a new request or already let go.
    found = list(StoredFile.objects.select_for_update().filter(pk__in=row.evidence.values("pk")).order_by("pk"))
    held = [file for file in found if row.evidence.filter(pk=file.pk).exists()]
    if not held:
        return False
    row.evidence.clear()
    for file in held:
        if not _is_needed(file):
            files.release(file)
    word, desk = (row.kind, [row.organization_id]) if isinstance(row, OrganizationReview) else ("standing", [])
    audit.record(actor, f"{word}.evidence_removed", row, organizations=desk, files=len(held))
    return True


def _is_needed(file: StoredFile) -> bool:
    return (
        OrganizationReview.objects.filter(evidence=file).exists()
        or InvestorStanding.objects.filter(evidence=file).exists()
    )
