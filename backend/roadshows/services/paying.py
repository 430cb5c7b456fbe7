"""Places that cost money: held while somebody pays, theirs once they have, and paid back when they cannot have them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.money import Currency, Money
from backend.payments import selectors as payments_selectors
from backend.payments.enums import UNPAID, OrderState, RefundCause
from backend.payments.models import Checkout, Order
from backend.payments.services import orders, refunds
from backend.roadshows.enums import HOLDS_A_PLACE, SOLD_AS, EventState, RegistrationState
from backend.roadshows.errors import EventFull, NothingToPay, PlacesShort, TicketTypeSoldOut, VoucherSpent
from backend.roadshows.events import RegistrationConfirmed, RegistrationExpired
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.registrations import live_registration, places_beside
from backend.roadshows.services.admission import require_admission
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.redeeming import give_back, take
from backend.roadshows.services.seats import quotas_of
from backend.roadshows.wording import several, title_of

SUBJECT = SOLD_AS
# To find a card, before a page is even opened; opening one gives half an hour more.
TO_BEGIN = timedelta(minutes=40)


def payer_of(registration: Registration) -> UUID:
    """Whose order pays for a place: that of who registered it along, or its own."""
    return registration.lead_id or registration.pk


def order_of(registration: Registration) -> Order | None:
    """That which pays for the place, and for all that were registered along with it."""
    return payments_selectors.order_for(SUBJECT, payer_of(registration))


def orders_of(rows: Iterable[Registration]) -> dict[UUID, Order | None]:
    """The orders of many places, by the place; None for those that cost nothing. One query, or none."""
    places = list(rows)
    payers = {row.pk: payer_of(row) for row in places if row.price_minor}
    sold = Order.objects.filter(subject_kind=SUBJECT, subject_id__in=set(payers.values()))
    found = payments_selectors.with_found_refunds(sold) if payers else []
    by_payer = {order.subject_id: order for order in found}
    return {row.pk: by_payer.get(payers[row.pk]) if row.pk in payers else None for row in places}


def share_of(registration: Registration, order: Order) -> Money:
    """What of an order is for this place: of one that pays for several, its own price."""
    return registration.price if 0 < registration.price_minor < order.amount_minor else order.money


def is_paid_together(ticket: Registration) -> bool:
    """Whether it costs money and is one of several places of one order."""
    if not ticket.price_minor or ticket.lead_id is not None:
        return ticket.price_minor > 0
    known = ticket.has_companions
    return Registration.objects.filter(lead=ticket.pk).exists() if known is None else known


def awaits_others(ticket: Registration, order: Order | None) -> bool:
    """Whether it can be given back with the rest of its group alone: the sum of an order stays as it was written, so that
    until it is paid all of its places are kept, or none.
    """
    return (order is None or order.paid_at is None) and is_paid_together(ticket)


def may_give_back(ticket: Registration, order: Order | None, now: datetime) -> bool:
    """Whether its holder may give the place back: before the event is over, and a paid one while it is paid back."""
    event = ticket.event
    if event.state in (EventState.ENDED, EventState.CANCELLED) or event.ends_at <= now:
        return False
    if was_paid_at_desk(ticket) or ticket.state not in HOLDS_A_PLACE:
        return False
    return (not is_paid(order) or is_paid_back(event, now)) and not awaits_others(ticket, order)


def owe(places: Sequence[Registration], event: Event, *, now: datetime, closes_at: datetime | None = None) -> Order:
    """Write what places cost that were taken at once, in the transaction that takes or approves them: one order, of who
    registered the others along.
    """
    payer = next(row for row in places if row.lead_id is None)
    total = Money(sum(row.price_minor for row in places), Currency(payer.currency))
    return orders.create_order(
        payee=event.organization,
        payer=payer.person,
        subject_kind=SUBJECT,
        subject_id=payer.pk,
        description=f"{title_of(event)} · {several(payer.ticket_type.name, len(places))}",
        money=total,
        language=payer.language,
        closes_at=closes_at or now + TO_BEGIN,
        occasion_id=event.pk,
        occasion=event.title,
    )


def open_checkout(*, actor: Actor, registration: Registration, now: datetime) -> Checkout:
    """The page to pay on, for who pays. Raises NothingToPay, and what `admission` and `payments.orders.open_checkout` raise.

    The gateway is told to send the payer back to an address without the ticket's secret: the browser knows it.
    """
    order = order_of(registration)
    if registration.state != RegistrationState.AWAITING_PAYMENT or order is None or registration.lead_id is not None:
        raise NothingToPay
    require_admission(
        registration.ticket_type, viewer=registration.person or actor, contact=registration.contact, now=now
    )
    back = f"{settings.PUBLIC_URL}/pay/{order.code}"
    # Who was given days to pay has them still, though a page is open for half an hour.
    until = order.closes_at if registration.approved_at else None
    return orders.open_checkout(
        actor=actor, order_id=order.pk, success_url=f"{back}?paid=1", cancel_url=back, now=now, until=until
    )


@transaction.atomic
def confirm_paid(registration_id: UUID, order_id: UUID, *, now: datetime) -> None:
    """The places of an order are theirs, all of them. Paid too late, they are if all can still be had; otherwise the money
    goes back. Safe to run twice.

    The event is held against being called off: either that sees the payment, or the payment sees that.
    """
    hold_open(Registration.objects.values_list("event_id", flat=True).get(pk=registration_id))
    rows = held_places(registration_id)
    # Of a place whose guest was asked about again since, the money is there already; and of several one that is left.
    if any(row.state in (RegistrationState.CONFIRMED, RegistrationState.PENDING_APPROVAL) for row in rows):
        return
    is_on = rows[0].event.state in (EventState.PUBLISHED, EventState.LIVE)
    held = [row for row in rows if row.state == RegistrationState.AWAITING_PAYMENT]
    theirs = (held or _take_again(registration_id, rows, now)) if is_on else []
    if not theirs:
        for row in held:
            _end(row)
        refunds.return_late(order_id=order_id, now=now)
        return
    for row in theirs:
        row.state = RegistrationState.CONFIRMED
        row.save(update_fields=["state", "quota_ids", "updated_at"])
        audit.record(SYSTEM, "registration.paid", row, organizations=[row.event.organization_id])
        outbox.publish(RegistrationConfirmed(registration_id=row.pk))


def held_places(payer_id: UUID) -> list[Registration]:
    """All places one order pays for, in whatever state, their rows locked in the order in which everybody does, and before
    the seats of any.
    """
    rows = places_beside(payer_id).select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(rows.select_related("event", "ticket_type", "voucher"))


def _end(row: Registration) -> None:
    """Of a place that is not paid."""
    row.state = RegistrationState.EXPIRED
    row.save(update_fields=["state", "updated_at"])
    give_back(row)


def _take_again(payer_id: UUID, rows: Sequence[Registration], now: datetime) -> list[Registration]:
    """Those whose time was over before the money came, all or none. What their holder gave back themselves stays given
    back.
    """
    payer = next(row for row in rows if row.pk == payer_id)
    if payer.state != RegistrationState.EXPIRED or payer.contact_removed_at is not None:
        return []
    if not takes_registrations(payer.event, now) or live_registration(payer.event, payer.contact) is not None:
        return []
    again = [row for row in rows if row.state == RegistrationState.EXPIRED]
    for row in again:
        row.quota_ids = quotas_of(payer.ticket_type)
    try:
        # What a voucher gave before the place was refused goes back to it.
        with transaction.atomic():
            take(payer, now=now, count=len(again))
    except (EventFull, PlacesShort, TicketTypeSoldOut, VoucherSpent):
        return []
    return again


@transaction.atomic
def expire(registration_id: UUID, *, now: datetime) -> None:
    """Nobody will pay for the places of an order any more: all of them are free again. Safe to run twice."""
    for row in held_places(registration_id):
        if row.state == RegistrationState.AWAITING_PAYMENT:
            _end(row)
            audit.record(SYSTEM, "registration.expired", row, organizations=[row.event.organization_id])
            outbox.publish(RegistrationExpired(registration_id=row.pk))


def is_paid(order: Order | None) -> bool:
    """Whether money came that has not all gone back."""
    return order is not None and order.state in (OrderState.SUCCEEDED, OrderState.PARTIALLY_REFUNDED)


def was_paid_at_desk(ticket: Registration) -> bool:
    """Money that went through no gateway is given back by hand, by those who took it."""
    return ticket.is_walk_in and ticket.price_minor > 0


def is_paid_back(event: Event, now: datetime) -> bool:
    """Whether giving a paid ticket back now brings the money back."""
    return event.refunds_until is not None and now < event.refunds_until


def with_orders(event: Event) -> list[UUID]:
    """Registrations of an event that an order was written for, whatever became of them."""
    sold = Order.objects.filter(subject_kind=SUBJECT).values("subject_id")
    return list(Registration.objects.filter(event=event, pk__in=sold).order_by("id").values_list("pk", flat=True))


def give_money_back(
    *, actor: Actor, places: Sequence[Registration], cause: RefundCause, now: datetime, reason: str = ""
) -> None:
    """For places of one order that end in the caller's transaction: all that is left of it where they are all it is for,
    else what they cost, or less where less is left. An order nobody has paid yet ends instead.
    """
    order = order_of(places[0])
    if order is None:
        return
    if order.state in UNPAID:
        orders.withdraw(actor=actor, order_id=order.pk, now=now)
        return
    cost = sum(row.price_minor for row in places)
    is_part = 0 < cost < order.amount_minor
    refunds.refund_rest(
        actor=actor,
        order_id=order.pk,
        cause=cause,
        reason=reason or (" ".join(row.code for row in places) if is_part else ""),
        at_most=cost if is_part else None,
        cause_key=f"{cause.value}:{places[0].pk}" if is_part else "",
        now=now,
    )
