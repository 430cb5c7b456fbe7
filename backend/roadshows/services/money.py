"""What holders do about the money of their tickets, and hosts about its terms: payments does it, the event says whether."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.files import services as files
from backend.payments import selectors as payments
from backend.payments.errors import NoAccount
from backend.payments.models import Order
from backend.payments.services import fapiao, requests, transfers
from backend.roadshows.enums import HOLDS_A_PLACE, EventState, RegistrationState
from backend.roadshows.errors import NothingToPay, RefundNotAsked, TransferNotTaken
from backend.roadshows.events import PlaceFreed
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.money import may_ask_refund, transfer_until
from backend.roadshows.services.events import locked_event, require_step, save_changed, tell
from backend.roadshows.services.paying import held_places, order_of
from backend.roadshows.services.redeeming import give_back


class PaymentTerms(TypedDict):
    """How an event may be paid beside the gateway, and what becomes of money that is asked back for."""

    takes_transfers: bool
    transfer_days: int
    requests_until: datetime | None
    request_percent: int


@transaction.atomic
def write_payment_terms(*, actor: Actor, event: Event, edition: int, terms: PaymentTerms) -> Event:
    """Write them for what happens from now on. Raises StaleEvent, NotPermitted, WrongState, and NoAccount where
    transfers would have nowhere to go.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "edit_money_terms", locked)
    said = payments.terms_of(locked.organization_id)
    if terms["takes_transfers"] and (said is None or not said.has_account):
        raise NoAccount(fields={"takes_transfers": [NoAccount.message]})
    locked.takes_transfers, locked.transfer_days = terms["takes_transfers"], terms["transfer_days"]
    locked.requests_until, locked.request_percent = terms["requests_until"], terms["request_percent"]
    save_changed(locked)
    tell(actor, "event.payment_terms_written", locked)
    return locked


def choose_transfer(*, actor: Actor, ticket: Registration, now: datetime) -> None:
    """The place is held for a bank transfer, and its holder gets the account. Raises NothingToPay, TransferNotTaken,
    and what `payments.transfers.choose` raises.
    """
    order = _order(ticket)
    if ticket.state != RegistrationState.AWAITING_PAYMENT:
        raise NothingToPay
    chosen = payments.transfer_of(order)
    until = chosen.expires_at if chosen is not None else transfer_until(ticket.event, now)
    if until is None:
        raise TransferNotTaken
    transfers.choose(actor=actor, order_id=order.pk, until=until, now=now)


def send_proof(*, actor: Actor, ticket: Registration, upload: files.Upload, now: datetime) -> None:
    """Raises NothingToPay, and what `payments.transfers.send_proof` raises."""
    transfers.send_proof(actor=actor, order_id=_order(ticket).pk, upload=upload, now=now)


def ask_refund(*, actor: Actor, ticket: Registration, reason: str, now: datetime) -> None:
    """Raises NothingToPay, RefundNotAsked, and what `payments.requests.ask` raises."""
    order = _order(ticket)
    if not may_ask_refund(ticket, order, now):
        raise RefundNotAsked
    requests.ask(actor=actor, order_id=order.pk, reason=reason, percent=ticket.event.request_percent)


def request_fapiao(*, actor: Actor, ticket: Registration, buyer: fapiao.Buyer) -> None:
    """Raises NothingToPay, and what `payments.fapiao.request` raises."""
    fapiao.request(actor=actor, order_id=_order(ticket).pk, buyer=buyer)


@transaction.atomic
def give_place_up(registration_id: UUID, *, now: datetime) -> None:
    """The host agreed to pay it back: the place is free, unless the event is over; of several that were paid together, all
    are. Safe to run twice.
    """
    event = Event.objects.get(registrations=registration_id)
    if event.state == EventState.ENDED or event.ends_at <= now:
        return
    rows = [row for row in held_places(registration_id) if row.state in HOLDS_A_PLACE]
    for row in rows:
        row.state, row.cancelled_at = RegistrationState.CANCELLED, now
        row.save(update_fields=["state", "cancelled_at", "updated_at"])
        give_back(row)
        audit.record(SYSTEM, "registration.paid_back", row, organizations=[event.organization_id])
    if rows:
        outbox.publish(PlaceFreed(event_id=event.pk))


def _order(ticket: Registration) -> Order:
    """That which its holder pays: none for somebody who was registered along."""
    order = order_of(ticket)
    if order is None or ticket.lead_id is not None:
        raise NothingToPay
    return order
