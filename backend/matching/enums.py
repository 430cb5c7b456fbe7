"""Words of this app."""

from django.db import models

from search.matching.gates import GateCode

GATE_CODES = [(code.value, code.value) for code in GateCode]


class Mode(models.TextChoices):
    """Whether the search engine answered, or the database alone."""

    FULL = "full", "完整"
    REDUCED = "reduced", "简化"


class GateState(models.TextChoices):
    PASSED = "passed", "符合"
    FAILED = "failed", "不符合"
    NOT_STATED = "not_stated", "未说明"


class MatchOrder(models.TextChoices):
    """`not_personalized` uses nothing about the person who asks: the same for everybody."""

    BEST = "best", "最匹配"
    NOT_PERSONALIZED = "not_personalized", "非个性化"
    NEWEST = "newest", "最新"


class DealSort(models.TextChoices):
    RELEVANCE = "relevance", "相关度"
    NEWEST = "newest", "最新发布"
    CONFIRMED = "confirmed", "最近确认"
    CLOSING = "closing", "即将截止"
    AMOUNT_UP = "amount_up", "金额从低到高"
    AMOUNT_DOWN = "amount_down", "金额从高到低"
    NOT_PERSONALIZED = "not_personalized", "非个性化"


class InvestorSort(models.TextChoices):
    RELEVANCE = "relevance", "相关度"
    LAST_DEAL = "last_deal", "最近投资"
    AMOUNT_UP = "amount_up", "单笔金额从低到高"
    AMOUNT_DOWN = "amount_down", "单笔金额从高到低"
    NOT_PERSONALIZED = "not_personalized", "非个性化"


class SuggestionKind(models.TextChoices):
    SECTOR = "sector", "行业"
    COMPANY = "company", "企业"
    INVESTOR = "investor", "投资机构"
    WORD = "word", "词"
