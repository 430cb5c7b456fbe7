"""Operators are told at once when a clock is apart from the database's."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.timezone import localtime

from backend.accounts.models import User
from backend.accounts.permissions import is_operator
from backend.console.enums import ClockKind
from backend.console.models import ClockAlarm
from backend.core.languages import text
from backend.matching.index_notices import RUNNING
from backend.notifications.kinds import Kind, Message, register

APART = "console.clocks_apart"
_TITLES = {
    ClockKind.MACHINE: text(
        "服务器时钟与数据库相差 {seconds} 秒", "A server's clock and the database's are {seconds} s apart"
    ),
    ClockKind.GATEWAY: text(
        "支付通知的时间与服务器相差 {seconds} 秒", "Payment notices and the server's clock are {seconds} s apart"
    ),
}
_TODO = {
    ClockKind.MACHINE: text(
        "名额与订单以数据库时间为准，不受影响；请检查服务器的时间同步。",
        "Places and orders go by the database's time and are not affected. Check the server's time synchronisation.",
    ),
    ClockKind.GATEWAY: text(
        "这些通知被拒绝，付款改由定时核对入账；请检查服务器的时间同步。",
        "These notices are refused; payments are taken up by polling instead. Check the server's time synchronisation.",
    ),
}
_OVER = text("自 {since} 起的时钟偏差已于 {ended} 恢复。", "It lasted from {since} to {ended}.")


def _alarms(person: User, ids: Collection[UUID]) -> Mapping[UUID, ClockAlarm]:
    return ClockAlarm.objects.in_bulk(list(ids)) if is_operator(person) else {}


def _tell(alarm: ClockAlarm) -> Message:
    kind = ClockKind(alarm.clock)
    title = str(_TITLES[kind]).format(seconds=abs(alarm.apart_seconds))
    if alarm.ended_at is None:
        return Message(title, str(_TODO[kind]), "/operator")
    since, ended = (f"{localtime(moment):%Y-%m-%d %H:%M}" for moment in (alarm.raised_at, alarm.ended_at))
    return Message(title, str(_OVER).format(since=since, ended=ended), "/operator")


register(Kind(APART, RUNNING, _alarms, _tell, is_urgent=True))
