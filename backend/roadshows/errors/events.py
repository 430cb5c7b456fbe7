"""Refusals about an event itself: its words, times, states, series and visibility."""

from backend.core.errors import Conflict, Invalid, NotPermitted
from backend.core.languages import text


class StaleEvent(Conflict):
    code = "roadshows.stale"


class ChangedSinceRead(Conflict):
    code = "roadshows.changed_since_read"
    message = text(
        "活动在您阅读之后有改动，请重新查看后再作决定。",
        "The event has changed since you read it. Read it again before deciding.",
    )


class WrongState(Conflict):
    code = "roadshows.wrong_state"
    message = text("活动当前的状态不允许此操作。", "The event's present state does not allow this.")


class TooManyEvents(Conflict):
    code = "roadshows.too_many_events"
    message = text(
        "草稿和待审核的活动已达上限，请先处理已有的活动。",
        "You have as many drafts and events under review as you may have. Go on with one that is there.",
    )


class AlreadyInSeries(Conflict):
    code = "roadshows.already_in_series"
    message = text("活动已属于一个系列。", "The event is in a series already.")


class SeriesTooShort(Invalid):
    code = "roadshows.series_too_short"
    message = text("系列至少有两场。", "A series has at least two dates.")


class SeriesTooLong(Invalid):
    code = "roadshows.series_too_long"
    message = text("系列最多 52 场，请提前结束日期。", "A series has at most 52 dates. Let it end earlier.")


class SeriesDateUnknown(Invalid):
    code = "roadshows.series_date_unknown"
    message = text("系列中没有这一场。", "The series has no such date.")


class NotAHost(NotPermitted):
    code = "roadshows.not_a_host"
    message = text(
        "只有通过认证、且不是初创企业的机构可以主办活动。",
        "Events are hosted by verified organizations that are not startups.",
    )


class OrganizationUnknown(Invalid):
    code = "roadshows.organization_unknown"
    message = text("没有找到该机构。", "This organization was not found.")


class BadTimes(Invalid):
    code = "roadshows.bad_times"
    message = text(
        "结束时间须晚于开始时间，且活动不超过 14 天。",
        "An event ends after it starts, and lasts at most 14 days.",
    )


class BadRange(Invalid):
    code = "roadshows.bad_range"
    message = text("结束日期早于开始日期。", "The last day is before the first.")


class RangeTooLong(Invalid):
    code = "roadshows.range_too_long"
    message = text("一次最多查询 62 天的活动。", "Ask for the events of at most 62 days at once.")


class AlreadyPast(Invalid):
    code = "roadshows.already_past"
    message = text("开始时间须在当前时间之后。", "The start must lie ahead.")


class ClosesTooLate(Invalid):
    code = "roadshows.closes_too_late"
    message = text("报名须在活动结束前截止。", "Registration closes before the event ends.")


class SectorUnknown(Invalid):
    code = "roadshows.sector_unknown"
    message = text("没有这个行业。", "There is no such sector.")


class EventIncomplete(Invalid):
    code = "roadshows.event_incomplete"
    message = text("提交前请补全必填信息。", "Fill in what is needed before submitting.")


class ReviewedWords(Conflict):
    code = "roadshows.reviewed_words"
    message = text(
        "审核过的内容不能再改；时间、地点、报名截止和名额可以修改。",
        "What was reviewed can no longer change; time, place, closing of registration and seats can.",
    )


class CapacityTooSmall(Conflict):
    code = "roadshows.capacity_too_small"
    message = text("名额不能少于已报名人数。", "There cannot be fewer seats than people who registered.")


class ReportTooEarly(Conflict):
    code = "roadshows.report_too_early"
    message = text("活动结束后才有报告。", "There is a report once the event is over.")


class VisibilityWidened(Conflict):
    code = "roadshows.visibility_widened"
    message = text(
        "已发布的活动只能缩小可见范围；要向更多人开放，请另建活动并重新提交审核。",
        "Of a published event fewer people may see it, never more. To open it to others, set up another and submit that.",
    )
