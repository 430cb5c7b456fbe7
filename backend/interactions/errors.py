"""Refusals of what the audience does. Each code is stable; the sentence is for people."""

from backend.core.errors import Conflict, Invalid, NotFound, NotPermitted, TooManyRequests
from backend.core.languages import text


class NotInTheRoom(NotPermitted):
    code = "interactions.not_in_the_room"
    message = text("请先登录，或从票券进入现场。", "Sign in, or come into the room by your ticket, first.")


class TicketOpensNothing(NotPermitted):
    """A ticket of another event, or one that holds no place any more."""

    code = "interactions.ticket_opens_nothing"
    message = text("该票券不能进入本场活动。", "This ticket does not let you into this event.")


class TicketOfAnAccount(NotPermitted):
    """What an account asked and showed interest in is not told to whoever holds a link."""

    code = "interactions.ticket_of_an_account"
    message = text("该票券属于一个账号，请登录后参与。", "This ticket belongs to an account. Sign in to take part.")


class Muted(NotPermitted):
    code = "interactions.muted"
    message = text("主办方已将您禁言，您仍可观看。", "The host has muted you. You can still follow.")


class QuestionsClosed(Conflict):
    code = "interactions.questions_closed"
    message = text("现在不接受提问。", "Questions are not taken now.")


class QuestionUnknown(NotFound):
    code = "interactions.question_unknown"
    message = text("没有找到该问题。", "There is no such question.")


class QuestionSettled(Conflict):
    """A vote for what was answered, hidden or handed on meanwhile."""

    code = "interactions.question_settled"
    message = text("该问题已处理，不能再投票。", "This question was dealt with and takes no more votes.")


class BadMove(Conflict):
    code = "interactions.bad_move"
    message = text("该问题现在不能这样处理。", "This cannot be done with the question now.")


class BadQuestion(Invalid):
    code = "interactions.bad_question"
    message = text("请填写 1 至 300 字的问题。", "Write a question of 1 to 300 characters.")


class NotAnInvestor(NotPermitted):
    code = "interactions.not_an_investor"
    message = text(
        "仅已认证的投资机构成员可以标记意向。", "Only people of verified investment firms can mark an interest."
    )


class PitchUnknown(NotFound):
    """Of no company that has agreed to pitch at the event, or not open any more."""

    code = "interactions.pitch_unknown"
    message = text("本场没有这个项目。", "There is no such pitch at this event.")


class MarksClosed(Conflict):
    code = "interactions.marks_closed"
    message = text("活动进行中才能标记或撤回意向。", "Interest is marked and withdrawn while the event is on.")


class AlreadyAsked(Conflict):
    """The same question's id with other words, or under another name: the first answer was lost, the question was not."""

    code = "interactions.already_asked"
    message = text("上一个问题已提交，本次修改未生效。", "Your question was asked already; the change was not taken.")


class TooManyQuestions(Conflict):
    code = "interactions.too_many_questions"
    message = text("您已有 20 个问题等待处理。", "You have 20 questions that wait for an answer.")


class SlowDown(TooManyRequests):
    code = "interactions.slow_down"
    message = text("提问间隔太短，请 {seconds} 秒后再试。", "Please wait {seconds} seconds before you ask again.")


class ReactionsClosed(Conflict):
    code = "interactions.reactions_closed"
    message = text("活动进行中才能互动。", "Reactions are for while the event is on.")


class NotFollowing(NotPermitted):
    """Of a room this socket does not follow."""

    code = "interactions.not_following"
    message = text("请先进入该现场。", "Follow this room first.")


class PollUnknown(NotFound):
    code = "interactions.poll_unknown"
    message = text("没有找到该投票。", "There is no such poll.")


class PollClosed(Conflict):
    """An answer to a poll that was closed meanwhile."""

    code = "interactions.poll_closed"
    message = text("投票已结束。", "The poll is closed.")


class BadPollMove(Conflict):
    code = "interactions.bad_poll_move"
    message = text("该投票现在不能这样处理。", "This cannot be done with the poll now.")


class PollStands(Conflict):
    """What was answered keeps its words."""

    code = "interactions.poll_stands"
    message = text("投票已开始，内容不能再修改。", "The poll has begun; its words stay as they are.")


class BadPoll(Invalid):
    code = "interactions.bad_poll"
    message = text(
        "请填写问题和 2 至 10 个不同的选项；问答题须标出部分正确答案。",
        "Write a question and 2 to 10 different choices; of a quiz some, not all, are right.",
    )


class BadChoice(Invalid):
    code = "interactions.bad_choice"
    message = text("没有这个选项，或选得太多。", "There is no such choice, or there are too many.")


class TooManyPolls(Conflict):
    code = "interactions.too_many_polls"
    message = text("一场活动最多 50 个投票。", "An event has at most 50 polls.")


class BadAnnouncement(Invalid):
    code = "interactions.bad_announcement"
    message = text("请填写 1 至 200 字的公告。", "Write an announcement of 1 to 200 characters.")


class AnnouncementUnknown(NotFound):
    code = "interactions.announcement_unknown"
    message = text("没有找到该公告。", "There is no such announcement.")


class TooManyAnnouncements(Conflict):
    code = "interactions.too_many_announcements"
    message = text(
        "最多同时显示 20 条公告，请先撤下旧的。", "At most 20 announcements stand at a time. Take down old ones first."
    )
