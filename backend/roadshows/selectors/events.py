"""Who sees which event, and which lines of its run of show."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core.actors import Viewer
from backend.core.clock import midnight
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import open_to_all as pitch_is_open
from backend.deals.selectors.pitches import visible_pitches
from backend.organizations import selectors as organizations
from backend.organizations.enums import MemberRole, OrganizationKind, Origin
from backend.organizations.models import Organization
from backend.organizations.permissions import RANK
from backend.organizations.selectors.organizations import verified_at
from backend.roadshows.enums import SHOWN_STATES, EventState
from backend.roadshows.models import AgendaItem, Event
from backend.taxonomy import selectors as taxonomy

# What a subscribed calendar holds at most, and how long it still holds what is over.
FEED_EVENTS, FEED_KEEPS = 500, timedelta(days=30)


def open_to_all() -> Q:
    """Was published (a cancelled one still says so), and its host's verification is in force."""
    return Q(state__in=SHOWN_STATES, published_at__isnull=False) & verified_at(of="organization__")


def said_yes() -> Q:
    """Lines that everybody may see: a host promises no company that has not said yes."""
    return Q(pitch=None) | Q(is_confirmed=True)


def visible_events(viewer: Viewer) -> QuerySet[Event]:
    """Open ones for everybody, one's own organization's in any state, and to operators all but drafts."""
    rows = Event.objects.select_related("organization__logo", "own_consent").order_by("starts_at", "id")
    if is_system(viewer):
        return rows
    if not is_person(viewer):
        return rows.filter(open_to_all())
    own = Q(organization__in=list(organizations.roles_of(viewer)))
    if is_operator(viewer):
        return rows.filter(own | Q(submitted_at__isnull=False) & ~Q(state=EventState.DRAFT))
    return rows.filter(own | open_to_all())


def events_of_feed(now: datetime) -> QuerySet[Event]:
    """What a visitor may see and is to come, or was over lately; the first to begin first."""
    return visible_events(AnonymousUser()).filter(ends_at__gt=now - FEED_KEEPS)[:FEED_EVENTS]


def event_by_id(viewer: Viewer, event_id: UUID) -> Event:
    """Raises NotFound for an unknown or invisible one alike."""
    event = visible_events(viewer).filter(pk=event_id).first()
    if event is None:
        raise NotFound
    return event


def room_address(event: Event) -> str:
    """Short enough to type off a wall; `backend.config.pages` leads from it into the room."""
    return f"{settings.PUBLIC_URL}/s/{event.code}"


def visible_agenda(viewer: Viewer, event: Event) -> QuerySet[AgendaItem]:
    """The run of show of a visible event. A pitch nobody confirmed is a line for its host, its company and reviewers."""
    rows = AgendaItem.objects.filter(event=event).select_related("pitch__organization__logo").order_by("position")
    if may(viewer, "roadshows.belong_to_event", event) or is_operator(viewer):
        return rows
    if is_person(viewer):
        return rows.filter(said_yes() | Q(pitch__organization__in=list(organizations.roles_of(viewer))))
    return rows.filter(said_yes())


def readable_pitches(viewer: Viewer, items: list[AgendaItem]) -> set[UUID]:
    """Those pitches of the lines that the viewer may open."""
    ids = [item.pitch_id for item in items if item.pitch_id]
    return set(visible_pitches(viewer).filter(pk__in=ids).order_by().values_list("pk", flat=True)) if ids else set()


def slots_of(viewer: Viewer) -> QuerySet[AgendaItem]:
    """Lines that name a pitch of the viewer's own companies in events still to come, answered or not."""
    rows = AgendaItem.objects.select_related("event__organization__logo", "pitch__organization__logo")
    rows = rows.prefetch_related("event__ticket_types", "event__quotas")
    if not is_person(viewer):
        return rows.none()
    own = _acts_for(viewer)
    waiting = (EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE)
    return rows.filter(pitch__organization__in=own, event__state__in=waiting).order_by("event__starts_at", "id")


def events_worked_for(person: Viewer) -> QuerySet[Event]:
    """In any state, those of the organizations the person acts for; readers act for none."""
    return Event.objects.filter(organization__in=_acts_for(person))


def _acts_for(viewer: Viewer) -> list[UUID]:
    return [pk for pk, role in organizations.roles_of(viewer).items() if RANK[role] >= RANK[MemberRole.MEMBER]]


def open_pitches(pitch_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of these pitches the ones everybody may see now, each with its company."""
    rows = Pitch.objects.filter(pitch_is_open(), pk__in=list(pitch_ids))
    return dict(rows.values_list("pk", "organization_id"))


def hosts_of(viewer: Viewer, now: datetime) -> QuerySet[Organization]:
    """The viewer's own organizations that may host now."""
    rows = Organization.objects.filter(verified_at(now), pk__in=_acts_for(viewer), origin=Origin.MEMBER)
    return rows.exclude(kind=OrganizationKind.STARTUP).order_by("legal_name")


def narrowed(
    rows: QuerySet[Event],
    *,
    now: datetime,
    preset: str = "",
    sector: str = "",
    district: str = "",
    when: str = "",
    words: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Event]:
    """The rows that fit every filter given. `when` is upcoming (not over; soonest first) or past (newest first).

    Of the days from `since` to `until`, both within and the street's, an event has at least a part.
    """
    if since is not None:
        rows = rows.filter(ends_at__gt=midnight(since))
    if until is not None:
        rows = rows.filter(starts_at__lt=midnight(until + timedelta(days=1)))
    if preset:
        rows = rows.filter(preset=preset)
    if sector:
        rows = rows.filter(sectors__overlap=_with_below(sector))
    if district:
        rows = rows.filter(district=district)
    for word in words.split()[:8]:
        said = Q(title__icontains=word) | Q(title_en__icontains=word) | Q(summary__icontains=word)
        host = Q(organization__brand_name__icontains=word) | Q(organization__legal_name__icontains=word)
        rows = rows.filter(said | host | Q(venue__icontains=word))
    if when == "upcoming":
        # One that is on may run over its time.
        still = Q(ends_at__gt=now) | Q(state=EventState.LIVE)
        return rows.filter(still).exclude(state__in=(EventState.ENDED, EventState.CANCELLED))
    if when == "past":
        over = (Q(ends_at__lte=now) & ~Q(state=EventState.LIVE)) | Q(state__in=(EventState.ENDED, EventState.CANCELLED))
        return rows.filter(over).order_by("-starts_at", "-id")
    return rows


def _with_below(sector: str) -> list[str]:
    """A code and all below it; a code nobody knows finds what carries it, which is nothing."""
    return [sector, *taxonomy.current_tree().children.get(sector, ())]


def takes_registrations(event: Event, now: datetime) -> bool:
    """Published or live, not closed and not over. Whether a seat is left is another question."""
    return event.state in (EventState.PUBLISHED, EventState.LIVE) and now < closing_of(event)


def closing_of(event: Event) -> datetime:
    """When registering ends by the clock."""
    return min(event.registration_closes_at or event.ends_at, event.ends_at)
