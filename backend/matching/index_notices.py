"""Operators are told at once when changes do not reach the index; the words say how it stands when they are read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.timezone import localtime

from backend.accounts.models import User
from backend.accounts.permissions import is_operator
from backend.core.languages import text
from backend.matching.models import IndexAlarm
from backend.notifications.kinds import Group, Kind, Message, register, register_group

STANDS_STILL = "matching.index_stands_still"
# Of whoever runs the site: other apps put their alarms here too.
RUNNING = "running"
_STILL = text("搜索索引停止更新", "The search index stands still")
_MOVES = text("搜索索引已恢复更新", "The search index moves again")
_SINCE = text("自 {since} 起的改动尚未进入索引。", "Changes since {since} have not reached it.")
_ENDED = text(
    "自 {since} 起的改动在 {ended} 前已全部进入索引。", "All that changed since {since} had reached it by {ended}."
)


def _alarms(person: User, ids: Collection[UUID]) -> Mapping[UUID, IndexAlarm]:
    return IndexAlarm.objects.in_bulk(list(ids)) if is_operator(person) else {}


def _tell(alarm: IndexAlarm) -> Message:
    since = f"{localtime(alarm.since):%Y-%m-%d %H:%M}"
    if alarm.ended_at is None:
        return Message(str(_STILL), str(_SINCE).format(since=since), "/operator")
    ended = f"{localtime(alarm.ended_at):%Y-%m-%d %H:%M}"
    return Message(str(_MOVES), str(_ENDED).format(since=since, ended=ended), "/operator")


register_group(Group(RUNNING, text("平台运行", "Running the site"), is_for=is_operator))
register(Kind(STANDS_STILL, RUNNING, _alarms, _tell, is_urgent=True))
