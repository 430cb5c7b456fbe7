from django.db import models


class EventPreset(models.TextChoices):
    """What kind of evening it is; pages label it."""

    ROADSHOW = "roadshow", "路演"
    SALON = "salon", "沙龙"


class EventState(models.TextChoices):
    DRAFT = "draft", "草稿"
    UNDER_REVIEW = "under_review", "审核中"
    PUBLISHED = "published", "报名中"
    LIVE = "live", "进行中"
    ENDED = "ended", "已结束"
    CANCELLED = "cancelled", "已取消"


class AgendaKind(models.TextChoices):
    PITCH = "pitch", "项目路演"
    TALK = "talk", "演讲"
    PANEL = "panel", "圆桌"
    BREAK = "break", "休息"
    QA = "qa", "问答"


class RegistrationState(models.TextChoices):
    AWAITING_PAYMENT = "awaiting_payment", "待付款"
    CONFIRMED = "confirmed", "已报名"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "已过期"


# Of a place that is taken: somebody has it, or is about to pay for it.
HOLDS_A_PLACE = (RegistrationState.AWAITING_PAYMENT, RegistrationState.CONFIRMED)


class SaleState(models.TextChoices):
    """Whether a kind of ticket can be had now, and if not, why."""

    OPEN = "open", "可报名"
    NOT_YET = "not_yet", "未开售"
    OVER = "over", "已截止"
    SOLD_OUT = "sold_out", "已满"
    NOT_OFFERED = "not_offered", "已停售"


class VoucherState(models.TextChoices):
    OPEN = "open", "可用"
    SPENT = "spent", "已用完"
    CLOSED = "closed", "已失效"
