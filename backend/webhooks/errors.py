"""Refusals of webhooks. Each code is stable; the sentence is for people."""

from backend.core.errors import Conflict, Invalid
from backend.core.languages import text


class BadAddress(Invalid):
    code = "webhooks.bad_address"
    message = text(
        "请填写以 https:// 开头、使用域名的公网地址。",
        "Use a public address that begins with https:// and names a domain.",
    )


class UnknownKind(Invalid):
    code = "webhooks.unknown_kind"
    message = text("没有这种事件。", "There is no such kind of event.")


class TooManyEndpoints(Conflict):
    code = "webhooks.too_many_endpoints"
    message = text("接收地址已达上限。", "You have as many endpoints as you may have.")


class EndpointNotActive(Conflict):
    code = "webhooks.not_active"
    message = text("该接收地址未启用。", "This endpoint is not active.")
