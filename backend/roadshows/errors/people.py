"""Refusals about who helps, who is invited, and the minutes of a closed event."""

from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.languages import text


class HelperGone(NotFound):
    code = "roadshows.helper_gone"
    message = text(
        "邀请不存在、已处理或活动已结束。", "This invitation is not there, was answered, or its event is over."
    )


class AlreadyHelps(Conflict):
    code = "roadshows.already_helps"
    message = text("对方已在协办名单中，或正在等待答复。", "They help with this event already, or have been asked to.")


class HelpsItself(Conflict):
    code = "roadshows.helps_itself"
    message = text(
        "主办机构的成员已有此活动的权限，无需协办。", "Whoever works for the host may do all of this already."
    )


class TooManyHelpers(Conflict):
    code = "roadshows.too_many_helpers"
    message = text("每个活动最多 50 个协办方。", "At most fifty help with one event.")


class ListsNeeded(Invalid):
    code = "roadshows.lists_needed"
    message = text("请选择可使用的签到名单。", "Say at which check-in lists.")


class OwnContactAlone(Conflict):
    code = "roadshows.own_contact_alone"
    message = text(
        "本活动不公开，只能用您账号已验证的联系方式报名。",
        "This event is not for everybody. Register with a contact that your account has proved.",
    )


class InvitationGone(NotFound):
    code = "roadshows.invitation_gone"
    message = text("邀请链接无效，或邀请已撤回。", "This invitation was withdrawn, or its link is not valid.")


class InvitationSettled(Conflict):
    code = "roadshows.invitation_settled"
    message = text("这份邀请已有结果。", "This invitation was answered or withdrawn already.")


class InvitationOfAnother(Conflict):
    code = "roadshows.invitation_of_another"
    message = text(
        "邀请仅限受邀的联系方式使用。", "This invitation is good for the contact it was sent to, and for no other."
    )


class InvitedLineFlawed(Invalid):
    code = "roadshows.invited_line_flawed"
    message = text(
        "第 {line} 行须为“姓名，邮箱或手机号”，没有邀请任何人。",
        "Line {line} is to be a name, a comma, and an address or mobile number. Nobody was invited.",
    )


class WrongNumberToInvite(Invalid):
    code = "roadshows.wrong_number_to_invite"
    message = text("一次邀请 1 至 {most} 位来宾。", "Invite between one and {most} guests at once.")


class StaleMinutes(Conflict):
    code = "roadshows.stale_minutes"
    message = text(
        "纪要已被他人修改，请重新打开后再改。", "The minutes were changed meanwhile. Open them again before you write."
    )
