"""Opening and deciding cases, and taking the trail along. What a decision does is the owning app's service."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.console.errors import OperatorsOnly
from backend.console.registry import Decision, Queue, QueueCase
from backend.console.selectors import visible_trail
from backend.core import audit
from backend.core.errors import NotFound
from backend.core.exports import MAX_ROWS
from backend.core.models import AuditEntry
from backend.core.permissions import may


def require_operator(actor: User) -> None:
    """Raises OperatorsOnly."""
    if not may(actor, "console.use"):
        raise OperatorsOnly


@transaction.atomic
def open_case(*, actor: User, queue: Queue, case_id: UUID) -> QueueCase:
    """Read a case with its evidence; the reading is audited. Raises NotFound, OperatorsOnly."""
    require_operator(actor)
    case = queue.open_case(actor, case_id)
    if case is None:
        raise NotFound
    organization = case.item.organization
    audit.record(
        actor,
        "case.opened",
        organizations=[organization.pk] if organization else [],
        kind=queue.kind,
        case=str(case_id),
        evidence=len(case.evidence),
    )
    return case


@transaction.atomic
def export_trail(*, actor: User, asked: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """The acts that `asked` finds, to be written into a file; taking them is recorded. Raises OperatorsOnly."""
    require_operator(actor)
    rows = visible_trail(**asked)
    filters = {name: str(value) for name, value in asked.items() if value}
    entry = audit.record(actor, "trail.exported", rows=rows[:MAX_ROWS].count(), filters=filters)
    # The file holds what was there before it was taken.
    return rows.filter(pk__lt=entry.pk)


@transaction.atomic
def decide_case(
    *,
    actor: User,
    queue: Queue,
    case_id: UUID,
    approve: bool,
    now: datetime,
    reason: str = "",
    valid_until: datetime | None = None,
    edition: str = "",
) -> None:
    """Approve or reject a case as it was read. Raises OperatorsOnly, NotFound, and what the owning app refuses."""
    require_operator(actor)
    queue.decide(actor, case_id, Decision(approve, reason, valid_until, edition), now)
