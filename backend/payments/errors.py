"""Refusals of payments, and what a gateway may answer."""

from backend.core.errors import Conflict, DomainError, Invalid, NotFound, Unavailable
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


class NoAccount(Conflict):
    code = "payments.no_account"
    message = text(
        "收款方还没有填写对公账户，请先填写。",
        "The payee has named no bank account yet. Write it down first.",
    )


class HalfAnAccount(Invalid):
    code = "payments.half_an_account"
    message = text(
        "户名、开户行和账号须同时填写，或同时留空。",
        "Give the name of the account, its bank and its number, or none of them.",
    )


class TransferOver(Conflict):
    code = "payments.transfer_over"
    message = text(
        "上传凭证的时限已过，或这笔订单不是转账支付。",
        "The time to send a proof is over, or this order is not paid by transfer.",
    )


class TooManyProofs(Conflict):
    code = "payments.too_many_proofs"
    message = text("凭证数量已达上限，请联系主办方。", "As many proofs were sent as may be. Please ask the host.")


class TransferDecided(Conflict):
    code = "payments.transfer_decided"
    message = text("这笔转账已处理，请刷新页面。", "This transfer was decided already. Reload the page.")


class NothingToAskFor(Conflict):
    code = "payments.nothing_to_ask_for"
    message = text("这笔订单没有可退的款项。", "There is nothing of this order that could be given back.")


class AlreadyAsked(Conflict):
    code = "payments.already_asked"
    message = text("已有一份退款申请在等待答复。", "A request for this order waits for an answer already.")


class AskedTooOften(Conflict):
    code = "payments.asked_too_often"
    message = text("退款申请次数已达上限，请联系主办方。", "This was asked as often as it may be. Please ask the host.")


class RequestAnswered(Conflict):
    code = "payments.request_answered"
    message = text("这份退款申请已答复，请刷新页面。", "This request was answered already. Reload the page.")


class BadTaxNumber(Invalid):
    code = "payments.bad_tax_number"
    message = text(
        "企业发票须填写正确的统一社会信用代码（18 位）；个人发票不填税号。",
        "A company's fapiao needs its unified social credit code of 18 characters; a person's has none.",
    )


class NoFapiao(Conflict):
    code = "payments.no_fapiao"
    message = text(
        "这笔订单没有可开票的金额，或已开过发票。",
        "There is no amount of this order left for a fapiao, or it has one already.",
    )


class FapiaoNotToIssue(Conflict):
    code = "payments.fapiao_not_to_issue"
    message = text("这份申请已处理或已失效，请刷新页面。", "This request was done or is void. Reload the page.")


class NoRedLetterDue(Conflict):
    code = "payments.no_red_letter_due"
    message = text("没有需要红冲的金额。", "Nothing has to be taken back by a red letter.")


class BadFapiaoNumber(Invalid):
    code = "payments.bad_fapiao_number"
    message = text("发票号码为 8 位或 20 位数字。", "The number of a fapiao has 8 or 20 digits.")


class FapiaoOfTheFuture(Invalid):
    code = "payments.fapiao_of_the_future"
    message = text("开票日期不能晚于今天。", "A fapiao cannot be issued after today.")


class FileGone(NotFound):
    code = "payments.file_gone"
    message = text("没有找到这份文件。", "This file was not found.")


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
