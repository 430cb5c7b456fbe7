"""Refusals of the live socket."""

from backend.core.errors import DomainError
from backend.core.languages import text


class BadTicket(DomainError):
    code = "live.bad_ticket"
    status = 403
    message = text("连接凭证无效或已过期。", "This connection ticket is not valid any more.")


class UnknownCommand(DomainError):
    code = "live.unknown_command"
    message = text("不支持的操作。", "There is no such command.")


class BadPayload(DomainError):
    code = "live.bad_payload"
    message = text("操作内容有误。", "Some of what you sent is not valid.")


class BadMessage(DomainError):
    code = "live.bad_message"
    message = text("无法读取这条消息。", "This message could not be read.")
