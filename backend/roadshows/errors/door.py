"""Refusals at the door: devices, lists, badges, walk-ins."""

from backend.core.errors import Conflict, DomainError, Invalid
from backend.core.languages import text


class DeviceRefused(DomainError):
    code = "roadshows.device_refused"
    status = 401
    message = text(
        "此签到链接无效、已撤销或已过期，请联系主办方。",
        "This check-in link is not valid, was revoked, or has expired. Please ask the host.",
    )


class CheckInListUnknown(Invalid):
    code = "roadshows.check_in_list_unknown"
    message = text("没有找到该签到名单。", "This check-in list was not found.")


class CheckInListInUse(Conflict):
    code = "roadshows.check_in_list_in_use"
    message = text(
        "已有签到记录或签到设备的名单不能删除。",
        "A check-in list that was used, or that a device holds, cannot be removed.",
    )


class ListOpensNothing(Invalid):
    code = "roadshows.list_opens_nothing"
    message = text("请至少选择入场或离场之一。", "A list takes entries, exits, or both.")


class TooManyDevices(Conflict):
    code = "roadshows.too_many_devices"
    message = text(
        "签到设备已达上限，请先撤销不用的设备。",
        "This event has as many check-in devices as it may have. Revoke one that is not used.",
    )


class NotCheckedIn(Conflict):
    code = "roadshows.not_checked_in"
    message = text("这次签到已撤销，或未曾生效。", "This check-in was undone already, or never counted.")


class MeansNeeded(Invalid):
    code = "roadshows.means_needed"
    message = text("请说明收款方式。", "Say how it was paid.")


class WalkInKnown(Conflict):
    code = "roadshows.walk_in_known"
    message = text(
        "该联系方式已有票券，请按姓名查找后签到。", "This contact has a ticket. Find it by name and check it in."
    )


class TooManyBadges(Invalid):
    code = "roadshows.too_many_badges"
    message = text(
        "一次最多打印 {most} 张胸牌，请缩小筛选范围。", "At most {most} badges are printed at once. Narrow the filters."
    )


class NobodyToBadge(Invalid):
    code = "roadshows.nobody_to_badge"
    message = text("没有符合条件且已获得名额的来宾。", "No guest with a place fits these filters.")
