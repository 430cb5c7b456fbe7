"""What people with an account are told of their waiting lists, in the app; at the contact they are written to as well."""

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.accounts.models import User
from backend.core import clock
from backend.core.languages import text
from backend.notifications.kinds import Kind, Message, StillAllowed, register
from backend.roadshows.enums import LeftBecause, WaitState
from backend.roadshows.models import WaitlistEntry
from backend.roadshows.notices import named
from backend.roadshows.tickets import waiting_secret_of
from backend.roadshows.wording import begin_of, moment_of

WAITING_OFFERED = "roadshows.waiting_offered"
WAITING_EXPIRED = "roadshows.waiting_expired"
WAITING_REMOVED = "roadshows.waiting_removed"
WAITING_CALLED_OFF = "roadshows.waiting_called_off"


def _in(state: WaitState, because: str = "") -> StillAllowed:
    def still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, WaitlistEntry]:
        """The person's own entries, as long as they are in the state."""
        rows = WaitlistEntry.objects.filter(person=person, state=state, left_because=because)
        return rows.select_related("event").in_bulk(list(ids))

    return still_allowed


def _offered(person: User, ids: Collection[UUID]) -> Mapping[UUID, WaitlistEntry]:
    """As long as the place is kept for them."""
    rows = WaitlistEntry.objects.filter(person=person, state=WaitState.OFFERED, offer_expires_at__gt=clock.now())
    return rows.select_related("event").in_bulk(list(ids))


def _page(entry: WaitlistEntry) -> str:
    return f"/waiting/{waiting_secret_of(entry.pk)}"


def _tell_offered(entry: WaitlistEntry) -> Message:
    title = named(text("{event}有名额了，已为您保留", "A place at {event} is kept for you"), entry.event)
    said = str(
        text("请在 {until} 前确认，逾期将让给下一位。", "Accept it before {until}, or it goes to the next in line.")
    )
    until = moment_of(entry.offer_expires_at) if entry.offer_expires_at else ""
    return Message(title, said.format(until=until), _page(entry))


def _tell_expired(entry: WaitlistEntry) -> Message:
    title = named(text("为您保留的{event}名额已过期", "The place kept for you at {event} has gone"), entry.event)
    said = text("可以重新排到队尾，或退出候补。", "You can go back to the end of the line, or leave it.")
    return Message(title, str(said), _page(entry))


def _tell_removed(entry: WaitlistEntry) -> Message:
    title = named(text("您已被移出{event}的候补名单", "You were taken off the waiting list of {event}"), entry.event)
    said = str(text("原因：{reason}", "Reason: {reason}")).format(reason=entry.removal_reason)
    return Message(title, said, _page(entry))


def _tell_called_off(entry: WaitlistEntry) -> Message:
    title = named(text("您候补的{event}已取消", "{event}, for which you were waiting, was cancelled"), entry.event)
    said = str(text("时间：{when}\n原因：{reason}", "When: {when}\nReason: {reason}"))
    return Message(title, said.format(when=begin_of(entry.event), reason=entry.event.cancel_reason), _page(entry))


for _kind in (
    Kind(WAITING_OFFERED, "tickets", _offered, _tell_offered, is_urgent=True),
    Kind(WAITING_EXPIRED, "tickets", _in(WaitState.EXPIRED), _tell_expired),
    Kind(WAITING_REMOVED, "tickets", _in(WaitState.LEFT, LeftBecause.HOST), _tell_removed),
    Kind(WAITING_CALLED_OFF, "tickets", _in(WaitState.LEFT, LeftBecause.CALLED_OFF), _tell_called_off, is_urgent=True),
):
    register(_kind)
