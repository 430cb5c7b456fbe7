"""What a guest is told of another version of the agenda, in the words of their language."""

from collections.abc import Sequence

from django.utils import timezone, translation

from backend.core.languages import text
from backend.roadshows.agenda_changes import Change
from backend.roadshows.enums import AgendaChange
from backend.roadshows.models import AgendaRelease, Registration
from backend.roadshows.telling import Words, link_of, send
from backend.roadshows.wording import line_in_words

_AGENDA = Words(
    text("议程有更新：{title}", "The agenda has changed: {title}"),
    text(
        "您报名的“{title}”（{when}）更新了议程，第 {number} 版：\n\n{changes}\n{note}\n票券和最新议程：\n{link}",
        "“{title}” ({when}), for which you registered, has a new agenda, version {number}:\n\n{changes}\n{note}\n"
        "Your ticket, and the way to the agenda:\n{link}",
    ),
    text(
        "您报名的“{title}”议程有更新（{count} 项变动），详见票券页：{link}",
        "The agenda of “{title}” has changed ({count} changes). See it by your ticket: {link}",
    ),
)
_NOTE = text("主办方说明：{note}\n", "The host says: {note}\n")
_LINES = {
    AgendaChange.ADDED: text("新增：{line}，{at}", "New: {line}, {at}"),
    AgendaChange.REMOVED: text("取消：{line}", "Cancelled: {line}"),
    AgendaChange.MOVED: text("变动：{line}，{was} → {at}", "Moved: {line}, {was} → {at}"),
}
_AND_ROOM = text("，地点：{room}", ", in {room}")
# A mail is read on a phone; the page has all of them.
_MOST = 20


def send_agenda(registration: Registration, release: AgendaRelease, changes: Sequence[Change]) -> None:
    with translation.override(registration.language):
        values = {
            "number": str(release.number),
            "count": str(len(changes)),
            "changes": in_words(changes),
            "note": str(_NOTE).format(note=release.note) if release.note else "",
            "link": link_of(registration),
        }
    send(_AGENDA, registration.event, registration.contact, registration.language, **values)


def in_words(changes: Sequence[Change]) -> str:
    """One line for each, in the active language; of many the first, and that there are more."""
    lines = [_change_in_words(one) for one in changes[:_MOST]]
    return "\n".join([*lines, *(["…"] if len(changes) > _MOST else [])])


def _change_in_words(change: Change) -> str:
    times = {"at": change.starts_at, "was": change.was_at}
    known = {name: timezone.localtime(at).strftime("%H:%M") if at else "" for name, at in times.items()}
    said = str(_LINES[change.kind]).format(line=line_in_words(change.line), **known)
    return said + (str(_AND_ROOM).format(room=change.line.room) if "room" in change.fields and change.line.room else "")
