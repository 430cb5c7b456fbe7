"""Refusals of payments, and what a gateway may answer."""

from backend.core.errors import Conflict, DomainError, Invalid, Unavailable
from backend.core.languages import text


class OrderClosed(Conflict):
    code = "payments.order_closed"
    message = text("这笔订单已支付或已关闭。", "This order is paid or closed already.")


class GatewayUnavailable(Unavailable):
    """Nothing was lost: the next try goes on with the same session."""

    code = "payments.gateway_unavailable"
    message = text(
        "支付通道暂时不可用，名额为您保留，请稍后再试。",
        "Payment is unavailable right now. Your place is kept; please try again shortly.",
    )


class PaymentNotPossible(DomainError):
    code = "payments.not_possible"
    status = 409
    message = text(
        "支付通道没有接受这笔订单，请联系主办方。", "The payment service did not take this order. Please ask the host."
    )


class NotConfigured(DomainError):
    code = "payments.not_configured"
    status = 409
    message = text("平台尚未开通在线支付。", "Online payment is not set up here.")


class NothingToRefund(Conflict):
    code = "payments.nothing_to_refund"
    message = text("没有这么多款项可以退。", "There is not that much left to give back.")


class RefundNotFailed(Conflict):
    code = "payments.refund_not_failed"
    message = text("这笔退款没有失败，无需处理。", "This refund has not failed; there is nothing to mend.")


class WrongCurrency(Invalid):
    code = "payments.wrong_currency"
    message = text("退款币种须与订单一致。", "A refund is in the currency of its order.")


class KeyNeeded(Invalid):
    code = "payments.key_needed"
    message = text("请求缺少幂等键。", "The request lacks its idempotency key.")


class KeyReused(DomainError):
    code = "payments.key_reused"
    status = 422
    message = text("同一个幂等键已用于另一笔退款。", "This idempotency key was used for another refund.")


class BadWebhook(DomainError):
    code = "payments.bad_webhook"
    message = text("无法验证这条通知。", "This notice cannot be verified.")


class StaleWebhook(BadWebhook):
    """Signed as it should be, `ahead_seconds` ahead of our clock (behind: negative), which is more than may be."""

    def __init__(self, ahead_seconds: int) -> None:
        super().__init__()
        self.ahead_seconds = ahead_seconds


class GatewayError(Exception):
    """Base of what a gateway raises; never shown to people as it is."""


class GatewayAway(GatewayError):
    """No answer, or one that says to try again: what was asked may have been done."""


class GatewayRefused(GatewayError):
    """It will never do this. `code` is the gateway's own word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
