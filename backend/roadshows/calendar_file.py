"""Events as calendar files (RFC 5545): one to keep, or all of them to subscribe to."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings

from backend.roadshows.models import Event

_BYTES_OF_A_LINE = 75
# Everybody's in both languages: one answer is kept for all, whatever language the first asked in.
_NAME, _OF_A_DEMO = "香蜜湖创投街区活动 Xiangmihu street events", "（演示 demo）"
# How often a subscribed calendar should ask again; the older programs read the second line.
_AGAIN = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")


def calendar_of(event: Event, *, now: datetime) -> str:
    """One VEVENT. Its UID stays and its sequence rises, so that a newer file replaces an older one."""
    method = "CANCEL" if event.cancelled_at else "PUBLISH"
    return _file([*_opening(method), *_entry(event, at=now), "END:VCALENDAR"])


def calendar_of_all(events: Iterable[Event]) -> str:
    """A VEVENT for each, by the UID its own file has. It says the same until one of them changes."""
    name = _text(_NAME + (_OF_A_DEMO if settings.DEMO else ""))
    about = [f"NAME:{name}", f"X-WR-CALNAME:{name}", *_AGAIN]
    entries = [line for event in events for line in _entry(event, at=event.updated_at)]
    return _file([*_opening("PUBLISH"), *about, *entries, "END:VCALENDAR"])


def _opening(method: str) -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Xiangmihu//Events//ZH", f"METHOD:{method}"]


def _entry(event: Event, *, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.pk}@events.xiangmihu",
        f"SEQUENCE:{event.edition}",
        f"DTSTAMP:{_time(at)}",
        f"DTSTART:{_time(event.starts_at)}",
        f"DTEND:{_time(event.ends_at)}",
        f"STATUS:{'CANCELLED' if event.cancelled_at else 'CONFIRMED'}",
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(event.summary)}",
        f"LOCATION:{_text(' '.join(filter(None, (event.venue, event.address))))}",
        f"URL:{settings.PUBLIC_URL}/events/{event.pk}",
        "END:VEVENT",
    ]


def _file(lines: list[str]) -> str:
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Escaped, all kinds of line breaks alike, without the controls that make some programs refuse the whole calendar."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(escaped.splitlines())
    return "".join(letter for letter in lines if unicodedata.category(letter) != "Cc")


def _folded(line: str) -> str:
    """At most 75 bytes in a row, never cut inside a character."""
    rows, row, length = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > _BYTES_OF_A_LINE:
            rows.append(row)
            row, length = " ", 1
        row, length = row + letter, length + size
    return "\r\n".join([*rows, row])
