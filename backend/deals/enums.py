from django.db import models


class Stage(models.TextChoices):
    """Rounds, earliest first. The last five occur in recorded history only."""

    SEED = "seed", "种子轮"
    ANGEL = "angel", "天使轮"
    PRE_A = "pre_a", "Pre-A轮"
    SERIES_A = "series_a", "A轮"
    SERIES_A_PLUS = "series_a_plus", "A+轮"
    SERIES_B = "series_b", "B轮"
    SERIES_B_PLUS = "series_b_plus", "B+轮"
    SERIES_C = "series_c", "C轮"
    SERIES_D_PLUS = "series_d_plus", "D轮及以后"
    PRE_IPO = "pre_ipo", "Pre-IPO"
    STRATEGIC = "strategic", "战略融资"
    VENTURE = "venture", "风险投资（轮次未知）"
    PRIVATE_EQUITY = "private_equity", "私募股权"
    IPO = "ipo", "上市"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "未知"


# What a startup may be raising now.
OPEN_STAGES = (
    Stage.SEED,
    Stage.ANGEL,
    Stage.PRE_A,
    Stage.SERIES_A,
    Stage.SERIES_A_PLUS,
    Stage.SERIES_B,
    Stage.SERIES_B_PLUS,
    Stage.SERIES_C,
    Stage.SERIES_D_PLUS,
    Stage.PRE_IPO,
    Stage.STRATEGIC,
)
OPEN_STAGE_CHOICES = [(stage.value, stage.label) for stage in OPEN_STAGES]


# The source of rounds a company tells of itself: shown on its own page, marked so, and never counted for the investors
# it names.
SELF_REPORTED = "self_reported"


class Instrument(models.TextChoices):
    EQUITY = "equity", "股权"
    CONVERTIBLE_NOTE = "convertible_note", "可转债"
    SAFE = "safe", "未来股权简单协议"
    DEBT = "debt", "债权"


class PitchState(models.TextChoices):
    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "审核中"
    PUBLISHED = "published", "已发布"
    PAUSED = "paused", "已暂停"
    CLOSED = "closed", "已关闭"


class ThesisState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    PAUSED = "paused", "已暂停"


class Block(models.TextChoices):
    """Parts of a pitch whose readers the team chooses. Headline, sectors, stage, amount and place are always public."""

    STORY = "story", "项目详情"
    TEAM = "team", "团队"
    TRACTION = "traction", "经营数据"
    IP = "ip", "知识产权"
    TERMS = "terms", "融资条款"
    NEEDS = "needs", "需求"
    DECK = "deck", "商业计划书"


class Visibility(models.TextChoices):
    PUBLIC = "public", "公开"
    VERIFIED_INVESTORS = "verified_investors", "已认证投资机构"
    NAMED_INVESTORS = "named_investors", "指定投资机构"
    AFTER_NDA = "after_nda", "签署保密协议后"


class LeadOrFollow(models.TextChoices):
    LEAD = "lead", "领投"
    FOLLOW = "follow", "跟投"
    EITHER = "either", "均可"


class OpenTo(models.TextChoices):
    COLD_DECK = "cold_deck", "可直接投递"
    INTRO_ONLY = "intro_only", "仅接受引荐"
    EVENT_ONLY = "event_only", "仅在活动中接触"


class BusinessModel(models.TextChoices):
    B2B = "b2b", "面向企业"
    B2C = "b2c", "面向消费者"
    B2B2C = "b2b2c", "企业与消费者"
    B2G = "b2g", "面向政府"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "已上传"
    CHECKED = "checked", "已试运行"
    RUNNING = "running", "导入中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"
