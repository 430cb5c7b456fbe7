"""The line of an event: free places are offered to who waits first, and taken back when nobody answers."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import SYSTEM
from backend.payments import gateways
from backend.roadshows.allotting import KindState, Waiter, allot
from backend.roadshows.enums import IN_LINE, NotOffered, WaitState
from backend.roadshows.events import OfferExpired, OfferMade, PlaceFreed
from backend.roadshows.models import Event, TicketType, WaitlistEntry
from backend.roadshows.selectors.events import closing_of, takes_registrations
from backend.roadshows.selectors.waiting import (
    can_be_waited_for,
    due_offers,
    events_with_line,
    line_of,
    offers_to_holders,
)
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.waiting import places

# Near the close an offer is a third of what is left, so that somebody else can still be asked; less than this is no offer.
SHORTEST = timedelta(minutes=30)
# What an offer changes of an entry when it ends.
PLACE_FIELDS = ("state", "ticket_type", "quota_ids", "offer_expires_at", "updated_at")


def offer_until(event: Event, now: datetime) -> datetime:
    """When an offer made now ends: after the host's hours, sooner near the close of registration, never beyond it."""
    left = closing_of(event) - now
    return now + min(timedelta(hours=event.offer_hours), max(left / 3, SHORTEST), left)


def advance_lines(*, now: datetime) -> int:
    """Take back what nobody answered in time, and offer all that is free. Returns how many were offered a place.

    Safe to run in several workers: an entry is looked at under its lock, and an event's places under theirs.
    """
    for pk in list(due_offers(now).values_list("pk", flat=True)):
        expire_offer(pk, now=now)
    return sum(offer_places(pk, now=now) for pk in list(events_with_line().values_list("pk", flat=True)))


@transaction.atomic
def offer_places(event_id: UUID, *, now: datetime) -> int:
    """Offer what is free to who waits first, and write down why somebody is not offered any. Safe to run twice.

    The event is held against being called off and against new kinds of tickets, its quotas against everybody.
    """
    if not WaitlistEntry.objects.filter(event=event_id, state__in=IN_LINE).exists():
        return 0
    event = hold_open(event_id)
    _take_back_second_places(event, now)
    free = places.hold_quotas(event)
    line = list(line_of(event))
    kinds = list(TicketType.objects.filter(event=event).order_by("position"))
    barrier = _barrier(event, now)
    waiters = [_waiter(entry, barrier) for entry in line]
    quotas = places.quotas_by_kind(event)
    allotment = allot(waiters, _states(kinds, quotas, now), free)
    by_id = {kind.pk: kind for kind in kinds}
    for entry in line:
        if (kind_id := allotment.offers.get(entry.pk)) is not None:
            _offer(entry, by_id[kind_id], quotas[kind_id], event, now)
        elif entry.not_offered_reason != allotment.reasons[entry.pk]:
            waiting = WaitlistEntry.objects.filter(pk=entry.pk, state=WaitState.WAITING)
            waiting.update(not_offered_reason=allotment.reasons[entry.pk], updated_at=now)
    return len(allotment.offers)


def _barrier(event: Event, now: datetime) -> NotOffered | None:
    """Why nobody is offered a place."""
    if not takes_registrations(event, now):
        return NotOffered.REGISTRATION_CLOSED
    return None if event.has_waiting_list else NotOffered.LIST_OFF


def _waiter(entry: WaitlistEntry, barrier: NotOffered | None) -> Waiter:
    own = NotOffered.CONTACT_REMOVED if entry.contact_removed_at else None
    own = own or (NotOffered.HAS_TICKET if getattr(entry, "holds", False) else None)
    wants = frozenset(kind.pk for kind in entry.kinds.all())
    return Waiter(entry.pk, wants, barrier or own, entry.not_offered_reason, entry.party_size)


def _states(kinds: list[TicketType], quotas: dict[UUID, list[UUID]], now: datetime) -> list[KindState]:
    can_pay = gateways.is_configured()
    return [
        KindState(
            kind.pk,
            tuple(quotas[kind.pk]),
            can_be_waited_for(kind, now),
            can_pay or not kind.price_minor,
            kind.min_per_order,
            kind.max_per_order,
        )
        for kind in kinds
    ]


def _offer(entry: WaitlistEntry, kind: TicketType, quota_ids: list[UUID], event: Event, now: datetime) -> None:
    """Quiet for one who left at this moment: the next run offers the place on."""
    waiting = WaitlistEntry.objects.filter(pk=entry.pk, state=WaitState.WAITING)
    offered = waiting.update(
        state=WaitState.OFFERED,
        ticket_type=kind,
        quota_ids=quota_ids,
        offered_at=now,
        offer_expires_at=offer_until(event, now),
        not_offered_reason="",
        updated_at=now,
    )
    if not offered:
        outbox.publish(PlaceFreed(event_id=event.pk))
        return
    places.take_offered(quota_ids, entry.party_size)
    audit.record(SYSTEM, "waiting.offered", entry, organizations=[event.organization_id])
    outbox.publish(OfferMade(entry_id=entry.pk, at=now))


def _take_back_second_places(event: Event, now: datetime) -> None:
    """Offers to who has a ticket by now: the place goes on, and they wait in case they give the ticket back."""
    offered = WaitlistEntry.objects.filter(event=event, state=WaitState.OFFERED)
    twice = list(offers_to_holders(event).values_list("pk", flat=True))
    for entry in offered.select_for_update(of=("self",)).filter(pk__in=twice).order_by("id"):
        give_place_back(entry, WaitState.WAITING)
        entry.not_offered_reason = NotOffered.HAS_TICKET
        entry.save(update_fields=[*PLACE_FIELDS, "not_offered_reason"])
        audit.record(SYSTEM, "waiting.offer_withdrawn", entry, organizations=[event.organization_id])


@transaction.atomic
def expire_offer(entry_id: UUID, *, now: datetime) -> bool:
    """Nobody answered: the place is free again, and its holder is told. Safe to run twice."""
    entry = WaitlistEntry.objects.select_for_update(of=("self",)).select_related("event").get(pk=entry_id)
    event = entry.event
    if entry.state != WaitState.OFFERED or entry.offer_expires_at is None or entry.offered_at is None:
        return False
    if entry.offer_expires_at > now and takes_registrations(event, now):
        return False
    give_place_back(entry, WaitState.EXPIRED)
    entry.save(update_fields=PLACE_FIELDS)
    audit.record(SYSTEM, "waiting.expired", entry, organizations=[event.organization_id])
    outbox.publish(OfferExpired(entry_id=entry.pk, offered_at=entry.offered_at))
    return True


def give_place_back(entry: WaitlistEntry, state: WaitState) -> None:
    """End an offer whose row is locked; the caller saves `PLACE_FIELDS`. The place goes to the next in line."""
    places.free_offered(entry)
    entry.state, entry.ticket_type, entry.quota_ids, entry.offer_expires_at = state, None, [], None
    outbox.publish(PlaceFreed(event_id=entry.event_id))
