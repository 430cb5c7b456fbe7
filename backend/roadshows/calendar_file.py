"""An event as a calendar file (RFC 5545)."""

from datetime import UTC, datetime

from django.conf import settings

from backend.roadshows.models import Event

_BYTES_OF_A_LINE = 75


def calendar_of(event: Event, *, now: datetime) -> str:
    """One VEVENT. Its UID stays and its sequence rises, so that a newer file replaces an older one."""
    is_off = event.cancelled_at is not None
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Xiangmihu//Events//ZH",
        f"METHOD:{'CANCEL' if is_off else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{event.pk}@events.xiangmihu",
        f"SEQUENCE:{event.edition}",
        f"DTSTAMP:{_time(now)}",
        f"DTSTART:{_time(event.starts_at)}",
        f"DTEND:{_time(event.ends_at)}",
        f"STATUS:{'CANCELLED' if is_off else 'CONFIRMED'}",
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(event.summary)}",
        f"LOCATION:{_text(' '.join(filter(None, (event.venue, event.address))))}",
        f"URL:{settings.PUBLIC_URL}/events/{event.pk}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 bytes in a row, never cut inside a character."""
    rows, row = [], ""
    for letter in line:
        if len((row + letter).encode()) > _BYTES_OF_A_LINE:
            rows.append(row)
            row = " "
        row += letter
    return "\r\n".join([*rows, row])
