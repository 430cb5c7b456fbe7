"""Refusals about a ticket somebody holds: changing, passing on, paying, giving back."""

from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.languages import text


class TicketGone(NotFound):
    code = "roadshows.ticket_gone"
    message = text("没有找到这张票。", "This ticket was not found.")


class TransferNotTaken(Conflict):
    code = "roadshows.transfer_not_taken"
    message = text(
        "本活动不接受对公转账，或距离开始不足一天。",
        "This event takes no bank transfers, or begins within a day.",
    )


class RefundNotAsked(Conflict):
    code = "roadshows.refund_not_asked"
    message = text(
        "这张票现在不能申请退款：可以直接退票，或申请时间已过。",
        "Money cannot be asked back for this ticket now: it can simply be given back, or the time to ask is over.",
    )


class NotPaidBack(Conflict):
    code = "roadshows.not_paid_back"
    message = text(
        "付费票在此时间后不能退，请联系主办方。", "A paid ticket can no longer be given back. Please ask the host."
    )


class TicketNotCancellable(Conflict):
    code = "roadshows.ticket_not_cancellable"
    message = text("票券已取消，或活动已结束。", "The ticket is cancelled already, or the event is over.")


class GroupUnpaid(Conflict):
    code = "roadshows.group_unpaid"
    message = text(
        "同一笔订单的名额在付款前不能单独取消；报名人可以全部取消。",
        "Places that are paid for together cannot be given back one by one before that. Whoever registered can give back all.",
    )


class TicketNotChangeable(Conflict):
    code = "roadshows.ticket_not_changeable"
    message = text("票券已失效，或活动已结束。", "The ticket is no longer good, or the event is over.")


class BadPayUntil(Invalid):
    code = "roadshows.bad_pay_until"
    message = text("付款期限须在现在与活动结束之间。", "It is to be paid between now and the end of the event.")


class RenameNotAllowed(Conflict):
    code = "roadshows.rename_not_allowed"
    message = text("主办方不允许自行修改姓名。", "The host does not let guests change the name on a ticket.")


class TransferNotAllowed(Conflict):
    code = "roadshows.transfer_not_allowed"
    message = text("这张票不能转给他人。", "This ticket cannot be given to somebody else.")


class TransferToHolder(Invalid):
    code = "roadshows.transfer_to_holder"
    message = text("这是您自己的联系方式。", "This contact is your own.")


class TicketUsed(Conflict):
    code = "roadshows.ticket_used"
    message = text("这张票已签到，不能再转让。", "This ticket has passed a door and cannot be given away.")


class TransferNotForYou(Conflict):
    code = "roadshows.transfer_not_for_you"
    message = text(
        "本活动并非对所有人开放。请登录符合参加条件的账号，且该账号已验证收到链接的联系方式。",
        "This event is not open to everybody. Sign in with an account that may attend it and has proved the contact the link "
        "went to.",
    )


class TransferGone(Conflict):
    code = "roadshows.transfer_gone"
    message = text(
        "转让已撤回、过期，或票券已失效。", "The offer was withdrawn or is over, or the ticket is no longer good."
    )


class AlreadyHasTicket(Conflict):
    code = "roadshows.already_has_ticket"
    message = text("该联系方式已有本活动的票券。", "This contact has a ticket for this event already.")
