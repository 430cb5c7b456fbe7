"""Changes of pitches that were approved before: what everybody reads now beside what they would read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.console.enums import FactName, QueueKind
from backend.console.registry import (
    Decision,
    Fact,
    Queue,
    QueueCase,
    QueueItem,
    answers_to,
    deck_state_of,
    register,
)
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.deals.models import PitchRevision
from backend.deals.selectors.revisions import approved_copy, changes_of, edition_of_revision, visible_revisions
from backend.deals.services.revisions import decide_revision
from backend.organizations.enums import ReviewState


def _rows(viewer: User, state: ReviewState) -> QuerySet[PitchRevision]:
    """Those that wait; a decided one has become the pitch, or is its team's draft again."""
    rows = visible_revisions(viewer).order_by("submitted_at", "id")
    return rows if state == ReviewState.PENDING else rows.none()


def _item(viewer: User, row: PitchRevision) -> QueueItem:
    return QueueItem(
        kind=QueueKind.REVISION,
        id=row.pk,
        title=row.pitch.one_liner,
        subtitle=row.pitch.organization.display_name,
        organization=row.pitch.organization,
        state=ReviewState.PENDING,
        submitted_at=row.submitted_at or row.created_at,
        allowed_actions=answers_to(row.deck) if may(viewer, "deals.decide_revision", row.pitch) else [],
        deck_state=deck_state_of(row.deck),
    )


def _page(viewer: User, state: ReviewState, size: int) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, state)[:size]]


def _count(viewer: User, state: ReviewState) -> int:
    return _rows(viewer, state).count()


def _pending(viewer: User, ids: Collection[UUID]) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, ReviewState.PENDING).filter(pk__in=ids)]


def _find(viewer: User, case_id: UUID) -> PitchRevision | None:
    return visible_revisions(viewer).filter(pk=case_id).prefetch_related("deck__pages").first()


def _open(viewer: User, case_id: UUID) -> QueueCase | None:
    row = _find(viewer, case_id)
    if row is None:
        return None
    facts = [
        Fact(FactName.LEGAL_NAME, row.pitch.organization.legal_name),
        Fact(FactName.USCC, row.pitch.organization.uscc or ""),
    ]
    return QueueCase(
        item=_item(viewer, row),
        requester=row.written_by,
        statement="",
        evidence=[row.deck] if row.deck is not None else [],
        facts=[fact for fact in facts if fact.value],
        changes=changes_of(approved_copy(row.pitch_id), row),
        edition=edition_of_revision(row),
    )


def _decide(actor: User, case_id: UUID, decision: Decision, now: datetime) -> None:
    row = _find(actor, case_id)
    if row is None:
        raise NotFound
    decide_revision(
        actor=actor,
        pitch=row.pitch,
        approve=decision.approve,
        reason=decision.reason,
        edition=decision.edition,
        now=now,
    )


register(Queue(kind=QueueKind.REVISION, page=_page, count=_count, pending=_pending, open_case=_open, decide=_decide))
