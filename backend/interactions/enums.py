"""States and choices of what the audience does. No imports from this app."""

from django.db import models


class QuestionState(models.TextChoices):
    QUEUE = "queue", "待审"
    VISIBLE = "visible", "已展示"
    ON_SCREEN = "on_screen", "大屏展示"
    ANSWERED = "answered", "已回答"
    HIDDEN = "hidden", "已隐藏"
    DEFERRED = "deferred", "转交项目方"


class HiddenBecause(models.TextChoices):
    """What its asker is told."""

    OFF_TOPIC = "off_topic", "与主题无关"
    REPEATED = "repeated", "已有相同问题"
    UNFIT = "unfit", "不适合公开展示"
    SPAM = "spam", "广告或刷屏"


class InterestKind(models.TextChoices):
    """What an investor lets a company know without a word, each more than the one before."""

    WATCH = "watch", "关注"
    WANT_DECK = "want_deck", "想看 BP"
    WANT_MEETING = "want_meeting", "想约谈"


class ReactionKind(models.TextChoices):
    """What everybody in a room may show with one tap, without a word or a name."""

    CLAP = "clap", "鼓掌"
    HEART = "heart", "喜欢"
    FIRE = "fire", "精彩"
    IDEA = "idea", "有启发"


class PollKind(models.TextChoices):
    POLL = "poll", "投票"
    QUIZ = "quiz", "问答题"


class PollState(models.TextChoices):
    DRAFT = "draft", "草稿"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"
    ARCHIVED = "archived", "已收起"


# What everybody in the room reads.
SHOWN = (QuestionState.VISIBLE, QuestionState.ON_SCREEN, QuestionState.ANSWERED, QuestionState.DEFERRED)
# What may still gain votes: nobody has dealt with it.
OPEN = (QuestionState.VISIBLE, QuestionState.ON_SCREEN)
# The polls everybody reads.
POLLS_SHOWN = (PollState.OPEN, PollState.CLOSED)
