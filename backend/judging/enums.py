"""States and choices of judging. No imports from this app."""

from django.db import models


class PanelState(models.TextChoices):
    DRAFT = "draft", "筹备中"
    OPEN = "open", "打分中"
    CLOSED = "closed", "已截止"
    REVEALED = "revealed", "已公布"


class JudgingMethod(models.TextChoices):
    """How the scores of several judges become one."""

    MEAN = "mean", "平均分"
    DROP_EXTREMES = "drop_extremes", "去掉最高最低分"
    Z_SCORE = "z_score", "标准分"


class OthersScores(models.TextChoices):
    """When a judge sees what others gave; never whose it is."""

    NEVER = "never", "不可见"
    AFTER_OWN = "after_own", "提交后可见"
    ALWAYS = "always", "始终可见"


class DeclaredBy(models.TextChoices):
    JUDGE = "judge", "评委"
    HOST = "host", "主办方"
