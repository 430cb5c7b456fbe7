"""Letting the draft of a run of show out as its next version, for everybody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from backend.core import outbox
from backend.core.actors import Actor
from backend.roadshows.agenda_changes import SAID
from backend.roadshows.errors import NothingToRelease
from backend.roadshows.events import AgendaReleased
from backend.roadshows.models import AgendaItem, AgendaRelease, Event, ReleasedItem
from backend.roadshows.selectors.agenda import draft_changes
from backend.roadshows.services.events import locked_event, person_id_of, require_step, save_changed, tell
from backend.roadshows.services.room import agenda_changed, say, seen_since

_COPIED = ("position", *SAID, "begins_after", "is_confirmed", "shows_deck")


@transaction.atomic
def release_agenda(*, actor: Actor, event: Event, edition: int, note: str, now: datetime) -> AgendaRelease:
    """Make the draft that was looked at what everybody sees; whoever registered is told what is new to them.

    Raises StaleEvent when the draft was written since, NothingToRelease, NotPermitted, WrongState unless published.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "release_agenda", locked)
    if not draft_changes(locked):
        raise NothingToRelease
    before = agenda_changed(locked)
    release = put_out(locked, by=person_id_of(actor), note=note.strip(), now=now)
    save_changed(locked)
    tell(actor, "event.agenda_released", locked, number=release.number)
    outbox.publish(AgendaReleased(event_id=locked.pk, number=release.number))
    say(locked, *seen_since(before, locked), now=now)
    return release


def put_out(event: Event, *, by: UUID | None, note: str, now: datetime) -> AgendaRelease:
    """Copy the draft of a locked event as its next version. Tells nobody."""
    last = AgendaRelease.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0
    release = AgendaRelease.objects.create(event=event, number=last + 1, released_at=now, released_by_id=by, note=note)
    ReleasedItem.objects.bulk_create(released_of(item, release) for item in event.agenda.order_by("position"))
    return release


def released_of(item: AgendaItem, release: AgendaRelease) -> ReleasedItem:
    """A line of the draft as it goes out; not saved."""
    return ReleasedItem(release=release, line=item.pk, **{name: getattr(item, name) for name in _COPIED})
