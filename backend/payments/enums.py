from django.db import models


class OrderState(models.TextChoices):
    """Of what is to be paid."""

    CREATED = "created", "待支付"
    REQUIRES_ACTION = "requires_action", "支付中"
    SUCCEEDED = "succeeded", "已支付"
    FAILED = "failed", "未支付"
    LATE = "late", "逾期支付"
    PARTIALLY_REFUNDED = "partially_refunded", "部分退款"
    REFUNDED = "refunded", "已退款"


class CheckoutState(models.TextChoices):
    """Of one way to pay: a session at the gateway."""

    PREPARING = "preparing", "准备中"
    OPEN = "open", "待付款"
    PROCESSING = "processing", "到账中"
    PAID = "paid", "已付款"
    EXPIRED = "expired", "已过期"
    FAILED = "failed", "未成功"


class RefundState(models.TextChoices):
    REQUESTED = "requested", "待退款"
    SENT = "sent", "退款中"
    DONE = "done", "已退款"
    FAILED = "failed", "退款失败"
    SETTLED = "settled", "已另行退还"
    # What it was to give back went back at the gateway's own desk before it could.
    OVERTAKEN = "overtaken", "已由支付通道退还"


class RefundCause(models.TextChoices):
    """Why money goes back; pages label it."""

    LATE = "late", "逾期支付"
    DUPLICATE = "duplicate", "重复支付"
    CANCELLED = "cancelled", "已取消"
    POLICY = "policy", "按退款规则"
    HOST = "host", "收款方退款"
    REQUEST = "request", "退款申请"
    # Nobody here asked for it: it was made at the gateway's own desk, and found there.
    GATEWAY = "gateway", "支付通道后台退款"


class TransferState(models.TextChoices):
    """Of an order that is to be paid from a bank."""

    AWAITED = "awaited", "待转账"
    SUBMITTED = "submitted", "待核对"
    REFUSED = "refused", "凭证未通过"
    ACCEPTED = "accepted", "已到账"
    CLOSED = "closed", "已结束"


class RequestState(models.TextChoices):
    """Of a payer's request for money back: the answer, and after a yes how far the money is."""

    REQUESTED = "requested", "待答复"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "未同意"
    SENT = "sent", "退款中"
    DONE = "done", "已退款"


class FapiaoState(models.TextChoices):
    REQUESTED = "requested", "待开具"
    ISSUED = "issued", "已开具"
    DELIVERED = "delivered", "已送达"
    RED_LETTERED = "red_lettered", "已红冲"
    VOID = "void", "已失效"


class BuyerKind(models.TextChoices):
    """Whose name a fapiao is made out to."""

    COMPANY = "company", "企业"
    PERSON = "person", "个人"


class HookKind(models.TextChoices):
    """What a payee's own systems can be told of (`webhooks`)."""

    ORDER_PAID = "order.paid", "付款成功"
    ORDER_REFUNDED = "order.refunded", "退款完成"


# How a checkout names that no gateway took the money: it came by the bank, and is given back by hand.
BY_TRANSFER = "transfer"
# A transfer whose payer may still send a proof.
OPEN_TRANSFERS = (TransferState.AWAITED, TransferState.REFUSED)
# Of a fapiao that is out in the world.
ISSUED = (FapiaoState.ISSUED, FapiaoState.DELIVERED, FapiaoState.RED_LETTERED)


# A session that may still bring money.
LIVE_CHECKOUTS = (CheckoutState.PREPARING, CheckoutState.OPEN, CheckoutState.PROCESSING)
UNPAID = (OrderState.CREATED, OrderState.REQUIRES_ACTION)
# Of a refund whose money is back with who paid it.
RETURNED = (RefundState.DONE, RefundState.SETTLED, RefundState.OVERTAKEN)
# Of a refund that is over, one way or another.
ENDED_REFUNDS = (*RETURNED, RefundState.FAILED)
