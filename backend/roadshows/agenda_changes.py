"""What is different between two runs of show. Plain reckoning: it reads nothing and decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.roadshows.enums import AgendaChange
from backend.roadshows.models import AgendaItem, ReleasedItem

# Of a line, beside when it begins.
SAID = ("kind", "title", "title_en", "speaker", "room", "minutes", "pitch_id")
STARTS = "starts_at"
# A line that begins a little later is where a guest looks for it.
_LITTLE = timedelta(minutes=5)

Line = AgendaItem | ReleasedItem


@dataclass(frozen=True, slots=True)
class Change:
    """Of one line. `fields` are what it says otherwise, `starts_at` among them; blank of one that is new or gone.

    A line that is gone is shown as it was.
    """

    kind: AgendaChange
    line: Line
    starts_at: datetime | None = None
    was_at: datetime | None = None
    fields: tuple[str, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether somebody who comes should know: another thing, another time, another room."""
        if self.kind is AgendaChange.MOVED and self.starts_at and self.was_at:
            return "room" in self.fields or abs(self.starts_at - self.was_at) >= _LITTLE
        return self.kind in (AgendaChange.ADDED, AgendaChange.REMOVED)


def beginnings(starts_at: datetime, lines: Iterable[Line]) -> list[datetime]:
    """When each line begins: by its own minutes after the event's beginning, or when the line before it ends."""
    found, at = [], starts_at
    for line in lines:
        if line.begins_after is not None:
            at = starts_at + timedelta(minutes=line.begins_after)
        found.append(at)
        at += timedelta(minutes=line.minutes)
    return found


def compare(before: Sequence[Line], after: Sequence[Line], *, starts_at: datetime) -> list[Change]:
    """The lines of `after` that are new or otherwise, in their order, then those that are gone, in theirs.

    A line that begins at another time or is in another room is moved, whatever else it says otherwise.
    """
    were = {line.line: (line, at) for line, at in zip(before, beginnings(starts_at, before), strict=True)}
    found = []
    for line, at in zip(after, beginnings(starts_at, after), strict=True):
        was = were.pop(line.line, None)
        if was is None:
            found.append(Change(AgendaChange.ADDED, line, starts_at=at))
        elif fields := _otherwise(was, (line, at)):
            moved = STARTS in fields or "room" in fields
            kind = AgendaChange.MOVED if moved else AgendaChange.CHANGED
            found.append(Change(kind, line, starts_at=at, was_at=was[1], fields=fields))
    return found + [Change(AgendaChange.REMOVED, line, was_at=at) for line, at in were.values()]


def _otherwise(was: tuple[Line, datetime], now: tuple[Line, datetime]) -> tuple[str, ...]:
    said = [name for name in SAID if getattr(was[0], name) != getattr(now[0], name)]
    return tuple(said + ([STARTS] if was[1] != now[1] else []))
