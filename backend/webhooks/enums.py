from django.db import models


class EndpointState(models.TextChoices):
    ACTIVE = "active", "启用"
    PAUSED = "paused", "已暂停"
    DISABLED = "disabled", "因连续失败停用"


class WebhookDeliveryState(models.TextChoices):
    """What became of one message at one endpoint."""

    WAITING = "waiting", "待发送"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "失败"
    STOPPED = "stopped", "已停止"
