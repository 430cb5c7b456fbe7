"""Investors' standings."""

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
from backend.organizations.enums import ReviewState
from backend.organizations.models import InvestorStanding


def _rows(viewer: User, state: ReviewState) -> QuerySet[InvestorStanding]:
    return selectors.visible_standings(viewer).filter(state=state).order_by("created_at", "id")


def _item(viewer: User, row: InvestorStanding) -> QueueItem:
    return QueueItem(
        kind=QueueKind.STANDING,
        id=row.pk,
        title=row.person.display_name,
        subtitle=row.kind,
        organization=row.organization,
        state=ReviewState(row.state),
        submitted_at=row.created_at,
        allowed_actions=["approve", "reject"] if may(viewer, "organizations.decide_standing", row) else [],
    )


def _page(viewer: User, state: ReviewState, size: int) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, state)[:size]]


def _count(viewer: User, state: ReviewState) -> int:
    return _rows(viewer, state).count()


def _pending(viewer: User, ids: Collection[UUID]) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, ReviewState.PENDING).filter(pk__in=ids)]


def _open(viewer: User, case_id: UUID) -> QueueCase | None:
    row = selectors.visible_standings(viewer).filter(pk=case_id).first()
    if row is None:
        return None
    facts = [Fact(FactName.STANDING_KIND, row.kind)]
    if row.organization is not None:
        facts.append(Fact(FactName.ACTING_FOR, row.organization.display_name))
    return QueueCase(
        item=_item(viewer, row),
        requester=row.person,
        statement=row.statement,
        evidence=list(row.evidence.order_by("id").prefetch_related("pages")),
        facts=facts,
        decided_at=row.decided_at,
        decided_by=row.reviewer,
        reason=row.reason,
        valid_until=row.valid_until,
        needs_validity=True,
    )


def _decide(actor: User, case_id: UUID, decision: Decision, now: datetime) -> None:
    row = selectors.visible_standings(actor).filter(pk=case_id).first()
    if row is None:
        raise NotFound
    services.decide_standing(
        actor=actor,
        standing=row,
        approve=decision.approve,
        reason=decision.reason,
        valid_until=decision.valid_until,
        now=now,
    )


register(Queue(kind=QueueKind.STANDING, page=_page, count=_count, pending=_pending, open_case=_open, decide=_decide))
