"""Pitches handed in for review. Approved ones of unverified companies wait outside the queue for the verification."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

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
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import BLOCK_ROWS, visible_pitches
from backend.deals.selectors.revisions import content_of, edition_of_pitch
from backend.deals.services.pitch_states import decide_pitch
from backend.organizations.enums import ReviewState

_IN_STATE = {
    ReviewState.PENDING: Q(state=PitchState.IN_REVIEW, approved_at=None),
    ReviewState.APPROVED: Q(approved_at__isnull=False),
    # One sent back is its team's draft again, which is nobody else's to read.
}


def _handed_in(viewer: User) -> QuerySet[Pitch]:
    return visible_pitches(viewer).filter(submitted_at__isnull=False).exclude(state=PitchState.DRAFT)


def _rows(viewer: User, state: ReviewState) -> QuerySet[Pitch]:
    wanted = _IN_STATE.get(state)
    handed_in = _handed_in(viewer).order_by("submitted_at", "id")
    return handed_in.filter(wanted) if wanted is not None else handed_in.none()


def _item(viewer: User, row: Pitch) -> QueueItem:
    state = ReviewState.PENDING if row.approved_at is None else ReviewState.APPROVED
    decidable = state == ReviewState.PENDING and may(viewer, "deals.decide_pitch", row)
    return QueueItem(
        kind=QueueKind.PITCH,
        id=row.pk,
        title=row.one_liner,
        subtitle=row.organization.display_name,
        organization=row.organization,
        state=state,
        submitted_at=row.submitted_at or row.created_at,
        allowed_actions=answers_to(row.deck) if decidable else [],
        deck_state=deck_state_of(row.deck),
    )


def _page(viewer: User, state: ReviewState, size: int) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, state)[:size]]


def _count(viewer: User, state: ReviewState) -> int:
    return _rows(viewer, state).count()


def _pending(viewer: User, ids: Collection[UUID]) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, ReviewState.PENDING).filter(pk__in=ids)]


def _find(viewer: User, case_id: UUID) -> Pitch | None:
    rows = _handed_in(viewer).filter(pk=case_id).select_related("created_by", *BLOCK_ROWS)
    return rows.prefetch_related("deck__pages").first()


def _facts(row: Pitch) -> list[Fact]:
    facts = [
        Fact(FactName.LEGAL_NAME, row.organization.legal_name),
        Fact(FactName.USCC, row.organization.uscc or ""),
        Fact(FactName.ONE_LINER, row.one_liner),
        Fact(FactName.STAGE, row.stage),
        Fact(FactName.SECTORS, "、".join(row.sectors)),
        Fact(FactName.CITY, row.city),
        Fact(FactName.COMPLETENESS, f"{row.completeness}%"),
    ]
    return [fact for fact in facts if fact.value]


def _open(viewer: User, case_id: UUID) -> QueueCase | None:
    row = _find(viewer, case_id)
    if row is None:
        return None
    return QueueCase(
        item=_item(viewer, row),
        requester=row.created_by,
        statement=row.story,
        evidence=[row.deck] if row.deck is not None else [],
        facts=_facts(row),
        decided_at=row.approved_at,
        reason=row.review_reason,
        changes=content_of(row),
        edition=edition_of_pitch(row),
    )


def _decide(actor: User, case_id: UUID, decision: Decision, now: datetime) -> None:
    row = _find(actor, case_id)
    if row is None:
        raise NotFound
    decide_pitch(
        actor=actor, pitch=row, approve=decision.approve, reason=decision.reason, edition=decision.edition, now=now
    )


register(Queue(kind=QueueKind.PITCH, page=_page, count=_count, pending=_pending, open_case=_open, decide=_decide))
