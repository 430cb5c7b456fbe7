"""Refusals of who registers, alone or with others, and what is asked."""

from backend.core.errors import Conflict, DomainError, Invalid
from backend.core.languages import text


class RegistrationClosed(Conflict):
    code = "roadshows.registration_closed"
    message = text("本活动的报名已截止。", "Registration for this event is closed.")


class EventFull(Conflict):
    code = "roadshows.full"
    message = text("名额已满。", "All seats are taken.")


class AlreadyRegistered(Conflict):
    code = "roadshows.already_registered"
    message = text(
        "该联系方式已报名，我们已再次发送票券链接。",
        "This contact is registered already. We have sent the link of the ticket again.",
    )


class BadContact(Invalid):
    code = "roadshows.bad_contact"
    message = text(
        "请填写邮箱，或内地、香港、澳门的手机号码。",
        "Give an e-mail address, or a mobile number of mainland China, Hong Kong or Macao.",
    )


class NoProvedContact(Conflict):
    code = "roadshows.no_proved_contact"
    message = text(
        "您的账号还没有确认过的邮箱或手机号，请用验证码报名。",
        "Your account has no confirmed e-mail address or number. Register with a code.",
    )


class WrongCode(Invalid):
    code = "roadshows.wrong_code"
    message = text("验证码不正确或已过期，请重新获取。", "This code is wrong or has expired. Ask for a new one.")


class ConsentOutdated(Conflict):
    code = "roadshows.consent_outdated"
    message = text("报名须知已更新，请刷新后重新阅读。", "The consent text has changed. Reload and read it again.")


class KeyNeeded(Invalid):
    code = "roadshows.idempotency_key_needed"
    message = text("请求缺少 Idempotency-Key，或过长。", "The header Idempotency-Key is missing or too long.")


class KeyReused(DomainError):
    code = "roadshows.idempotency_key_reused"
    status = 422
    message = text("此请求标识已用于另一个请求。", "This Idempotency-Key was used for another request.")


class GroupSizeWrong(Invalid):
    code = "roadshows.group_size_wrong"
    message = text("一次报名的人数不符合该票种的规定。", "This kind of ticket is not for so many people at once.")


class GroupNotAllowed(Invalid):
    code = "roadshows.group_not_allowed"
    message = text(
        "只有对所有人开放的票种可以一次多人报名；人数须为 1 至 20，最少不超过最多。",
        "Only a kind that is open to everybody may be taken by several at once: 1 to 20, the least not above the most.",
    )


class PlacesShort(Conflict):
    code = "roadshows.places_short"
    message = text(
        "剩余名额不够所有人，请减少同行人后再试。", "There are places left, but not for all of you. Take fewer along."
    )


class GroupWithVoucher(Conflict):
    code = "roadshows.group_with_voucher"
    message = text("使用兑换码时请逐人报名。", "With a code, please register one by one.")


class QuestionUnknown(Invalid):
    code = "roadshows.question_unknown"
    message = text("没有找到这个问题，请刷新后重试。", "A question was not found. Reload and try again.")


class OptionsWrong(Invalid):
    code = "roadshows.question_options_wrong"
    message = text("选择题至少有两个不同的选项。", "A question with options has at least two, all different.")


class ConditionWrong(Invalid):
    code = "roadshows.question_condition_wrong"
    message = text(
        "显示条件须引用同一表单中排在前面的选择题或是非题，并选定其中的答案。",
        "A condition names an earlier question of the same form that offers its answers, and some of those.",
    )


class AnswersWrong(Invalid):
    code = "roadshows.answers_wrong"
    message = text("请检查对主办方问题的回答。", "Look at your answers to the host's questions.")


class AnswersNotAllowed(Conflict):
    code = "roadshows.answers_not_allowed"
    message = text("主办方不允许自行修改已提交的回答。", "The host does not let guests change what they answered.")


class AnswersWait(Conflict):
    code = "roadshows.answers_wait"
    message = text(
        "此回答须重新审批，请先完成付款再修改。",
        "This answer is looked at by the host again. Pay first, then change it.",
    )


class ForListAlone(Conflict):
    code = "roadshows.for_list_alone"
    message = text("此票种只面向主办方名单中的来宾。", "This ticket is for guests on the host's list.")


class ForMembersAlone(Conflict):
    code = "roadshows.for_members_alone"
    message = text(
        "此票种只面向指定机构的成员，请登录所属机构的账号。",
        "This ticket is for people of certain organizations. Sign in with the account that belongs to one.",
    )


class ForStandingAlone(Conflict):
    code = "roadshows.for_standing_alone"
    message = text(
        "此票种只面向经认定的合格投资者，请登录已认定的账号。",
        "This ticket is for verified qualified investors. Sign in with the account that was verified.",
    )


class AdmissionTableUnreadable(Invalid):
    code = "roadshows.admission_table_unreadable"
    message = text("名单无法读取，没有任何改动。", "The list cannot be read; nothing was changed.")
