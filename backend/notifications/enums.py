from django.db import models


class Channel(models.TextChoices):
    """The ways to a person."""

    IN_APP = "in_app", "站内消息"
    EMAIL = "email", "邮件"
    SMS = "sms", "短信"


class DeliveryState(models.TextChoices):
    """`queued → sending → sent`, or one of the ends below. `withheld`: the right to know was gone by then."""

    QUEUED = "queued", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    WITHHELD = "withheld", "已扣留"
    SUPPRESSED = "suppressed", "未发送"
    FAILED = "failed", "发送失败"
    # Of text messages alone: the worker died while the carrier had it, and a second one would cost and annoy.
    UNCERTAIN = "uncertain", "结果未知"


OPEN_STATES = (DeliveryState.QUEUED, DeliveryState.SENDING)


class Reason(models.TextChoices):
    """Why a delivery waits for another try or ended unsent; never words of a provider, which may name addresses."""

    SWITCHED_OFF = "switched_off", "已关闭此类消息"
    NO_ADDRESS = "no_address", "没有已验证的地址"
    DEMO = "demo", "演示账号"
    CLOSED_ACCOUNT = "closed_account", "账号已停用"
    NOT_ALLOWED = "not_allowed", "已无权知悉"
    UNREACHABLE = "unreachable", "服务商不可用"
    REFUSED = "refused", "地址被拒收"
    CRASHED = "crashed", "内部错误"
    INTERRUPTED = "interrupted", "发送时中断"


class Digest(models.TextChoices):
    """When mails that are not urgent come. `suggested`: as each kind of news proposes."""

    SUGGESTED = "suggested", "按建议"
    IMMEDIATE = "immediate", "立即"
    DAILY = "daily", "每日汇总"
    WEEKLY = "weekly", "每周汇总"
