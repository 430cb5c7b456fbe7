"""Who speaks for which lines of an event's run of show, and what they prepared."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.permissions import is_person
from backend.backstage.errors import LineNotYours, SpeakerLinkRefused
from backend.backstage.models import SpeakerLink, SpeakerNotes
from backend.core.actors import Speaker, Viewer
from backend.core.digests import digest_of
from backend.organizations.permissions import is_member
from backend.roadshows.models import Event, ReleasedItem
from backend.roadshows.permissions import STEP_ROLES
from backend.roadshows.selectors.events import visible_events, was_published
from backend.roadshows.selectors.stage import public_items


def link_by_secret(secret: str) -> SpeakerLink:
    """The link is the right, from the publication of the event on. Raises SpeakerLinkRefused."""
    link = _in_force().filter(link_digest=digest_of(secret)).first()
    if link is None:
        raise SpeakerLinkRefused
    return link


def link_behind(viewer: Viewer, event_id: UUID) -> SpeakerLink | None:
    """The speaker's link somebody shows, while it is good; None for anybody else, and at any other event."""
    if not isinstance(viewer, Speaker):
        return None
    return _in_force().filter(pk=viewer.link_id, link_edition=viewer.link_edition, event=event_id).first()


def event_of(viewer: Viewer, event_id: UUID) -> Event | None:
    """The published event the viewer may see, or whose link they show."""
    if (link := link_behind(viewer, event_id)) is not None:
        return link.event
    return visible_events(viewer).filter(was_published(), pk=event_id).first()


def lines_for(viewer: Viewer, event: Event) -> list[ReleasedItem]:
    """Lines the viewer speaks for: that of their link; those of their companies; as the host, those of no company."""
    items = list(public_items(event))
    if (link := link_behind(viewer, event.pk)) is not None:
        return [one for one in items if (one.line, one.pitch_id) == (link.line_id, link.pitch_id)]
    if not is_person(viewer):
        return []
    is_host = STEP_ROLES["run_stage"](viewer, event)
    return [one for one in items if (is_member(viewer, one.pitch) if one.pitch_id else is_host)]


def line_of(viewer: Viewer, event_id: UUID, line: UUID) -> tuple[Event, ReleasedItem]:
    """Raises LineNotYours for a line the viewer does not speak for, and for an event or a line that is not there."""
    event = event_of(viewer, event_id)
    found = next((one for one in lines_for(viewer, event) if one.line == line), None) if event else None
    if event is None or found is None:
        raise LineNotYours
    return event, found


def speaks_at(viewer: Viewer, event_id: UUID) -> bool:
    event = event_of(viewer, event_id)
    return event is not None and bool(lines_for(viewer, event))


def notes_of(event: Event, items: Collection[ReleasedItem]) -> Mapping[UUID, dict[int, str]]:
    """By line and page, of the pitches that stand there now."""
    pitches = {one.line: one.pitch_id for one in items}
    found: dict[UUID, dict[int, str]] = {line: {} for line in pitches}
    for row in SpeakerNotes.objects.filter(event=event, line_id__in=pitches).order_by("page"):
        if row.pitch_id == pitches[row.line_id]:
            found[row.line_id][row.page] = row.text
    return found


def links_of(event: Event, items: Collection[ReleasedItem]) -> Mapping[UUID, SpeakerLink]:
    """Those that are good, by line, of the pitches that stand there now."""
    pitches = {one.line: one.pitch_id for one in items}
    rows = SpeakerLink.objects.filter(event=event, line_id__in=pitches, revoked_at=None)
    return {one.line_id: one for one in rows if one.pitch_id == pitches[one.line_id]}


def _in_force() -> QuerySet[SpeakerLink]:
    shown = Event.objects.filter(was_published()).values("pk")
    return SpeakerLink.objects.select_related("event__organization").filter(revoked_at=None, event__in=shown)
