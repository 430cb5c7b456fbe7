"""Refusals of roadshows. Each code is stable; the sentence is for people."""

from backend.core.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from backend.core.languages import text

REASON_NEEDED = text("请说明理由。", "Give a reason.")


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


class CapacityTooSmall(Conflict):
    code = "roadshows.capacity_too_small"
    message = text("名额不能少于已报名人数。", "There cannot be fewer seats than people who registered.")


class PitchUnknown(Invalid):
    code = "roadshows.pitch_unknown"
    message = text("没有找到该项目，或项目尚未公开。", "This pitch was not found, or is not published.")


class RegistrationClosed(Conflict):
    code = "roadshows.registration_closed"
    message = text("本活动的报名已截止。", "Registration for this event is closed.")


class EventFull(Conflict):
    code = "roadshows.full"
    message = text("名额已满。", "All seats are taken.")


class TicketTypeSoldOut(Conflict):
    code = "roadshows.ticket_type_sold_out"
    message = text("该票种已满，请选择其他票种。", "All tickets of this kind are taken. Choose another.")


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
    message = text("此请求标识已用于另一份报名。", "This Idempotency-Key was used for another registration.")


class TicketGone(NotFound):
    code = "roadshows.ticket_gone"
    message = text("没有找到这张票。", "This ticket was not found.")


class TicketTypeUnknown(Invalid):
    code = "roadshows.ticket_type_unknown"
    message = text("请选择票种。", "Choose one of the kinds of tickets.")


class TicketTypeNotOffered(Conflict):
    code = "roadshows.ticket_type_not_offered"
    message = text("该票种已停售，请选择其他票种。", "This kind of ticket is no longer offered. Choose another.")


class TicketTypeInUse(Conflict):
    code = "roadshows.ticket_type_in_use"
    message = text(
        "已有人报名的票种不能删除，可以停售。",
        "A kind of ticket somebody has cannot be removed. Stop offering it instead.",
    )


class TicketTypeNotOnSale(Conflict):
    code = "roadshows.ticket_type_not_on_sale"
    message = text("该票种现在不在售卖时间内。", "This kind of ticket is not on sale now.")


class BadSalesWindow(Invalid):
    code = "roadshows.bad_sales_window"
    message = text("停售时间须晚于开售时间。", "The sale of a kind ends after it begins.")


class QuotaUnknown(Invalid):
    code = "roadshows.quota_unknown"
    message = text("没有找到该名额组，请刷新页面。", "This quota was not found. Reload the page.")


class QuotaTooSmall(Conflict):
    code = "roadshows.quota_too_small"
    message = text(
        "名额组“{name}”的名额少于已占用的名额。", "The quota “{name}” has fewer places than are taken of its kinds."
    )


class VoucherUnknown(Invalid):
    code = "roadshows.voucher_unknown"
    message = text("没有找到这个兑换码。", "There is no such code.")


class VoucherSpent(Conflict):
    code = "roadshows.voucher_spent"
    message = text("兑换码已用完或已过期。", "This code is used up, or its time is over.")


class VoucherNotForKind(Conflict):
    code = "roadshows.voucher_not_for_kind"
    message = text("兑换码不适用于该票种。", "This code is not for this kind of ticket.")


class VoucherExists(Conflict):
    code = "roadshows.voucher_exists"
    message = text("兑换码 {code} 已存在。", "The code {code} exists already.")


class VoucherContradicts(Invalid):
    code = "roadshows.voucher_contradicts"
    message = text(
        "预留名额与名额已满仍可报名不能同时选择，预留须指定票种；折扣与固定价格只能选一种。",
        "A code either reserves places, of one kind, or lets in where all are taken; and it has a discount or a price.",
    )


class VoucherOfThePast(Invalid):
    code = "roadshows.voucher_of_the_past"
    message = text("有效期须在当前时间之后。", "A code is valid until a time that lies ahead.")


class NoPlacesToReserve(Conflict):
    code = "roadshows.no_places_to_reserve"
    message = text("剩余名额不足以预留。", "There are not as many places left as are to be reserved.")


class TooManyVouchers(Conflict):
    code = "roadshows.too_many_vouchers"
    message = text("每个活动最多 20000 个兑换码。", "An event has at most 20,000 codes.")


class VoucherTableUnreadable(Invalid):
    code = "roadshows.voucher_table_unreadable"
    message = text("表格无法读取，没有导入任何兑换码。", "The table cannot be read; no code was imported.")


class CurrencyNotSold(Invalid):
    code = "roadshows.currency_not_sold"
    message = text("票价只支持人民币和港元。", "Tickets are sold in CNY and HKD.")


class TooCheap(Invalid):
    code = "roadshows.too_cheap"
    message = text("票价至少 1 元，或免费。", "A ticket costs at least 1, or nothing.")


class NothingToPay(Conflict):
    code = "roadshows.nothing_to_pay"
    message = text("这张票无需付款，或付款时间已过。", "There is nothing to pay for this ticket, or its time is over.")


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


class DeviceRefused(DomainError):
    code = "roadshows.device_refused"
    status = 401
    message = text(
        "此签到链接无效、已撤销或已过期，请联系主办方。",
        "This check-in link is not valid, was revoked, or has expired. Please ask the host.",
    )


class CheckInListUnknown(Invalid):
    code = "roadshows.check_in_list_unknown"
    message = text("没有找到该签到名单。", "This check-in list was not found.")


class CheckInListInUse(Conflict):
    code = "roadshows.check_in_list_in_use"
    message = text(
        "已有签到记录或签到设备的名单不能删除。",
        "A check-in list that was used, or that a device holds, cannot be removed.",
    )


class ListOpensNothing(Invalid):
    code = "roadshows.list_opens_nothing"
    message = text("请至少选择入场或离场之一。", "A list takes entries, exits, or both.")


class TooManyDevices(Conflict):
    code = "roadshows.too_many_devices"
    message = text(
        "签到设备已达上限，请先撤销不用的设备。",
        "This event has as many check-in devices as it may have. Revoke one that is not used.",
    )


class NotCheckedIn(Conflict):
    code = "roadshows.not_checked_in"
    message = text("这次签到已撤销，或未曾生效。", "This check-in was undone already, or never counted.")


class ViewNameTaken(Conflict):
    code = "roadshows.view_name_taken"
    message = text("已有同名视图，请换个名称。", "There is a view of this name. Choose another.")


class TooManyViews(Conflict):
    code = "roadshows.too_many_views"
    message = text("保存的视图已达上限，请先删除不用的。", "Your team keeps as many views as it may. Delete one first.")


class MailingIncomplete(Invalid):
    code = "roadshows.mailing_incomplete"
    message = text("请至少用一种语言写好主题和正文。", "Write subject and text in one language at least.")


class HalfALanguage(Invalid):
    code = "roadshows.mailing_half_a_language"
    message = text("主题和正文须同时填写。", "Give both, subject and text, or neither.")


class PlaceholderUnknown(Invalid):
    code = "roadshows.placeholder_unknown"
    message = text("没有这个占位符：{name}。", "There is no placeholder {name}.")


class NobodyToWrite(Conflict):
    code = "roadshows.nobody_to_write"
    message = text("没有可以收到这封邮件的来宾。", "There is no guest this mail could reach.")


class RecipientsChanged(Conflict):
    code = "roadshows.recipients_changed"
    message = text(
        "收件人数已变化，请核对后再发送。", "The number of recipients has changed. Look at it again before you send."
    )


class TooManyMailings(Conflict):
    code = "roadshows.too_many_mailings"
    message = text(
        "24 小时内发送的群发邮件已达上限，请稍后再发。",
        "Your organization has sent as many mails to guests as it may in a day. Send this one later.",
    )


class NoAddressOfOwn(Conflict):
    code = "roadshows.no_address_of_own"
    message = text(
        "您的账号没有已验证的邮箱，无法接收测试邮件。", "Your account has no confirmed e-mail address to test with."
    )


class LinkUnknown(NotFound):
    code = "roadshows.link_unknown"
    message = text("链接无效。", "This link is not valid.")


class NoWaitingList(Conflict):
    code = "roadshows.no_waiting_list"
    message = text("本活动没有候补名单。", "This event has no waiting list.")


class PlacesLeft(Conflict):
    code = "roadshows.places_left"
    message = text("还有名额，请直接报名。", "There are places left. Please register.")


class AlreadyWaiting(Conflict):
    code = "roadshows.already_waiting"
    message = text(
        "该联系方式已在候补名单中，我们已再次发送链接。",
        "This contact is on the waiting list already. We have sent the link again.",
    )


class WaitingGone(NotFound):
    code = "roadshows.waiting_gone"
    message = text("没有找到这条候补。", "This entry of the waiting list was not found.")


class NoOffer(Conflict):
    code = "roadshows.no_offer"
    message = text("没有为您保留的名额，或保留时间已过。", "No place is kept for you, or its time is over.")


class NotInLine(Conflict):
    code = "roadshows.not_in_line"
    message = text("这条候补已结束。", "This entry of the waiting list has ended.")


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


class TransferGone(Conflict):
    code = "roadshows.transfer_gone"
    message = text(
        "转让已撤回、过期，或票券已失效。", "The offer was withdrawn or is over, or the ticket is no longer good."
    )


class AlreadyHasTicket(Conflict):
    code = "roadshows.already_has_ticket"
    message = text("该联系方式已有本活动的票券。", "This contact has a ticket for this event already.")


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


class MeansNeeded(Invalid):
    code = "roadshows.means_needed"
    message = text("请说明收款方式。", "Say how it was paid.")


class WalkInKnown(Conflict):
    code = "roadshows.walk_in_known"
    message = text(
        "该联系方式已有票券，请按姓名查找后签到。", "This contact has a ticket. Find it by name and check it in."
    )


class ReportTooEarly(Conflict):
    code = "roadshows.report_too_early"
    message = text("活动结束后才有报告。", "There is a report once the event is over.")


class TooManyBadges(Invalid):
    code = "roadshows.too_many_badges"
    message = text(
        "一次最多打印 {most} 张胸牌，请缩小筛选范围。", "At most {most} badges are printed at once. Narrow the filters."
    )


class NobodyToBadge(Invalid):
    code = "roadshows.nobody_to_badge"
    message = text("没有符合条件且已获得名额的来宾。", "No guest with a place fits these filters.")


class GuestTableUnreadable(Invalid):
    code = "roadshows.guest_table_unreadable"
    message = text("表格无法读取。", "This table cannot be read.")


class ImportTooLong(Invalid):
    code = "roadshows.import_too_long"
    message = text(
        "一次最多导入 {most} 行，请分批导入。", "At most {most} lines are imported at once. Split the table."
    )


class ImportLineFlawed(Invalid):
    code = "roadshows.import_line_flawed"
    message = text("第 {line} 行有问题，请修改或不选该行。", "Line {line} has a problem. Mend it or leave it out.")


class NobodyToImport(Invalid):
    code = "roadshows.nobody_to_import"
    message = text("没有选择要导入的来宾。", "No guests were chosen.")


class NoPlacesToImport(Conflict):
    code = "roadshows.no_places_to_import"
    message = text(
        "剩余名额不足以导入所选来宾，未导入任何人。", "There are not so many places left. Nobody was imported."
    )


class WaitingComesFirst(Conflict):
    code = "roadshows.waiting_comes_first"
    message = text(
        "有人在候补剩余名额，请先处理候补名单或增加名额。",
        "People wait for the places that are left. See to the waiting list first, or add places.",
    )
