"""Who sees which event, and which lines of its run of show."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core.actors import Viewer
from backend.core.clock import midnight
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import open_to_all as pitch_is_open
from backend.deals.selectors.pitches import visible_pitches
from backend.organizations import selectors as organizations
from backend.organizations.enums import OrganizationKind, Origin
from backend.organizations.models import Organization
from backend.organizations.selectors.organizations import verified_at
from backend.roadshows.enums import SHOWN_STATES, EventState, HelperRole
from backend.roadshows.models import AgendaItem, AgendaRelease, Event, EventHelper, ReleasedItem
from backend.roadshows.permissions import help_by
from backend.roadshows.selectors.seeing import for_everybody, open_to
from backend.taxonomy import selectors as taxonomy

# What a subscribed calendar holds at most, and how long it still holds what is over.
FEED_EVENTS, FEED_KEEPS = 500, timedelta(days=30)
_COMPANY = "pitch__organization__logo"
L = TypeVar("L", AgendaItem, ReleasedItem)


def was_published() -> Q:
    """To whomever (a cancelled one still says so), and its host's verification is in force."""
    return Q(state__in=SHOWN_STATES, published_at__isnull=False) & verified_at(of="organization__")


def open_to_all() -> Q:
    """Was published, for everybody."""
    return was_published() & for_everybody()


def said_yes() -> Q:
    """Lines that everybody may see: a host promises no company that has not said yes."""
    return Q(pitch=None) | Q(is_confirmed=True)


def own_events(person: Viewer) -> Q:
    """Of the organizations a person belongs to, and those whose host they help."""
    helped = EventHelper.objects.filter(help_by(person)).values("event")
    return Q(organization__in=list(organizations.roles_of(person))) | Q(pk__in=helped)


def visible_events(viewer: Viewer) -> QuerySet[Event]:
    """Published ones open to the viewer (`seeing`), one's own in any state, to operators all but drafts."""
    rows = Event.objects.select_related("organization__logo", "own_consent").order_by("starts_at", "id")
    if is_system(viewer):
        return rows
    if not is_person(viewer):
        return rows.filter(open_to_all())
    own = own_events(viewer)
    if is_operator(viewer):
        return rows.filter(own | Q(submitted_at__isnull=False) & ~Q(state=EventState.DRAFT))
    return rows.filter(own | (was_published() & open_to(viewer)))


def events_of_feed(now: datetime) -> QuerySet[Event]:
    """What a visitor may see and is to come, or was over lately; the first to begin first."""
    return visible_events(AnonymousUser()).filter(ends_at__gt=now - FEED_KEEPS)[:FEED_EVENTS]


def event_by_id(viewer: Viewer, event_id: UUID) -> Event:
    """Raises NotFound for an unknown or invisible one alike.

    What everybody sees is looked for first: most are of that kind, and what else a person may see is a far longer
    question.
    """
    for seeing in dict.fromkeys((AnonymousUser(), viewer)):
        event = visible_events(seeing).filter(pk=event_id).first()
        if event is not None:
            return event
    raise NotFound


def room_address(event: Event) -> str:
    """Short enough to type off a wall; `backend.config.pages` leads from it into the room."""
    return f"{settings.PUBLIC_URL}/s/{event.code}"


def released_items(event: Event) -> QuerySet[ReleasedItem]:
    """The lines of the version that is out, in their order; none before the first."""
    newest = AgendaRelease.objects.filter(event=event).order_by("-number").values("pk")[:1]
    return ReleasedItem.objects.filter(release=Subquery(newest)).order_by("position")


def visible_agenda(viewer: Viewer, event: Event) -> QuerySet[AgendaItem] | QuerySet[ReleasedItem]:
    """The run of show of a visible event: the version that is out, and of an event nobody published yet the draft.

    A pitch nobody confirmed is a line for its host, its company and reviewers.
    """
    if event.published_at is None:
        return _seen_by(viewer, event, draft_agenda(event))
    return _seen_by(viewer, event, released_items(event).select_related(_COMPANY))


def _seen_by(viewer: Viewer, event: Event, rows: QuerySet[L]) -> QuerySet[L]:
    if may(viewer, "roadshows.belong_to_event", event) or is_operator(viewer):
        return rows
    if is_person(viewer):
        return rows.filter(said_yes() | Q(pitch__organization__in=list(organizations.roles_of(viewer))))
    return rows.filter(said_yes())


def draft_agenda(event: Event) -> QuerySet[AgendaItem]:
    """What the host writes at; for its people alone."""
    return AgendaItem.objects.filter(event=event).select_related(_COMPANY).order_by("position")


def readable_pitches(viewer: Viewer, items: Iterable[AgendaItem | ReleasedItem]) -> set[UUID]:
    """Those pitches of the lines that the viewer may open."""
    ids = [item.pitch_id for item in items if item.pitch_id]
    return set(visible_pitches(viewer).filter(pk__in=ids).order_by().values_list("pk", flat=True)) if ids else set()


def slots_of(viewer: Viewer) -> QuerySet[AgendaItem]:
    """Lines that name a pitch of the viewer's own companies in events still to come, answered or not."""
    rows = AgendaItem.objects.select_related("event__organization__logo", "pitch__organization__logo")
    rows = rows.prefetch_related("event__ticket_types", "event__quotas")
    if not is_person(viewer):
        return rows.none()
    own = organizations.worked_for(viewer)
    waiting = (EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE)
    return rows.filter(pitch__organization__in=own, event__state__in=waiting).order_by("event__starts_at", "id")


def dropped_slots(viewer: Viewer) -> list[AgendaItem]:
    """What everybody still sees of the viewer's companies though the host's draft names them no more; they may take their
    yes back. Not rows of the draft: each has the `line` it was, and `is_dropped`.
    """
    drafts = AgendaItem.objects.filter(event=OuterRef("release__event"), pitch=OuterRef("pitch"))
    newer = AgendaRelease.objects.filter(event=OuterRef("release__event"), number__gt=OuterRef("release__number"))
    rows = ReleasedItem.objects.filter(
        ~Exists(drafts),
        ~Exists(newer),
        pitch__organization__in=organizations.worked_for(viewer),
        is_confirmed=True,
        release__event__state__in=(EventState.PUBLISHED, EventState.LIVE),
    )
    rows = rows.select_related("release__event__organization__logo", "pitch__organization__logo")
    rows = rows.prefetch_related("release__event__ticket_types", "release__event__quotas")
    return [_as_slot(row) for row in rows.order_by("release__event__starts_at", "id")]


def _as_slot(row: ReleasedItem) -> AgendaItem:
    names = ("title", "title_en", "minutes", "is_confirmed", "shows_deck")
    slot = AgendaItem(
        id=row.line, event=row.release.event, pitch=row.pitch, **{one: getattr(row, one) for one in names}
    )
    slot.is_dropped = True
    return slot


def events_worked_for(person: Viewer) -> QuerySet[Event]:
    """In any state, those of the organizations the person acts for, and those they host beside them; readers act for none."""
    beside = EventHelper.objects.filter(help_by(person), role=HelperRole.CO_HOST).values("event")
    return Event.objects.filter(Q(organization__in=organizations.worked_for(person)) | Q(pk__in=beside))


def events_paid_to(person: Viewer) -> QuerySet[Event]:
    """In any state, those whose money goes to an organization the person acts for."""
    return Event.objects.filter(organization__in=organizations.worked_for(person))


def open_pitches(pitch_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of these pitches the ones everybody may see now, each with its company."""
    rows = Pitch.objects.filter(pitch_is_open(), pk__in=list(pitch_ids))
    return dict(rows.values_list("pk", "organization_id"))


def hosts_of(viewer: Viewer, now: datetime) -> QuerySet[Organization]:
    """The viewer's own organizations that may host now."""
    rows = Organization.objects.filter(verified_at(now), pk__in=organizations.worked_for(viewer), origin=Origin.MEMBER)
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
    series: UUID | None = None,
) -> QuerySet[Event]:
    """The rows that fit every filter given. `when` is upcoming (not over; soonest first), past, or of those
    the ones to watch again (`replay`; both newest first).

    Of the days from `since` to `until`, both within and the street's, an event has at least a part.
    """
    if since is not None:
        rows = rows.filter(ends_at__gt=midnight(since))
    if until is not None:
        rows = rows.filter(starts_at__lt=midnight(until + timedelta(days=1)))
    if series is not None:
        rows = rows.filter(series=series)
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
    return _of_time(rows, when, now)


def _of_time(rows: QuerySet[Event], when: str, now: datetime) -> QuerySet[Event]:
    if when == "upcoming":
        # One that is on may run over its time.
        still = Q(ends_at__gt=now) | Q(state=EventState.LIVE)
        return rows.filter(still).exclude(state__in=(EventState.ENDED, EventState.CANCELLED))
    if when == "replay":
        return rows.filter(has_replay=True).order_by("-starts_at", "-id")
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
