"""Refusals about the agenda, the decks that are collected, and the talk itself."""

from backend.core.errors import Conflict, Invalid
from backend.core.languages import text


class NothingToRelease(Conflict):
    code = "roadshows.nothing_to_release"
    message = text("草稿与已发布的议程相同。", "The draft is the agenda that is out already.")


class BadDue(Invalid):
    code = "roadshows.bad_due"
    message = text("截止时间须在现在与活动结束之间。", "They are due between now and the end of the event.")


class DecksNotAsked(Conflict):
    code = "roadshows.decks_not_asked"
    message = text("主办方没有征集演示文稿。", "The host does not ask for decks.")


class DeckClosed(Conflict):
    code = "roadshows.deck_closed"
    message = text("提交已截止，如需更换请联系主办方。", "It was due. Ask the host to let you bring another one.")


class DeckNotClosed(Conflict):
    code = "roadshows.deck_not_closed"
    message = text("现在仍可提交。", "It can be brought still.")


class NoDeckToTake(Conflict):
    code = "roadshows.no_deck_to_take"
    message = text(
        "项目还没有处理完成的商业计划书，请直接上传。", "The pitch has no deck whose pages are made. Upload one."
    )


class TooEarly(Conflict):
    code = "roadshows.too_early"
    message = text("活动最早可在开始前 1 小时开场。", "An event begins at the earliest one hour before its time.")


class LineUnknown(Invalid):
    code = "roadshows.line_unknown"
    message = text(
        "没有找到这个环节，或项目方尚未确认。", "This line was not found, or its company has not confirmed it."
    )


class PageUnknown(Invalid):
    code = "roadshows.page_unknown"
    message = text("演示文稿没有这一页。", "The deck has no such page.")


class StageMoved(Conflict):
    code = "roadshows.stage_moved"
    message = text("现场已切换到其他环节。", "Another line is on stage by now.")


class BadTimer(Invalid):
    code = "roadshows.bad_timer"
    message = text("计时不能超过 8 小时。", "A clock runs at most eight hours.")


class PitchUnknown(Invalid):
    code = "roadshows.pitch_unknown"
    message = text("没有找到该项目，或项目尚未公开。", "This pitch was not found, or is not published.")
