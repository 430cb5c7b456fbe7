"""Refusals of the waiting list."""

from backend.core.errors import Conflict, NotFound
from backend.core.languages import text


class NoWaitingList(Conflict):
    code = "roadshows.no_waiting_list"
    message = text("本活动没有候补名单。", "This event has no waiting list.")


class PlacesLeft(Conflict):
    code = "roadshows.places_left"
    message = text("还有名额，请直接报名。", "There are places left. Please register.")


class AlreadyWaiting(Conflict):
    code = "roadshows.already_waiting"
    message = text(
        "该联系方式已在候补名单中，我们已再次发送链接。",
        "This contact is on the waiting list already. We have sent the link again.",
    )


class WaitingGone(NotFound):
    code = "roadshows.waiting_gone"
    message = text("没有找到这条候补。", "This entry of the waiting list was not found.")


class NoOffer(Conflict):
    code = "roadshows.no_offer"
    message = text("没有为您保留的名额，或保留时间已过。", "No place is kept for you, or its time is over.")


class NotInLine(Conflict):
    code = "roadshows.not_in_line"
    message = text("这条候补已结束。", "This entry of the waiting list has ended.")


class WaitingComesFirst(Conflict):
    code = "roadshows.waiting_comes_first"
    message = text(
        "有人在候补剩余名额，请先处理候补名单或增加名额。",
        "People wait for the places that are left. See to the waiting list first, or add places.",
    )
