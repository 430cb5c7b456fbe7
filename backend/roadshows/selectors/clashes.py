"""What a draft of a run of show asks to be at two places at one time. To warn of, never a refusal."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from backend.accounts.permissions import is_system
from backend.core.actors import Viewer
from backend.organizations.permissions import is_reader
from backend.roadshows.agenda_changes import beginnings
from backend.roadshows.enums import ClashKind, EventState
from backend.roadshows.models import AgendaItem, Event
from backend.roadshows.selectors.events import draft_agenda, visible_events

_TO_COME = (EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE)
# A run of show may be longer than its event was announced for.
_LONGER = timedelta(hours=8)
_BETWEEN_NAMES = re.compile(r"[、,，;；/\n]")
_ASIDE = re.compile(r"[(（][^)）]*[)）]")


@dataclass(frozen=True, slots=True)
class Clash:
    """Of a line with one of the same or of another event, which is None where the viewer may not know which."""

    kind: ClashKind
    line: AgendaItem
    what: str
    event: Event | None
    other: AgendaItem | None
    # Of an event whose draft the viewer reads.
    is_own: bool


@dataclass(frozen=True, slots=True)
class _Planned:
    item: AgendaItem
    event: Event
    starts_at: datetime
    ends_at: datetime
    is_own: bool

    def meets(self, other: "_Planned") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def clashes_of(viewer: Viewer, event: Event) -> list[Clash]:
    """In the order of the lines; of one line and one other event one of each kind. In as many queries, however many
    events.

    The host's own events are looked at as they are planned, by who reads the drafts of all of them: a co-host of one event
    does not. Of others' only a pitch counts, once its company said yes there; the event is named where the viewer may read
    its page. Where they may not, a company is said to be elsewhere only once it has said yes here as well: otherwise whoever
    writes its name would learn when it is away.
    """
    own = _planned([(item, event) for item in draft_agenda(event)], {event.pk})
    if not own:
        return []
    others = _others(viewer, event, own)
    ids = {one.event.pk for one in others}
    named = {event.pk, *visible_events(viewer).filter(pk__in=ids).order_by().values_list("pk", flat=True)}
    found: dict[tuple[ClashKind, UUID, UUID, UUID | None], Clash] = {}
    for index, one in enumerate(own):
        # Of two lines of the draft the later one is told of.
        for other in (other for other in [*own[:index], *others] if one.meets(other)):
            inside = other.item.pk if other.event == event else None
            is_named = other.event.pk in named
            if not (is_named or one.item.is_confirmed):
                continue
            for kind, what in _shared(one, other):
                named_event, named_item = (other.event, other.item) if is_named else (None, None)
                clash = Clash(kind, one.item, what, named_event, named_item, other.is_own)
                found.setdefault((kind, one.item.pk, other.event.pk, inside), clash)
    return list(found.values())


def _others(viewer: Viewer, event: Event, own: list[_Planned]) -> list[_Planned]:
    first, last = min(one.starts_at for one in own), max(one.ends_at for one in own)
    reads_all = is_reader(viewer, event) or is_system(viewer)
    pitches = [one.item.pitch_id for one in own if one.item.pitch_id]
    booked = AgendaItem.objects.filter(pitch__in=pitches, is_confirmed=True).values("event")
    rows = AgendaItem.objects.filter(
        (Q(event__organization=event.organization_id) if reads_all else Q()) | Q(event__in=booked),
        event__state__in=_TO_COME,
        event__starts_at__lt=last,
        event__ends_at__gt=first - _LONGER,
    ).exclude(event=event)
    found = list(rows.select_related("event__organization").order_by("event__starts_at", "event", "position"))
    own_events = {row.event_id for row in found if reads_all and row.event.organization_id == event.organization_id}
    return _planned([(item, item.event) for item in found], own_events)


def _planned(lines: list[tuple[AgendaItem, Event]], own: Collection[UUID]) -> list[_Planned]:
    """Each with its times; lines of one event stand together, in their order. `own` are the events of the host."""
    by_event: dict[UUID, list[tuple[AgendaItem, Event]]] = {}
    for item, event in lines:
        by_event.setdefault(event.pk, []).append((item, event))
    return [
        _Planned(item, event, at, at + timedelta(minutes=item.minutes), event.pk in own)
        for rows in by_event.values()
        for (item, event), at in zip(rows, beginnings(rows[0][1].starts_at, [item for item, _ in rows]), strict=True)
    ]


def _shared(one: _Planned, other: _Planned) -> Iterator[tuple[ClashKind, str]]:
    """What both need at their time."""
    same_pitch = one.item.pitch_id is not None and one.item.pitch_id == other.item.pitch_id
    if same_pitch and (other.is_own or other.item.is_confirmed):
        yield ClashKind.PITCH, one.item.title
    if not other.is_own:
        return
    theirs = speakers_in(other.item.speaker)
    for name, written in speakers_in(one.item.speaker).items():
        if name in theirs:
            yield ClashKind.SPEAKER, written
            break
    place = _place(one)
    if place is not None and place == _place(other):
        yield ClashKind.PLACE, one.item.room or one.event.venue


def speakers_in(words: str) -> dict[str, str]:
    """The people a line names, each as it is compared and as it is written; what stands in brackets is not the name."""
    written = (name.strip() for name in _BETWEEN_NAMES.split(_ASIDE.sub("", words)))
    return {_compared(name): name for name in written if _compared(name)}


def _place(one: _Planned) -> tuple[str, str] | None:
    """The room in its house; of an event without either there is nothing to meet in."""
    house = "" if one.event.is_online else _compared(one.event.venue)
    room = _compared(one.item.room)
    return (house, room) if house or room else None


def _compared(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())
