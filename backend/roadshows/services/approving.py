"""Saying yes or no to who asked for a place. The place is held meanwhile; a no gives it back, a yes asks for the money."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.core.permissions import may
from backend.payments import gateways
from backend.payments.enums import RefundCause
from backend.roadshows.enums import DecisionResult, RegistrationState
from backend.roadshows.errors import REASON_NEEDED, BadPayUntil
from backend.roadshows.events import PlaceFreed, RegistrationRefused
from backend.roadshows.models import Event, Registration
from backend.roadshows.services import paying
from backend.roadshows.services.events import hold_open, require_step
from backend.roadshows.services.redeeming import give_back
from backend.roadshows.services.registrations import tell_holder

MAX_AT_ONCE = 100
_APPROVED = (RegistrationState.AWAITING_PAYMENT, RegistrationState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about many who wait. A `reason` is told to who is refused; `pay_until` instead of the event's hours."""

    approve: bool
    reason: str = ""
    pay_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; no `state` where there is no such row."""

    registration_id: UUID
    result: DecisionResult
    state: str = ""


def decide(
    *, actor: Actor, event: Event, registration_ids: Collection[UUID], decision: Decision, now: datetime
) -> list[Outcome]:
    """Decide on each by itself: one that cannot be decided holds up none of the others. Done twice, it is once. Who was
    registered together is decided of together.

    Raises NotPermitted, WrongState, Invalid without a reason to refuse, BadPayUntil.
    """
    require_step(actor, "decide_registrations", event)
    if not decision.approve and not decision.reason.strip():
        raise Invalid(fields={"reason": [REASON_NEEDED]})
    if decision.pay_until is not None and not now < decision.pay_until <= event.ends_at:
        raise BadPayUntil(fields={"pay_until": [BadPayUntil.message]})
    groups = _groups(event, registration_ids)
    return [outcome for ids in groups for outcome in _decide(actor, event, ids, decision, now)]


def _groups(event: Event, ids: Collection[UUID]) -> list[list[UUID]]:
    """Those that are decided of at once: each by itself, or with the others of its group who wait as well."""
    chosen = Registration.objects.filter(event=event, pk__in=ids).only("pk", "lead")
    leads = {row.pk: paying.payer_of(row) for row in chosen}
    groups: dict[UUID, list[UUID]] = {}
    for pk in dict.fromkeys(ids):
        groups.setdefault(leads.get(pk, pk), []).append(pk)
    beside = Registration.objects.filter(Q(pk__in=groups) | Q(lead__in=groups), event=event)
    waiting = beside.filter(state=RegistrationState.PENDING_APPROVAL).exclude(pk__in=ids)
    for row in waiting.only("pk", "lead").order_by("pk"):
        groups[paying.payer_of(row)].append(row.pk)
    return list(groups.values())


@transaction.atomic
def _decide(actor: Actor, event: Event, ids: list[UUID], decision: Decision, now: datetime) -> list[Outcome]:
    """The event is held against being called off, and the rows against every other hand: they are looked at under their
    locks.
    """
    hold_open(event.pk)
    held = Event.objects.select_related("organization").get(pk=event.pk)
    if not may(actor, "roadshows.decide_registrations", held):
        # Called off or ended while the others were decided of.
        return [Outcome(pk, DecisionResult.GONE) for pk in ids]
    locked = Registration.objects.select_for_update(of=("self",)).select_related("ticket_type", "person")
    rows = {row.pk: row for row in locked.filter(event=held, pk__in=ids).order_by("pk")}
    waiting = [row for row in rows.values() if row.state == RegistrationState.PENDING_APPROVAL]
    for row in waiting:
        row.event = held
    results = {pk: _found(row, decision) for pk, row in rows.items()}
    if waiting:
        result = (_approve if decision.approve else _refuse)(actor, waiting, decision, now)
        results |= dict.fromkeys((row.pk for row in waiting), result)
    return [Outcome(pk, results[pk], rows[pk].state) if pk in rows else Outcome(pk, DecisionResult.GONE) for pk in ids]


def _found(row: Registration, decision: Decision) -> DecisionResult:
    """Of one that does not wait."""
    states = _APPROVED if decision.approve else (RegistrationState.REJECTED,)
    return DecisionResult.ALREADY if row.state in states else DecisionResult.GONE


def _approve(actor: Actor, rows: list[Registration], decision: Decision, now: datetime) -> DecisionResult:
    """What they cost is owed in one order."""
    event = rows[0].event
    # Who was approved before has paid already.
    owes = rows[0].price_minor > 0 and paying.order_of(rows[0]) is None
    if owes and not gateways.is_configured():
        return DecisionResult.UNPAYABLE
    for row in rows:
        row.state = RegistrationState.AWAITING_PAYMENT if owes else RegistrationState.CONFIRMED
        row.approved_at = now
        row.save(update_fields=["state", "approved_at", "updated_at"])
        audit.record(actor, "registration.approved", row, organizations=[event.organization_id])
    if owes:
        until = decision.pay_until or min(now + timedelta(hours=event.pay_hours), event.ends_at)
        paying.owe(rows, event, now=now, closes_at=until)
    for row in rows:
        tell_holder(row)
    return DecisionResult.DONE


def _refuse(actor: Actor, rows: list[Registration], decision: Decision, now: datetime) -> DecisionResult:
    """Whoever has paid for them gets all of that back."""
    for row in rows:
        row.state, row.refused_at, row.refusal_reason = RegistrationState.REJECTED, now, decision.reason.strip()
        row.save(update_fields=["state", "refused_at", "refusal_reason", "updated_at"])
        give_back(row)
        audit.record(actor, "registration.refused", row, organizations=[row.event.organization_id])
        outbox.publish(RegistrationRefused(registration_id=row.pk))
    outbox.publish(PlaceFreed(event_id=rows[0].event_id))
    reason = decision.reason.strip()
    paying.give_money_back(actor=actor, places=rows, cause=RefundCause.HOST, reason=reason, now=now)
    return DecisionResult.DONE
