"""Refusals with a stable code, a status and a sentence for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.core.languages import text


class DomainError(Exception):
    """An expected refusal. Subclasses set `code`, `status` and `message`; never logged as a crash."""

    code = "core.refused"
    status = 400
    message: Any = text("操作未能完成。", "This could not be done.")

    def __init__(self, message: Any = None, *, fields: Mapping[str, Sequence[Any]] | None = None, **data: Any) -> None:
        super().__init__(self.code)
        self.detail = self.message if message is None else message
        self.fields = dict(fields or {})
        self.data = data


class Invalid(DomainError):
    code = "core.invalid"
    message = text("提交的内容有误，请检查后重试。", "Some of what you sent is not valid.")


class UnknownSort(Invalid):
    """A list was asked for an order it does not offer."""

    code = "core.unknown_sort"
    message = text("不支持这种排序方式。", "This list cannot be sorted that way.")


class UnknownParameter(Invalid):
    """An address asks with a word nobody reads: a filter mistyped must not look like a list without one."""

    code = "core.unknown_parameter"
    message = text("不支持这个查询参数。", "This list has no such parameter.")


class BadCursor(Invalid):
    """A page of a list was asked for by a place that is not in it."""

    code = "core.bad_cursor"
    message = text("列表已变化，请从头查看。", "This place in the list is not known. Begin at its start.")


class UnreadableBody(Invalid):
    """Not JSON as our forms send it: broken, too deep, doubled keys, numbers or characters nothing can store."""

    code = "core.unreadable_body"
    message = text("提交的内容无法读取。", "What was sent cannot be read.")


class UnsupportedBody(DomainError):
    code = "core.unsupported_media_type"
    status = 415
    message = text("不支持这种内容格式。", "This kind of content is not accepted here.")


class NotFound(DomainError):
    code = "core.not_found"
    status = 404
    message = text("没有找到。", "Not found.")


class NotPermitted(DomainError):
    code = "core.not_permitted"
    status = 403
    message = text("您没有权限执行此操作。", "You are not allowed to do this.")


class Conflict(DomainError):
    code = "core.conflict"
    status = 409
    message = text("内容已被他人修改，请刷新后重试。", "Someone else changed this. Reload and try again.")


class TooManyRequests(DomainError):
    code = "core.too_many_requests"
    status = 429
    message = text("操作过于频繁，请稍后再试。", "Too many requests. Please wait a moment.")


class Unavailable(DomainError):
    code = "core.unavailable"
    status = 503
    message = text("服务暂时不可用，请稍后再试。", "This is unavailable right now. Please try again shortly.")


class Crashed(DomainError):
    """What nobody expected; it is in the log."""

    code = "core.crashed"
    status = 500
    message = text("服务器出错了，我们已记录。", "Something went wrong on our side. It has been recorded.")
