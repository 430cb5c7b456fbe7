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


class UnderstoodKind(models.TextChoices):
    """What a piece of the search text was read as; choices by the names of their parameters."""

    SECTOR = "sector", "行业"
    STAGE = "stage", "轮次"
    PLACE = "place", "地区"
    AMOUNT = "amount", "金额"
    WORD = "word", "词"
    LEAD_WANTED = "lead_wanted", "寻找领投"
    INSTRUMENT = "instrument", "投资工具"
    QUALIFICATION = "qualification", "资质"
    BUSINESS_MODEL = "business_model", "商业模式"
    INVESTOR_TYPE = "investor_type", "机构类型"
    LEAD_OR_FOLLOW = "lead_or_follow", "领投或跟投"


class SuggestionKind(models.TextChoices):
    SECTOR = "sector", "行业"
    PLACE = "place", "地区"
    STAGE = "stage", "轮次"
    COMPANY = "company", "企业"
    INVESTOR = "investor", "投资机构"
    WORD = "word", "词"


class RankingState(models.TextChoices):
    """A trained ranking waits to be switched on, orders the site, or did so once."""

    CANDIDATE = "candidate", "候选"
    CURRENT = "current", "使用中"
    RETIRED = "retired", "已停用"


class Withheld(models.TextChoices):
    """Why a trained ranking was not switched on by itself. Blank: nothing kept it."""

    TOO_FEW_QUERIES = "too_few_queries", "评估样本不足"
    WORSE_THAN_SHIPPED = "worse_than_shipped", "不如内置权重"
    NOT_ASKED = "not_asked", "未要求启用"
    REBUILD_RUNNING = "rebuild_running", "索引正在重建"
    ENGINE_AWAY = "engine_away", "搜索引擎不可用"


class RunKind(models.TextChoices):
    TRAIN = "train", "训练"
    SWITCH = "switch", "启用"
    ROLL_BACK = "roll_back", "回退"


# The problem of a run nobody works on any more.
BROKEN_OFF = "matching.run_broken_off"


class RunState(models.TextChoices):
    """`waiting` until a worker takes it; `failed` tells its reason."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"


class ExposedKind(models.TextChoices):
    """Who stood in a list of matches: firms before startups, pitches before investors."""

    INVESTOR = "investor", "投资机构"
    DEAL = "deal", "项目"


class Rhythm(models.TextChoices):
    """How often somebody wants to hear of what newly fits. `never`: it is only kept."""

    IMMEDIATE = "immediate", "立即"
    DAILY = "daily", "每日"
    WEEKLY = "weekly", "每周"
    NEVER = "never", "不提醒"


class Asker(models.TextChoices):
    """Who is called back: the owner of a saved search, the firm of a thesis, or the team of a pitch."""

    SEARCH = "search", "保存的搜索"
    THESIS = "thesis", "投资主题"
    PITCH = "pitch", "项目"


class RestsOn(models.TextChoices):
    """Which view of a pitch a find rests on."""

    PUBLIC = "public", "公开内容"
    VERIFIED = "verified", "认证投资人可见内容"
