"""Events handed in for review."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.console.enums import FactName, QueueKind
from backend.console.registry import Decision, Fact, Queue, QueueCase, QueueItem, register
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.organizations.enums import ReviewState
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import visible_agenda, visible_events
from backend.roadshows.services.event_states import decide_event

_IN_STATE = {
    ReviewState.PENDING: Q(state=EventState.UNDER_REVIEW),
    ReviewState.APPROVED: Q(published_at__isnull=False),
    # One sent back is its host's draft again, which is nobody else's to read.
}


def _handed_in(viewer: User) -> QuerySet[Event]:
    return visible_events(viewer).filter(submitted_at__isnull=False).exclude(state=EventState.DRAFT)


def _rows(viewer: User, state: ReviewState) -> QuerySet[Event]:
    wanted = _IN_STATE.get(state)
    handed_in = _handed_in(viewer).order_by("submitted_at", "id")
    return handed_in.filter(wanted) if wanted is not None else handed_in.none()


def _item(viewer: User, row: Event) -> QueueItem:
    return QueueItem(
        kind=QueueKind.EVENT,
        id=row.pk,
        title=row.title,
        subtitle=row.organization.display_name,
        organization=row.organization,
        state=ReviewState.APPROVED if row.published_at is not None else ReviewState.PENDING,
        submitted_at=row.submitted_at or row.created_at,
        allowed_actions=["approve", "reject"] if may(viewer, "roadshows.decide_event", row) else [],
    )


def _page(viewer: User, state: ReviewState, size: int) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, state)[:size]]


def _count(viewer: User, state: ReviewState) -> int:
    return _rows(viewer, state).count()


def _pending(viewer: User, ids: Collection[UUID]) -> Sequence[QueueItem]:
    return [_item(viewer, row) for row in _rows(viewer, ReviewState.PENDING).filter(pk__in=ids)]


def _find(viewer: User, case_id: UUID) -> Event | None:
    return _handed_in(viewer).filter(pk=case_id).select_related("created_by", "reviewed_by").first()


def _facts(viewer: User, row: Event) -> list[Fact]:
    lines = "\n".join(
        f"{item.position}. {item.title} · {item.speaker} · {item.minutes}′".replace(" ·  · ", " · ")
        for item in visible_agenda(viewer, row)
    )
    facts = [
        Fact(FactName.LEGAL_NAME, row.organization.legal_name),
        Fact(FactName.PRESET, row.preset),
        Fact(FactName.VISIBILITY, row.visibility),
        Fact(FactName.NAME_EN, row.title_en),
        Fact(FactName.ONE_LINER, row.summary),
        Fact(FactName.STARTS, row.starts_at.isoformat()),
        Fact(FactName.ENDS, row.ends_at.isoformat()),
        Fact(FactName.PLACE, " ".join(part for part in (row.venue, row.address, row.district) if part)),
        Fact(FactName.SECTORS, "、".join(row.sectors)),
        Fact(FactName.SEATS, str(row.quota.capacity)),
        Fact(FactName.AGENDA, lines),
    ]
    return [fact for fact in facts if fact.value]


def _open(viewer: User, case_id: UUID) -> QueueCase | None:
    row = _find(viewer, case_id)
    if row is None:
        return None
    return QueueCase(
        item=_item(viewer, row),
        requester=row.created_by,
        statement=row.description,
        evidence=[],
        facts=_facts(viewer, row),
        decided_at=row.published_at,
        decided_by=row.reviewed_by if row.published_at else None,
        reason=row.review_reason,
        edition=str(row.edition),
    )


def _decide(actor: User, case_id: UUID, decision: Decision, now: datetime) -> None:
    row = _find(actor, case_id)
    if row is None:
        raise NotFound
    decide_event(
        actor=actor,
        event=row,
        approve=decision.approve,
        reason=decision.reason,
        edition=decision.edition,
        now=now,
    )


register(Queue(kind=QueueKind.EVENT, page=_page, count=_count, pending=_pending, open_case=_open, decide=_decide))
