"""The line of an event: who waits, how far in front, and whether newcomers have to."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from backend.accounts.models import User
from backend.accounts.selectors import proved_contacts
from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.listing import holding
from backend.core.permissions import may
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import HOLDS_A_PLACE, IN_LINE, EventState, NotOffered, SaleState, WaitState
from backend.roadshows.errors import WaitingGone
from backend.roadshows.models import Event, Registration, TicketType, WaitlistEntry
from backend.roadshows.selectors.places import free_of, sale_of, sales_of

_HELD_OR_OVER = (EventState.PUBLISHED, EventState.LIVE, EventState.ENDED)
# Reasons that lie with the person: nobody else waits for that to change.
_OWN_REASONS = (NotOffered.NOT_PAYABLE, NotOffered.HAS_TICKET, NotOffered.CONTACT_REMOVED)


def can_be_waited_for(kind: TicketType, now: datetime) -> bool:
    """Whether anybody may have it at this time without a code."""
    return not kind.is_hidden and sale_of(kind, (), now) == SaleState.OPEN


def has_line(event: Event, now: datetime, among: QuerySet[WaitlistEntry] | None = None) -> bool:
    """Whether places that are left are somebody's who waits; of some entries alone, whether they are one of theirs.

    Who waits for a kind that has none left, or for more than are left, stands in nobody's way: nothing is kept for whoever
    wants many until there are as many. Without a waiting list there is no line; `event` is as it is now.
    """
    if not event.has_waiting_list:
        return False
    rows = WaitlistEntry.objects.all() if among is None else among
    rows = rows.filter(event=event, state=WaitState.WAITING)
    # By what can be had now: a stored reason may be as old as a minute.
    rivals = rows.exclude(not_offered_reason__in=_OWN_REASONS)
    waited = set(rivals.values_list("kinds", "party_size"))
    if not waited:
        return False
    fresh = Event.objects.prefetch_related("ticket_types", "quotas__kinds").get(pk=event.pk)
    sales, free = sales_of(fresh, now), free_of(fresh)
    kinds = {kind.pk: kind for kind in fresh.ticket_types.all() if not kind.is_hidden}
    return any(
        pk in kinds and sales[pk] == SaleState.OPEN and wanted <= free[pk] and kinds[pk].takes_at_once(wanted)
        for pk, wanted in waited
    )


def sales_in_line(event: Event, now: datetime, among: QuerySet[WaitlistEntry] | None = None) -> dict[UUID, SaleState]:
    """`sales_of` for a newcomer, to whom nothing is left while others come first."""
    sales = sales_of(event, now)
    if SaleState.OPEN in sales.values() and has_line(event, now, among):
        return {pk: SaleState.SOLD_OUT if sale == SaleState.OPEN else sale for pk, sale in sales.items()}
    return sales


def with_place(rows: QuerySet[WaitlistEntry]) -> QuerySet[WaitlistEntry]:
    """Each with `ahead`, how many of its event wait in front of it."""
    before = Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), id__lt=OuterRef("id"))
    ahead = WaitlistEntry.objects.filter(before, event=OuterRef("event"), state=WaitState.WAITING).order_by()
    counted = ahead.values("event").annotate(number=Count("pk")).values("number")
    rows = rows.annotate(ahead=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    return rows.select_related("ticket_type").prefetch_related("kinds")


def place_in_line(entry: WaitlistEntry) -> int | None:
    """From 1, of a row of `with_place`; None for an entry that is in no line."""
    return int(getattr(entry, "ahead", 0)) + 1 if entry.state == WaitState.WAITING else None


def line_of(event: Event) -> QuerySet[WaitlistEntry]:
    """Those who wait, the first one first, each with `holds`: whether their contact has a ticket."""
    rows = WaitlistEntry.objects.filter(event=event, state=WaitState.WAITING).annotate(holds=_has_ticket())
    return rows.prefetch_related("kinds").order_by("queued_at", "id")


def offers_to_holders(event: Event) -> QuerySet[WaitlistEntry]:
    """Offers of an event to contacts that have a ticket for it."""
    return WaitlistEntry.objects.filter(_has_ticket(), event=event, state=WaitState.OFFERED)


def _has_ticket() -> Exists:
    own = Q(email=OuterRef("email")) | Q(phone=OuterRef("phone"))
    return Exists(Registration.objects.filter(own, event=OuterRef("event"), state__in=HOLDS_A_PLACE))


def events_with_line() -> QuerySet[Event]:
    """Those in which somebody is offered a place, or waits for one and was not told that it is too late."""
    live = WaitlistEntry.objects.filter(event=OuterRef("pk"), state__in=IN_LINE)
    hopeful = live.exclude(not_offered_reason__in=(NotOffered.REGISTRATION_CLOSED, NotOffered.CONTACT_REMOVED))
    return Event.objects.filter(Exists(hopeful), state__in=_HELD_OR_OVER).order_by("id")


def due_offers(now: datetime) -> QuerySet[WaitlistEntry]:
    """Offers nobody may accept any more: their time is over, or registering ended before it."""
    closed = Q(event__registration_closes_at__lte=now) | Q(event__ends_at__lte=now)
    shut = ~Q(event__state__in=(EventState.PUBLISHED, EventState.LIVE))
    rows = WaitlistEntry.objects.filter(state=WaitState.OFFERED)
    return rows.filter(Q(offer_expires_at__lte=now) | closed | shut).order_by("offer_expires_at", "id")


def entry_by_secret(secret: str) -> WaitlistEntry:
    """The link is the right: whoever holds it holds the entry. Raises WaitingGone."""
    rows = with_place(WaitlistEntry.objects.select_related("event__organization__logo", "event__own_consent"))
    entry = (
        rows.prefetch_related("event__ticket_types", "event__quotas").filter(secret_digest=digest_of(secret)).first()
    )
    if entry is None:
        raise WaitingGone
    return entry


def live_entry(event: Event, contact: str) -> WaitlistEntry | None:
    """The entry of a contact that is in line. For who has proved the contact."""
    field = "email" if "@" in contact else "phone"
    return WaitlistEntry.objects.filter(event=event, state__in=IN_LINE, **{field: contact}).first()


def own_live_entry(person: User, event: Event) -> WaitlistEntry | None:
    """The entry of a contact the person has proved that is in line; not one they joined for somebody else."""
    contacts = by_contacts(proved_contacts(person))
    return WaitlistEntry.objects.filter(contacts, _own(person), event=event, state__in=IN_LINE).order_by("id").first()


def own_entries(person: User) -> QuerySet[WaitlistEntry]:
    """A person's, those they joined by a contact of theirs before they had an account too."""
    rows = with_place(WaitlistEntry.objects.select_related("event__organization__logo", "event__own_consent"))
    return rows.prefetch_related("event__ticket_types", "event__quotas").filter(_own(person)).order_by("-id")


def _own(person: User) -> Q:
    return Q(person=person) | Q(by_contacts(proved_contacts(person)), person=None)


def shown_among_tickets(rows: QuerySet[WaitlistEntry], now: datetime) -> QuerySet[WaitlistEntry]:
    """Those of events to come that are in line, or may go back into it."""
    still = (EventState.PUBLISHED, EventState.LIVE)
    states = (*IN_LINE, WaitState.EXPIRED)
    return rows.filter(state__in=states, event__state__in=still, event__ends_at__gt=now)


def visible_waiting(viewer: Viewer, event: Event) -> QuerySet[WaitlistEntry]:
    """All of a visible event for those who work for its host: offers first, then the line, then what has ended."""
    rows = with_place(WaitlistEntry.objects.filter(event=event))
    first = Case(
        When(state=WaitState.OFFERED, then=Value(0)), When(state=WaitState.WAITING, then=Value(1)), default=Value(2)
    )
    rows = rows.order_by(first, "queued_at", "id")
    return rows if may(viewer, "roadshows.view_registrations", event) else rows.none()


def found(rows: QuerySet[WaitlistEntry], *, state: str = "", words: str = "") -> QuerySet[WaitlistEntry]:
    """Those in the state, whose name, organization or contact has every word."""
    if state:
        rows = rows.filter(state=state)
    return holding(rows, words, ("name", "organization_name", "email", "phone"))


def counts_of(event: Event) -> Mapping[str, int]:
    """How many entries of an event are in each state."""
    rows = WaitlistEntry.objects.filter(event=event).order_by().values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(WaitState.values, 0) | dict(rows)


def entry_of(event: Event, entry_id: UUID) -> WaitlistEntry:
    """Raises WaitingGone for one of another event too."""
    entry = WaitlistEntry.objects.filter(event=event, pk=entry_id).first()
    if entry is None:
        raise WaitingGone
    return entry
