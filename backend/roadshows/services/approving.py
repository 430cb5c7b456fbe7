"""Saying yes or no to who asked for a place. The place is held meanwhile; a no gives it back, a yes asks for the money."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

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
    """Decide on each by itself: one that cannot be decided holds up none of the others. Done twice, it is once.

    Raises NotPermitted, WrongState, Invalid without a reason to refuse, BadPayUntil.
    """
    require_step(actor, "decide_registrations", event)
    if not decision.approve and not decision.reason.strip():
        raise Invalid(fields={"reason": [REASON_NEEDED]})
    if decision.pay_until is not None and not now < decision.pay_until <= event.ends_at:
        raise BadPayUntil(fields={"pay_until": [BadPayUntil.message]})
    return [_decide(actor, event, pk, decision, now) for pk in dict.fromkeys(registration_ids)]


@transaction.atomic
def _decide(actor: Actor, event: Event, registration_id: UUID, decision: Decision, now: datetime) -> Outcome:
    """The event is held against being called off, and the row against every other hand: it is looked at under its lock."""
    hold_open(event.pk)
    held = Event.objects.select_related("organization").get(pk=event.pk)
    if not may(actor, "roadshows.decide_registrations", held):
        # Called off or ended while the others were decided of.
        return Outcome(registration_id, DecisionResult.GONE)
    rows = Registration.objects.select_for_update(of=("self",)).select_related("ticket_type", "person")
    row = rows.filter(event=held, pk=registration_id).first()
    if row is None:
        return Outcome(registration_id, DecisionResult.GONE)
    row.event = held
    if row.state != RegistrationState.PENDING_APPROVAL:
        is_same = row.state in _APPROVED if decision.approve else row.state == RegistrationState.REJECTED
        return Outcome(row.pk, DecisionResult.ALREADY if is_same else DecisionResult.GONE, row.state)
    if decision.approve:
        return _approve(actor, row, decision, now)
    return _refuse(actor, row, decision, now)


def _approve(actor: Actor, row: Registration, decision: Decision, now: datetime) -> Outcome:
    # Who was approved before has paid already.
    owes = row.price_minor > 0 and paying.order_of(row) is None
    if owes and not gateways.is_configured():
        return Outcome(row.pk, DecisionResult.UNPAYABLE, row.state)
    row.state = RegistrationState.AWAITING_PAYMENT if owes else RegistrationState.CONFIRMED
    row.approved_at = now
    row.save(update_fields=["state", "approved_at", "updated_at"])
    if owes:
        until = decision.pay_until or min(now + timedelta(hours=row.event.pay_hours), row.event.ends_at)
        paying.owe(row, row.event, row.price, now=now, closes_at=until)
    audit.record(actor, "registration.approved", row, organizations=[row.event.organization_id])
    tell_holder(row)
    return Outcome(row.pk, DecisionResult.DONE, row.state)


def _refuse(actor: Actor, row: Registration, decision: Decision, now: datetime) -> Outcome:
    """Whoever has paid gets all of it back."""
    row.state, row.refused_at, row.refusal_reason = RegistrationState.REJECTED, now, decision.reason.strip()
    row.save(update_fields=["state", "refused_at", "refusal_reason", "updated_at"])
    give_back(row)
    outbox.publish(PlaceFreed(event_id=row.event_id))
    paying.give_money_back(actor=actor, registration=row, cause=RefundCause.HOST, reason=row.refusal_reason, now=now)
    audit.record(actor, "registration.refused", row, organizations=[row.event.organization_id])
    outbox.publish(RegistrationRefused(registration_id=row.pk))
    return Outcome(row.pk, DecisionResult.DONE, row.state)
