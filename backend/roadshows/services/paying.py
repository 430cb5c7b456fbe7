"""Places that cost money: held while somebody pays, theirs once they have, and paid back when they cannot have them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.money import Money
from backend.payments import selectors as payments_selectors
from backend.payments.enums import UNPAID, OrderState, RefundCause
from backend.payments.models import Checkout, Order
from backend.payments.services import orders, refunds
from backend.roadshows.enums import HOLDS_A_PLACE, SOLD_AS, EventState, RegistrationState
from backend.roadshows.errors import EventFull, NothingToPay, TicketTypeSoldOut, VoucherSpent
from backend.roadshows.events import RegistrationConfirmed, RegistrationExpired
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.registrations import live_registration
from backend.roadshows.services.admission import require_admission
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.redeeming import give_back, take
from backend.roadshows.services.seats import quotas_of
from backend.roadshows.wording import title_of

SUBJECT = SOLD_AS
# To find a card, before a page is even opened; opening one gives half an hour more.
TO_BEGIN = timedelta(minutes=40)


def order_of(registration: Registration) -> Order | None:
    return payments_selectors.order_for(SUBJECT, registration.pk)


def orders_of(rows: Iterable[Registration]) -> dict[UUID, Order | None]:
    """The orders of many places, by the place; None for those that cost nothing. One query."""
    known: dict[UUID, Order | None] = dict.fromkeys(row.pk for row in rows)
    found = Order.objects.filter(subject_kind=SUBJECT, subject_id__in=list(known))
    return known | {order.subject_id: order for order in found}


def may_give_back(ticket: Registration, order: Order | None, now: datetime) -> bool:
    """Whether its holder may give the place back: before the event is over, and a paid one while it is paid back."""
    event = ticket.event
    if event.state in (EventState.ENDED, EventState.CANCELLED) or event.ends_at <= now:
        return False
    if was_paid_at_desk(ticket):
        return False
    return ticket.state in HOLDS_A_PLACE and (not is_paid(order) or is_paid_back(event, now))


def owe(
    registration: Registration, event: Event, money: Money, *, now: datetime, closes_at: datetime | None = None
) -> Order:
    """Write what a place costs, in the transaction that takes or approves it."""
    return orders.create_order(
        payee=event.organization,
        payer=registration.person,
        subject_kind=SUBJECT,
        subject_id=registration.pk,
        description=f"{title_of(event)} · {registration.ticket_type.name}",
        money=money,
        language=registration.language,
        closes_at=closes_at or now + TO_BEGIN,
        occasion_id=event.pk,
        occasion=event.title,
    )


def open_checkout(*, actor: Actor, registration: Registration, now: datetime) -> Checkout:
    """The page to pay a place on. Raises NothingToPay, and what `admission` and `payments.orders.open_checkout` raise.

    The gateway is told to send the payer back to an address without the ticket's secret: the browser knows it.
    """
    order = order_of(registration)
    if registration.state != RegistrationState.AWAITING_PAYMENT or order is None:
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
    """The place is theirs. Paid too late, it is if it can still be had; otherwise the money goes back. Safe to run twice.

    The event is held against being called off: either that sees the payment, or the payment sees that.
    """
    hold_open(Registration.objects.values_list("event_id", flat=True).get(pk=registration_id))
    rows = Registration.objects.select_for_update(of=("self",)).select_related("event", "ticket_type", "voucher")
    row = rows.get(pk=registration_id)
    # Of a place whose guest was asked about again since, the money is there already.
    if row.state in (RegistrationState.CONFIRMED, RegistrationState.PENDING_APPROVAL):
        return
    is_on = row.event.state in (EventState.PUBLISHED, EventState.LIVE)
    is_held = row.state == RegistrationState.AWAITING_PAYMENT
    if not is_on or not (is_held or _take_again(row, now)):
        if is_held:
            row.state = RegistrationState.EXPIRED
            row.save(update_fields=["state", "updated_at"])
            give_back(row)
        refunds.return_late(order_id=order_id, now=now)
        return
    row.state = RegistrationState.CONFIRMED
    row.save(update_fields=["state", "quota_ids", "updated_at"])
    audit.record(SYSTEM, "registration.paid", row, organizations=[row.event.organization_id])
    outbox.publish(RegistrationConfirmed(registration_id=row.pk))


def _take_again(row: Registration, now: datetime) -> bool:
    """One whose time was over before the money came. What its holder gave back themselves stays given back."""
    if row.state != RegistrationState.EXPIRED or row.contact_removed_at is not None:
        return False
    if not takes_registrations(row.event, now) or live_registration(row.event, row.contact) is not None:
        return False
    row.quota_ids = quotas_of(row.ticket_type)
    try:
        # What a voucher gave before the place was refused goes back to it.
        with transaction.atomic():
            take(row, now=now)
    except (EventFull, TicketTypeSoldOut, VoucherSpent):
        return False
    return True


@transaction.atomic
def expire(registration_id: UUID, *, now: datetime) -> None:
    """Nobody will pay for it any more: the place is free again. Safe to run twice."""
    waiting = Registration.objects.filter(pk=registration_id, state=RegistrationState.AWAITING_PAYMENT)
    if waiting.update(state=RegistrationState.EXPIRED, updated_at=now):
        row = Registration.objects.select_related("event").get(pk=registration_id)
        give_back(row)
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
    """Registrations of an event that cost money, whatever became of them."""
    sold = Order.objects.filter(subject_kind=SUBJECT).values("subject_id")
    return list(Registration.objects.filter(event=event, pk__in=sold).order_by("id").values_list("pk", flat=True))


def give_money_back(
    *, actor: Actor, registration: Registration, cause: RefundCause, now: datetime, reason: str = ""
) -> None:
    """All that is left of it; an order nobody has paid yet ends instead. In the caller's transaction."""
    order = order_of(registration)
    if order is None:
        return
    if order.state in UNPAID:
        orders.withdraw(actor=actor, order_id=order.pk, now=now)
    else:
        refunds.refund_rest(actor=actor, order_id=order.pk, cause=cause, reason=reason, now=now)
