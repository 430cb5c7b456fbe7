"""Versions of a run of show, and what is new in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.roadshows.agenda_changes import Change, compare
from backend.roadshows.models import AgendaRelease, Event, ReleasedItem
from backend.roadshows.selectors.events import draft_agenda, released_items

# What the page tells of; the first version is told of as long as there are no more.
MOST_VERSIONS = 20


def draft_changes(event: Event) -> list[Change]:
    """What would be new for everybody, the lines nobody confirmed among it; for the host's people alone.

    Of an event nobody published yet all of it is.
    """
    return compare(list(released_items(event)), list(draft_agenda(event)), starts_at=event.starts_at)


def unconfirmed_lines(event: Event) -> int:
    """Lines of the draft whose company has not said yes, or said no: nobody would see them."""
    return draft_agenda(event).filter(pitch__isnull=False, is_confirmed=False).count()


def newest_release(event: Event) -> AgendaRelease | None:
    return AgendaRelease.objects.filter(event=event).order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Version:
    """One that went out, and what was new in it; nothing in the first."""

    number: int
    released_at: datetime
    note: str
    changes: list[Change]


def versions_of(event: Event) -> list[Version]:
    """The newest first, as everybody may know them: a company that has not said yes, or says no today, is in none."""
    releases = list(AgendaRelease.objects.filter(event=event).order_by("-number")[: MOST_VERSIONS + 1])
    lines: dict[UUID, list[ReleasedItem]] = {one.pk: [] for one in releases}
    for item in ReleasedItem.objects.filter(release__in=releases).order_by("position"):
        lines[item.release_id].append(item)
    before = [*releases[1:], None]
    found = [
        Version(
            number=one.number,
            released_at=one.released_at,
            note=one.note,
            changes=_seen_changes(lines[was.pk], lines[one.pk], event.starts_at) if was else [],
        )
        for one, was in zip(releases, before, strict=False)
    ]
    return found[:MOST_VERSIONS]


def known_at(event: Event, moment: datetime) -> int:
    """The version that was out then; the first where none was."""
    rows = AgendaRelease.objects.filter(event=event, released_at__lte=moment).order_by("-number")
    return rows.values_list("number", flat=True).first() or 1


def news_since(event: Event, number: int) -> list[Change]:
    """What a guest who knows version `number` should know of the one that is out."""
    was = ReleasedItem.objects.filter(release__event=event, release__number=number).order_by("position")
    changes = _seen_changes(list(was), list(released_items(event)), event.starts_at)
    return [one for one in changes if one.matters]


def _seen_changes(before: list[ReleasedItem], after: list[ReleasedItem], starts_at: datetime) -> list[Change]:
    """As everybody sees them. A line that waits for its company's word is not gone."""
    waiting = {item.line for item in after if not _is_seen(item)}
    changes = compare([*filter(_is_seen, before)], [*filter(_is_seen, after)], starts_at=starts_at)
    return [one for one in changes if one.line.line not in waiting]


def _is_seen(item: ReleasedItem) -> bool:
    """`said_yes`, of a row that is read already."""
    return item.pitch_id is None or item.is_confirmed
