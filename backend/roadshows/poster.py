"""The poster of an event: what everybody may know of it on one upright A3, and where to find the rest. Set in `prints/`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from backend.core.languages import text
from backend.core.pdfs import made_pdf, made_png, qr_svg
from backend.roadshows.agenda_changes import beginnings
from backend.roadshows.enums import AgendaKind, EventPreset, EventState
from backend.roadshows.models import AgendaItem, Event, ReleasedItem
from backend.roadshows.selectors.events import visible_agenda
from backend.roadshows.wording import line_title, place_of, span_of, title_of
from backend.taxonomy import selectors as taxonomy

_TEMPLATE = Path(__file__).parent / "prints" / "poster.typ"
# Of a picture 297 mm wide: 1286 dots, which a phone shows sharp and sends quickly.
_DOTS_PER_INCH = 110
_PRESETS: dict[str, Any] = {
    EventPreset.ROADSHOW: text("路演", "Roadshow"),
    EventPreset.SALON: text("沙龙", "Salon"),
    EventPreset.SEMINAR: text("研讨会", "Seminar"),
    EventPreset.ROUNDTABLE: text("座谈会", "Roundtable"),
    EventPreset.RECRUITMENT: text("招商会", "Recruitment fair"),
}
_MARKS: dict[str, Any] = {
    EventState.DRAFT: text("草稿，尚未发布", "Draft, not published"),
    EventState.UNDER_REVIEW: text("草稿，尚未发布", "Draft, not published"),
    EventState.CANCELLED: text("活动已取消", "Cancelled"),
}
_STREET = text("香蜜湖创投街区", "Xiangmihu Venture Street")
_AGENDA = text("议程", "Agenda")
_SCAN = text("扫码查看详情与报名", "Scan to see more and to register")
_QR = text("活动页面的二维码", "QR code of the event's page")
# What people come for; breaks and questions go without saying.
_HIGHLIGHTS = (AgendaKind.PITCH, AgendaKind.TALK, AgendaKind.PANEL)


def poster_pdf(event: Event, *, now: datetime) -> bytes:
    """In the language of the page. Whoever asks may see the event; the agenda on it is what a visitor sees of it."""
    return made_pdf(_TEMPLATE, _said(event), now=now)


def poster_png(event: Event) -> bytes:
    return made_png(_TEMPLATE, _said(event), ppi=_DOTS_PER_INCH)


def _said(event: Event) -> dict[str, Any]:
    address = f"{settings.PUBLIC_URL}/events/{event.pk}"
    title = title_of(event)
    return {
        "street": str(_STREET),
        "kind": str(_PRESETS[EventPreset(event.preset)]),
        "mark": str(_MARKS.get(event.state, "")),
        "title": title,
        "other_title": event.title if title != event.title else event.title_en,
        "summary": event.summary,
        "facts": [fact for fact in _facts(event) if fact["value"]],
        "agenda": {"title": str(_AGENDA), "lines": _highlights(event)},
        "scan": str(_SCAN),
        "address": address.partition("://")[2],
        "qr": {"drawing": qr_svg(address), "words": str(_QR)},
    }


def _facts(event: Event) -> list[dict[str, str]]:
    weekday = WEEKDAYS[timezone.localtime(event.starts_at).weekday()]
    return [
        {"name": str(text("时间", "When")), "value": f"{span_of(event)}  {weekday}"},
        {"name": str(text("地点", "Where")), "value": place_of(event)},
        {"name": str(text("主办", "Host")), "value": event.organization.display_name},
        {"name": str(text("行业", "Sectors")), "value": " · ".join(_sectors(event))},
    ]


def _sectors(event: Event) -> list[str]:
    known = taxonomy.current_tree().by_code
    return [str(text(known[code].name_zh, known[code].name_en)) for code in event.sectors if code in known]


def _highlights(event: Event) -> list[dict[str, str]]:
    """As many as there are; the template sets those that have room."""
    items: list[AgendaItem | ReleasedItem] = list(visible_agenda(AnonymousUser(), event))
    times = beginnings(timezone.localtime(event.starts_at), items)
    return [
        {"at": f"{at:%H:%M}", "title": line_title(item), "speaker": item.speaker}
        for item, at in zip(items, times, strict=True)
        if item.kind in _HIGHLIGHTS
    ]
