"""Refusals of judging. Each code is stable; the sentence is for people."""

from backend.core.errors import Conflict, DomainError, Invalid, NotFound
from backend.core.languages import text


class LinkRefused(DomainError):
    """One answer for a link nobody gave out, one that was renewed, and one that was revoked."""

    code = "judging.link_refused"
    status = 401
    message = text(
        "此评委链接无效或已更换，请联系主办方。",
        "This judge's link is not valid, or was replaced. Please ask the host.",
    )


class PanelNotOpen(Conflict):
    code = "judging.panel_not_open"
    message = text("现在不接受打分。", "Scores are not taken now.")


class BadStep(Conflict):
    code = "judging.bad_step"
    message = text("评审现在不能这样操作。", "This cannot be done with the panel now.")


class ResultsRevealed(Conflict):
    """What counts stands still while everybody reads the ranking."""

    code = "judging.results_revealed"
    message = text("结果已公布，请先撤回公布。", "The results are out. Withdraw them first.")


class RubricInUse(Conflict):
    code = "judging.rubric_in_use"
    message = text(
        "已有评委打分，只能修改名称和评分说明。",
        "Scores were given by this rubric: only names and anchors may change.",
    )


class StaleRubric(Conflict):
    code = "judging.stale_rubric"
    message = text("评分表已被他人修改，请刷新后重试。", "Someone else changed the rubric. Reload and try again.")


class NoRubric(Conflict):
    code = "judging.no_rubric"
    message = text("请先设置评分表。", "Write a rubric first.")


class NothingToReveal(Conflict):
    code = "judging.nothing_to_reveal"
    message = text("还没有可公布的分数。", "There are no scores to reveal.")


class BadRubric(Invalid):
    code = "judging.bad_rubric"
    message = text("评分表有误，请检查各项名称、权重和满分。", "Check the names, weights and points of the rubric.")


class TooManyJudges(Conflict):
    code = "judging.too_many_judges"
    message = text("每场活动最多 50 位评委。", "An event has at most 50 judges.")


class JudgeUnknown(NotFound):
    code = "judging.judge_unknown"
    message = text("没有找到该评委。", "There is no such judge.")


class PitchNotJudged(NotFound):
    """Of no company on the run of show that is out."""

    code = "judging.pitch_not_judged"
    message = text("本场没有这个项目。", "There is no such pitch at this event.")


class ConflictOfInterest(Conflict):
    code = "judging.conflict_of_interest"
    message = text("您与该项目存在利益冲突，不参与打分。", "You have a conflict of interest with this pitch.")


class BadPoints(Invalid):
    code = "judging.bad_points"
    message = text("分数不在评分表允许的范围内。", "Points are not within the rubric.")


class StaleSheet(Conflict):
    """Another phone, or another page, saved the sheet since this one read it."""

    code = "judging.stale_sheet"
    message = text(
        "该评分表已在另一台设备上修改，请核对后再提交。",
        "This sheet was changed on another device. Look at it and save again.",
    )
