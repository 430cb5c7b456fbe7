"""Telling guests, hosts and companies. A listener that fails is tried again, and one run again tells nobody anew; only
of a worker that dies between a mail and its commit that one mail may come twice.
"""

from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.events import ContactProved
from backend.accounts.models import User
from backend.accounts.selectors import person_by_id, person_known_as
from backend.core import clock, outbox
from backend.core.actors import SYSTEM
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of
from backend.payments import selectors as payments
from backend.payments.enums import RefundCause
from backend.payments.events import PaymentEnded, PaymentSucceeded, RefundDone, RefundFailed
from backend.payments.models import Order
from backend.payments.selectors import refund_by_id
from backend.roadshows import decision_letters, money_telling, notices, telling
from backend.roadshows.enums import HEARS_OF_EVENT, EventState, RegistrationState
from backend.roadshows.events import (
    CancellationDue,
    CheckInsConflicted,
    EventCancelled,
    EventDecided,
    EventMoved,
    FollowUpDue,
    GuestImported,
    GuestRegistered,
    MoneyDueBack,
    MoveDue,
    PaymentAwaited,
    RegistrationConfirmed,
    RegistrationExpired,
    SlotAnswered,
    SlotAsked,
)
from backend.roadshows.models import AgendaItem, Event, Registration
from backend.roadshows.selectors.helping import team_of
from backend.roadshows.selectors.registrations import group_of
from backend.roadshows.services import money, paying
from backend.roadshows.services.adoption import adopt_registrations


@outbox.on(ContactProved)
def on_contact_proved(event: ContactProved) -> None:
    _adopt(person_by_id(event.person_id))


@outbox.on(GuestRegistered)
def on_guest_registered(event: GuestRegistered) -> None:
    """Of a registration and a proof at the same moment neither sees the other; whichever is heard last sees both."""
    row = Registration.objects.filter(pk=event.registration_id, person=None, contact_removed_at=None).first()
    if row is not None:
        _adopt(person_known_as(row.contact))


@outbox.on(RegistrationConfirmed)
def on_registration_confirmed(event: RegistrationConfirmed) -> None:
    row = _confirmed().filter(pk=event.registration_id).first()
    if row is None:
        return
    outbox.publish(FollowUpDue(registration_id=row.pk))
    order = paying.order_of(row)
    if _was_approved_last(row, order):
        decision_letters.send_approved(row, order)
    else:
        telling.send_ticket(row)


@outbox.on(GuestImported)
def on_guest_imported(event: GuestImported) -> None:
    row = _confirmed().select_related("guest_import", "event__organization").filter(pk=event.registration_id).first()
    if row is not None and row.guest_import is not None and row.guest_import.sends_letters:
        telling.send_invitation(row)


@outbox.on(PaymentAwaited)
def on_payment_awaited(event: PaymentAwaited) -> None:
    owed = Registration.objects.filter(state=RegistrationState.AWAITING_PAYMENT).select_related("event", "ticket_type")
    row = owed.filter(pk=event.registration_id).first()
    order = paying.order_of(row) if row is not None else None
    if row is None or order is None:
        return
    if row.approved_at is None:
        telling.send_bill(row, order)
    else:
        decision_letters.send_approved(row, order)


@outbox.on(RegistrationExpired)
def on_registration_expired(event: RegistrationExpired) -> None:
    row = Registration.objects.filter(pk=event.registration_id, state=RegistrationState.EXPIRED).first()
    if row is not None and row.contact_removed_at is None:
        order = paying.order_of(row)
        if order is not None and payments.transfer_of(order) is not None:
            money_telling.send_transfer_expiry(row)
        else:
            telling.send_expiry(row)


@outbox.on(PaymentSucceeded)
def on_payment_succeeded(event: PaymentSucceeded) -> None:
    order = _sold(event.order_id)
    if order is not None:
        paying.confirm_paid(order.subject_id, order.pk, now=clock.now())


@outbox.on(PaymentEnded)
def on_payment_ended(event: PaymentEnded) -> None:
    order = _sold(event.order_id)
    if order is not None:
        paying.expire(order.subject_id, now=clock.now())


@outbox.on(RefundDone)
def on_refund_done(event: RefundDone) -> None:
    """Of a place whose money went back at the gateway's own desk nothing is left to its holder."""
    row, refund = _place(event.order_id), refund_by_id(event.refund_id)
    if row is None:
        return
    if payments.ends_purchase(refund):
        money.give_place_up(row.pk, now=clock.now())
        row.refresh_from_db(fields=["state"])
    if row.contact_removed_at is None:
        telling.send_refund(row, refund)


@outbox.on(RefundFailed)
def on_refund_failed(event: RefundFailed) -> None:
    """The host has to give it back by hand."""
    row = _place(event.order_id)
    if row is not None:
        notifications.notify_all(
            kind=notices.REFUND_FAILED,
            recipients=workers_of(row.event.organization_id),
            subject=row.event,
            cause=str(event.refund_id),
            actor=None,
            now=clock.now(),
        )


@outbox.on(CheckInsConflicted)
def on_check_ins_conflicted(event: CheckInsConflicted) -> None:
    """Once for an event; how many there are by now is read with the notice."""
    row = Event.objects.filter(pk=event.event_id).first()
    if row is not None:
        notifications.notify_all(
            kind=notices.DOOR_CONFLICT,
            recipients=team_of(row),
            subject=row,
            cause=str(row.pk),
            actor=None,
            now=clock.now(),
        )


@outbox.on(EventDecided)
def on_event_decided(event: EventDecided) -> None:
    row = Event.objects.select_related("reviewed_by").filter(pk=event.event_id).first()
    if row is not None:
        notifications.notify_all(
            kind=notices.EVENT_PUBLISHED if event.approved else notices.EVENT_SENT_BACK,
            recipients=team_of(row),
            subject=row,
            cause=f"{row.pk}:{event.edition}",
            actor=row.reviewed_by,
            now=clock.now(),
        )


@outbox.on(SlotAsked)
def on_slot_asked(event: SlotAsked) -> None:
    row = AgendaItem.objects.select_related("pitch").filter(pk=event.slot_id).first()
    if row is not None and row.pitch is not None:
        notifications.notify_all(
            kind=notices.SLOT_ASKED,
            recipients=workers_of(row.pitch.organization_id),
            subject=row,
            cause=f"{row.pk}:{event.edition}",
            actor=person_by_id(event.by),
            now=clock.now(),
        )


@outbox.on(SlotAnswered)
def on_slot_answered(event: SlotAnswered) -> None:
    row = AgendaItem.objects.select_related("event").filter(pk=event.slot_id).first()
    if row is not None:
        notifications.notify_all(
            kind=notices.SLOT_ACCEPTED if event.accepts else notices.SLOT_DECLINED,
            recipients=team_of(row.event),
            subject=row,
            cause=f"{row.pk}:{event.at.isoformat()}",
            actor=person_by_id(event.by),
            now=clock.now(),
        )


@outbox.on(EventMoved)
def on_event_moved(event: EventMoved) -> None:
    """As for one that is called off. Who registered since knows already, and `on_move_due` leaves them out."""
    _tell_holders(notices.EVENT_MOVED, event.event_id, event.edition, event.by)
    for pk in _holders(event.event_id):
        outbox.publish(MoveDue(registration_id=pk, edition=event.edition))


@outbox.on(MoveDue)
def on_move_due(event: MoveDue) -> None:
    open_states = (EventState.PUBLISHED, EventState.LIVE)
    row = _hearing().filter(pk=event.registration_id, event__state__in=open_states).first()
    if row is not None and _is_news(row, event.edition):
        telling.send_move(row)


@outbox.on(EventCancelled)
def on_event_cancelled(event: EventCancelled) -> None:
    """One event for each holder, so that one address that is refused holds up nobody else."""
    row = Event.objects.filter(pk=event.event_id, state=EventState.CANCELLED).first()
    if row is None:
        return
    _tell_holders(notices.EVENT_CALLED_OFF, row.pk, row.edition, event.by)
    for pk in _holders(row.pk):
        outbox.publish(CancellationDue(registration_id=pk))
    for pk in paying.with_orders(row):
        outbox.publish(MoneyDueBack(registration_id=pk))


@outbox.on(CancellationDue)
def on_cancellation_due(event: CancellationDue) -> None:
    row = _hearing().filter(pk=event.registration_id, event__state=EventState.CANCELLED).first()
    if row is not None and _is_news(row, row.event.edition):
        telling.send_cancellation(row)


@outbox.on(MoneyDueBack)
def on_money_due_back(event: MoneyDueBack) -> None:
    row = Registration.objects.filter(pk=event.registration_id, event__state=EventState.CANCELLED).first()
    if row is not None:
        places = list(group_of(row))
        paying.give_money_back(actor=SYSTEM, places=places, cause=RefundCause.CANCELLED, now=clock.now())


def _sold(order_id: UUID) -> Order | None:
    """The order, where it is for a place at an event."""
    return Order.objects.filter(pk=order_id, subject_kind=paying.SUBJECT).first()


def _place(order_id: UUID) -> Registration | None:
    order = _sold(order_id)
    return Registration.objects.select_related("event").filter(pk=order.subject_id).first() if order else None


def _was_approved_last(row: Registration, order: Order | None) -> bool:
    """Whether the host's yes made it a ticket, and not the payment after that."""
    if row.approved_at is None:
        return False
    return order is None or order.paid_at is None or order.paid_at < row.approved_at


def _hearing() -> QuerySet[Registration]:
    """Who is told what becomes of the event."""
    return Registration.objects.filter(state__in=HEARS_OF_EVENT).select_related("event")


def _confirmed() -> QuerySet[Registration]:
    rows = Registration.objects.filter(state=RegistrationState.CONFIRMED)
    return rows.select_related("event", "ticket_type")


def _holders(event_id: UUID) -> list[UUID]:
    return list(_hearing().filter(event=event_id).order_by("id").values_list("pk", flat=True))


def _is_news(row: Registration, edition: int) -> bool:
    """Whether the holder does not know this edition; from now on they know the event as it was read with the row.

    A ticket given back in the meantime is told nothing.
    """
    unaware = Registration.objects.filter(pk=row.pk, state__in=HEARS_OF_EVENT, told_edition__lt=edition)
    return unaware.update(told_edition=row.event.edition) == 1


def _tell_holders(kind: str, event_id: UUID, edition: int, by: UUID | None) -> None:
    """In the app, those with an account who do not know this edition; the mail to the contact is another matter."""
    row = Event.objects.filter(pk=event_id).first()
    if row is not None:
        held = _hearing().filter(event=row, person__isnull=False, told_edition__lt=edition)
        people = User.objects.filter(pk__in=held.values("person"), is_active=True)
        cause = f"{row.pk}:{edition}"
        notifications.notify_all(
            kind=kind, recipients=people, subject=row, cause=cause, actor=person_by_id(by), now=clock.now()
        )


def _adopt(person: User | None) -> None:
    """What comes of it is told in the app; `notices` leaves out what is over or given back."""
    if person is not None:
        now = clock.now()
        for row in adopt_registrations(person=person, now=now):
            notifications.notify(kind=notices.TICKET_ADOPTED, recipient=person, subject=row, now=now)
