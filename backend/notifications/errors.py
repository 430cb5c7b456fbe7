"""Refusals of the notifications app."""

from backend.core.errors import Invalid, NotFound
from backend.core.languages import text


class NotificationNotFound(NotFound):
    """Not there, not one's own, or not to be told any more: one answer for all."""

    code = "notifications.not_found"
    message = text("没有找到这条消息。", "There is no such notification.")


class UnknownGroup(Invalid):
    code = "notifications.unknown_group"
    message = text("没有这一类消息。", "There is no such kind of notification.")


class HalfQuietHours(Invalid):
    code = "notifications.half_quiet_hours"
    message = text("免打扰时段须有不同的开始和结束时间。", "Quiet hours need a beginning and an end that differ.")


class BadUnsubscribeLink(NotFound):
    code = "notifications.bad_unsubscribe_link"
    message = text("退订链接无效。", "This unsubscribe link is not valid.")
