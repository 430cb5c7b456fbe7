"""Verifications and claims of organizations."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.console.enums import FactName, QueueKind
from backend.console.registry import Decision, Fact, Queue, QueueCase, QueueItem, register
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.organizations import selectors, services
from backend.organizations.enums import ReviewKind, ReviewState
from backend.organizations.errors import reason_said
from backend.organizations.models import Organization, OrganizationReview

_REVIEW_KINDS = {QueueKind.ORGANIZATION: ReviewKind.VERIFICATION, QueueKind.CLAIM: ReviewKind.CLAIM}
_QUEUE_KINDS = {review: queue for queue, review in _REVIEW_KINDS.items()}


def _rows(viewer: User, kind: ReviewKind, state: ReviewState) -> QuerySet[OrganizationReview]:
    return selectors.visible_reviews(viewer).filter(kind=kind, state=state).order_by("created_at", "id")


def _actions(viewer: User, row: OrganizationReview) -> list[str]:
    if not may(viewer, "organizations.decide_review", row):
        return []
    return ["approve", "reject"] if row.identity == row.organization.identity else ["reject"]


def _item(viewer: User, row: OrganizationReview) -> QueueItem:
    return QueueItem(
        kind=_QUEUE_KINDS[ReviewKind(row.kind)],
        id=row.pk,
        title=row.organization.display_name,
        subtitle=row.requested_by.display_name,
        organization=row.organization,
        state=ReviewState(row.state),
        submitted_at=row.created_at,
        allowed_actions=_actions(viewer, row),
    )


def _facts(row: OrganizationReview) -> list[Fact]:
    """What an operator compares the evidence with: the identity as it was asked about. Blanks are left out."""
    organization, uscc = row.organization, row.identity.get("uscc", "")
    facts = [
        Fact(FactName.LEGAL_NAME, row.identity.get("legal_name", "")),
        Fact(FactName.BRAND_NAME, row.identity.get("brand_name", "")),
        Fact(FactName.NAME_EN, row.identity.get("name_en", "")),
        Fact(FactName.USCC, uscc),
        Fact(FactName.COUNTRY, row.identity.get("country", "")),
        Fact(FactName.CITY, organization.city),
        Fact(FactName.WEBSITE, organization.website),
        Fact(FactName.SOURCE, organization.source_credit),
    ]
    if uscc:
        same = Organization.objects.filter(uscc=uscc).exclude(pk=organization.pk).order_by("id")[:5]
        facts.append(Fact(FactName.SAME_USCC, "、".join(str(other) for other in same)))
    if row.kind == ReviewKind.CLAIM:
        others = organization.reviews.filter(kind=ReviewKind.CLAIM, state=ReviewState.PENDING).exclude(pk=row.pk)
        found = others.count()
        facts.append(Fact(FactName.OTHER_CLAIMS, str(found) if found else ""))
    return [fact for fact in facts if fact.value]


def _open(kind: QueueKind, viewer: User, case_id: UUID) -> QueueCase | None:
    row = selectors.visible_reviews(viewer).filter(kind=_REVIEW_KINDS[kind], pk=case_id).first()
    if row is None:
        return None
    return QueueCase(
        item=_item(viewer, row),
        requester=row.requested_by,
        statement=row.statement,
        evidence=list(row.evidence.order_by("id").prefetch_related("pages")),
        facts=_facts(row),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reason=reason_said(row.reason),
        valid_until=row.valid_until,
        needs_validity=True,
    )


def _decide(actor: User, case_id: UUID, decision: Decision, now: datetime) -> None:
    row = selectors.visible_reviews(actor).filter(pk=case_id).first()
    if row is None:
        raise NotFound
    services.decide_review(
        actor=actor,
        review=row,
        approve=decision.approve,
        reason=decision.reason,
        valid_until=decision.valid_until,
        now=now,
    )


def _queue(kind: QueueKind) -> Queue:
    review_kind = _REVIEW_KINDS[kind]

    def page(viewer: User, state: ReviewState, size: int) -> Sequence[QueueItem]:
        return [_item(viewer, row) for row in _rows(viewer, review_kind, state)[:size]]

    def count(viewer: User, state: ReviewState) -> int:
        return _rows(viewer, review_kind, state).count()

    def pending(viewer: User, ids: Collection[UUID]) -> Sequence[QueueItem]:
        return [_item(viewer, row) for row in _rows(viewer, review_kind, ReviewState.PENDING).filter(pk__in=ids)]

    return Queue(
        kind=kind,
        page=page,
        count=count,
        pending=pending,
        open_case=lambda viewer, pk: _open(kind, viewer, pk),
        decide=_decide,
    )


register(_queue(QueueKind.ORGANIZATION))
register(_queue(QueueKind.CLAIM))
