from collections.abc import Mapping

from django.db import models


class EventPreset(models.TextChoices):
    """What kind of evening it is; pages label it."""

    ROADSHOW = "roadshow", "路演"
    SALON = "salon", "沙龙"
    SEMINAR = "seminar", "研讨会"
    ROUNDTABLE = "roundtable", "座谈会"
    RECRUITMENT = "recruitment", "招商会"


class EventVisibility(models.TextChoices):
    """Who sees an event once it is published (`selectors.seeing`). Each is for fewer people than the one before, and what
    was published goes only that way.
    """

    PUBLIC = "public", "公开"
    MEMBERS = "members", "机构成员"
    QUALIFIED = "qualified", "合格投资者"
    INVITED = "invited", "仅限受邀"


# Of a preset whose evenings are not for everybody unless the host says so.
USUAL_VISIBILITY: Mapping[str, EventVisibility] = {EventPreset.ROUNDTABLE: EventVisibility.INVITED}
# Of a preset that leaves minutes behind.
WITH_MINUTES = (EventPreset.ROUNDTABLE,)


class EventState(models.TextChoices):
    DRAFT = "draft", "草稿"
    UNDER_REVIEW = "under_review", "审核中"
    PUBLISHED = "published", "报名中"
    LIVE = "live", "进行中"
    ENDED = "ended", "已结束"
    CANCELLED = "cancelled", "已取消"


class SeriesRule(models.TextChoices):
    """When an event comes again, told from its first date."""

    WEEKLY = "weekly", "每周"
    FORTNIGHTLY = "fortnightly", "每两周"
    MONTHLY_WEEKDAY = "monthly_weekday", "每月按星期"
    MONTHLY_DATE = "monthly_date", "每月按日期"


# Of an event everybody may have seen.
SHOWN_STATES = (EventState.PUBLISHED, EventState.LIVE, EventState.ENDED, EventState.CANCELLED)


class AgendaKind(models.TextChoices):
    PITCH = "pitch", "项目路演"
    TALK = "talk", "演讲"
    PANEL = "panel", "圆桌"
    BREAK = "break", "休息"
    QA = "qa", "问答"


class AgendaChange(models.TextChoices):
    """What became of a line from one run of show to another."""

    ADDED = "added", "新增"
    MOVED = "moved", "时间或地点变动"
    CHANGED = "changed", "内容变动"
    REMOVED = "removed", "取消"


class ClashKind(models.TextChoices):
    """What cannot be at two places at one time."""

    PITCH = "pitch", "项目"
    SPEAKER = "speaker", "嘉宾"
    PLACE = "place", "场地"


class RegistrationState(models.TextChoices):
    """`approved` is no state of its own: who is approved owes money, or is confirmed, in the same moment."""

    PENDING_APPROVAL = "pending_approval", "待审批"
    AWAITING_PAYMENT = "awaiting_payment", "待付款"
    CONFIRMED = "confirmed", "已报名"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "已过期"
    REJECTED = "rejected", "未通过"
    TRANSFERRED = "transferred", "已转让"


# How an order names what it is for: a place at an event.
SOLD_AS = "roadshows.registration"
# Of a place that is taken: somebody has it, is about to pay for it, or waits for the host's word.
HOLDS_A_PLACE = (RegistrationState.PENDING_APPROVAL, RegistrationState.AWAITING_PAYMENT, RegistrationState.CONFIRMED)
# Of a guest who is told what becomes of the event; who owes money hears of it by their order.
HEARS_OF_EVENT = (RegistrationState.PENDING_APPROVAL, RegistrationState.CONFIRMED)


class SaleState(models.TextChoices):
    """Whether a kind of ticket can be had now, and if not, why."""

    OPEN = "open", "可报名"
    NOT_YET = "not_yet", "未开售"
    OVER = "over", "已截止"
    SOLD_OUT = "sold_out", "已满"
    NOT_OFFERED = "not_offered", "已停售"


class VoucherState(models.TextChoices):
    OPEN = "open", "可用"
    SPENT = "spent", "已用完"
    CLOSED = "closed", "已失效"


class CheckInMode(models.TextChoices):
    """How often one ticket opens the door of a list; who went out through a list with exits comes in again."""

    ONCE = "once", "一次"
    DAILY = "daily", "每天一次"
    MANY = "many", "不限次数"


class CheckInKind(models.TextChoices):
    ENTRY = "entry", "入场"
    EXIT = "exit", "离场"


class CheckInSource(models.TextChoices):
    """Whether the door asked before it opened, or decided alone and told afterwards."""

    ONLINE = "online", "在线"
    OFFLINE = "offline", "离线"


class CheckInResult(models.TextChoices):
    ADMITTED = "admitted", "成功"
    ALREADY = "already", "已签到"
    NOT_VALID = "not_valid", "无效"
    WRONG_LIST = "wrong_list", "非此名单"
    OUTSIDE_KIND = "outside_kind", "票种不符"


class CheckInReason(models.TextChoices):
    """Why a ticket is not valid at a door."""

    FORGED = "forged", "签名不符"
    OTHER_EVENT = "other_event", "其他活动的票"
    UNKNOWN = "unknown", "没有这张票"
    PENDING_APPROVAL = "pending_approval", "待审批"
    AWAITING_PAYMENT = "awaiting_payment", "待付款"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "已过期"
    REJECTED = "rejected", "未通过审批"
    TRANSFERRED = "transferred", "已转给他人"
    NOT_CONFIRMED = "not_confirmed", "未确认"
    EVENT_CANCELLED = "event_cancelled", "活动已取消"
    NO_ENTRY = "no_entry", "此名单不登记入场"
    NO_EXIT = "no_exit", "此名单不登记离场"
    NOT_INSIDE = "not_inside", "尚未入场"


class Payment(models.TextChoices):
    """What became of the money of a place; each place is in exactly one."""

    FREE = "free", "免费"
    UNPAID = "unpaid", "未付款"
    PAID = "paid", "已付款"
    REFUNDED = "refunded", "已退款"


class AccountIs(models.TextChoices):
    """Whether a guest's place belongs to an account."""

    WITH = "with", "有账号"
    WITHOUT = "without", "无账号"


class FollowUp(models.TextChoices):
    """Whether who is confirmed has answered what is asked of them then."""

    DUE = "due", "未补充"
    DONE = "done", "已补充"


class MailingState(models.TextChoices):
    """A mail to many guests, from its draft to its last letter."""

    DRAFT = "draft", "草稿"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    STOPPED = "stopped", "已停止"


class LetterState(models.TextChoices):
    """One guest's copy of a mailing."""

    QUEUED = "queued", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    WITHHELD = "withheld", "未发送"
    FAILED = "failed", "失败"


class LetterReason(models.TextChoices):
    """Why a letter did not go out."""

    OPTED_OUT = "opted_out", "已退订"
    GIVEN_BACK = "given_back", "已取消报名"
    CONTACT_GONE = "contact_gone", "联系方式已清除"
    STOPPED = "stopped", "已停止发送"
    REFUSED = "refused", "邮箱拒收"
    UNREACHABLE = "unreachable", "邮件服务不可达"


class WaitState(models.TextChoices):
    WAITING = "waiting", "候补中"
    OFFERED = "offered", "名额待确认"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已放弃"
    EXPIRED = "expired", "已过期"
    LEFT = "left", "已退出"


# Of an entry that is in line, or holds the place it was offered.
IN_LINE = (WaitState.WAITING, WaitState.OFFERED)


class NotOffered(models.TextChoices):
    """Why somebody who waits was not offered a place."""

    KIND_FULL = "kind_full", "所选票种没有空位"
    FEWER_FREE = "fewer_free", "空出的名额少于所需人数"
    KIND_NOT_OFFERED = "kind_not_offered", "所选票种已停售"
    NOT_PAYABLE = "not_payable", "暂时无法付款"
    REGISTRATION_CLOSED = "registration_closed", "报名已截止"
    HAS_TICKET = "has_ticket", "已有票券"
    LIST_OFF = "list_off", "候补已关闭"
    CONTACT_REMOVED = "contact_removed", "联系方式已清除"


class LeftBecause(models.TextChoices):
    """Who ended an entry of the waiting list."""

    HOLDER = "holder", "本人退出"
    HOST = "host", "主办方移出"
    CALLED_OFF = "called_off", "活动取消"


class GuestInvitationState(models.TextChoices):
    """What became of an invitation to an event."""

    INVITED = "invited", "已邀请"
    REGISTERED = "registered", "已报名"
    DECLINED = "declined", "已婉拒"
    REVOKED = "revoked", "已撤回"


# Of an invitation that lets its guest see the event.
ASKED = (GuestInvitationState.INVITED, GuestInvitationState.REGISTERED)


class QuestionKind(models.TextChoices):
    """What an answer looks like."""

    SHORT_TEXT = "short_text", "单行文字"
    LONG_TEXT = "long_text", "多行文字"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    YES_NO = "yes_no", "是或否"
    NUMBER = "number", "数字"
    DATE = "date", "日期"


# Of a question that offers what may be answered.
WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.CHOICES)
# Of a question on whose answer another may depend.
DECIDES_OTHERS = (*WITH_OPTIONS, QuestionKind.YES_NO)
YES, NO = "yes", "no"


class QuestionPhase(models.TextChoices):
    """When a question is asked."""

    REGISTERING = "registering", "报名时"
    CONFIRMED = "confirmed", "报名成功后"


class HolderAct(models.TextChoices):
    """What an event lets whoever holds a ticket do with it; giving it back is another matter."""

    ANSWERS = "answers", "修改回答"
    RENAME = "rename", "修改姓名和机构"
    TRANSFER = "transfer", "转给他人"


class DecisionLetterKind(models.TextChoices):
    """What a host may say in own words to who asked for a place."""

    APPROVED = "approved", "通过"
    REFUSED = "refused", "未通过"


class DecisionResult(models.TextChoices):
    """What became of one row of a decision about many."""

    DONE = "done", "已处理"
    ALREADY = "already", "此前已处理"
    GONE = "gone", "不再等待审批"
    UNPAYABLE = "unpayable", "暂时无法付款"


class DeskMeans(models.TextChoices):
    """How a place was paid for at the door."""

    CASH = "cash", "现金"
    OTHER = "other", "其他方式"


class ReportStep(models.TextChoices):
    """How far a guest came, in the order in which it is come to."""

    REGISTERED = "registered", "报名"
    APPROVED = "approved", "通过审批"
    CONFIRMED = "confirmed", "获得名额"
    CAME = "came", "到场"
    ASKED = "asked", "提问"
    TAPPED = "tapped", "表达意向"


class GuestSource(models.TextChoices):
    """By which way somebody came to their place."""

    WAITING_LIST = "waiting_list", "候补"
    VOUCHER = "voucher", "兑换码"
    ACCOUNT = "account", "账号一键报名"
    GUEST = "guest", "免账号报名"
    IMPORTED = "imported", "名单导入"
    OTHER = "other", "其他"


class HookKind(models.TextChoices):
    """What a host's own systems can be told of (`webhooks`)."""

    REGISTRATION_CONFIRMED = "registration.confirmed", "报名成功"
    REGISTRATION_CANCELLED = "registration.cancelled", "取消报名"
    CHECKED_IN = "registration.checked_in", "签到"
    EVENT_PUBLISHED = "event.published", "活动发布"
    EVENT_CANCELLED = "event.cancelled", "活动取消"


class ImportBasis(models.TextChoices):
    """By what right a host brings guests in who have agreed to nothing here."""

    AGREED = "agreed", "本人已同意"
    CONTRACT = "contract", "履行约定所必需"


class GuestColumn(models.TextChoices):
    """What a column of a table of guests may mean."""

    NAME = "name", "姓名"
    ORGANIZATION = "organization", "机构"
    EMAIL = "email", "邮箱"
    PHONE = "phone", "手机"
    TICKET_TYPE = "ticket_type", "票种"
    LANGUAGE = "language", "语言"


class GuestLineState(models.TextChoices):
    """How it stands with a line of such a table."""

    NEW = "new", "将导入"
    KNOWN = "known", "已有名额"
    FLAWED = "flawed", "有问题"


class GuestFlaw(models.TextChoices):
    """What may be wrong with it."""

    UNREADABLE = "unreadable", "无法读取"
    EMPTY = "empty", "必填"
    TOO_LONG = "too_long", "过长或含不可见字符"
    NO_CONTACT = "no_contact", "缺少邮箱或手机"
    BAD_CONTACT = "bad_contact", "联系方式无效"
    UNKNOWN_KIND = "unknown_kind", "没有这个票种"
    NO_KIND = "no_kind", "请选择票种"
    UNKNOWN_LANGUAGE = "unknown_language", "不支持这种语言"
    REPEATED = "repeated", "与前面的行重复"


class HelperRole(models.TextChoices):
    """What somebody does for an event that another organization hosts; what that lets them do is in `permissions`."""

    CO_HOST = "co_host", "共同主办"
    DESK = "desk", "接待"
    CHECK_IN = "check_in", "签到"


class HelperState(models.TextChoices):
    """Only who has accepted helps."""

    INVITED = "invited", "待答复"
    ACCEPTED = "accepted", "协办中"
    DECLINED = "declined", "已谢绝"
    ENDED = "ended", "已结束"


# Of one that stands: asked, or helping.
ASKED_TO_HELP = (HelperState.INVITED, HelperState.ACCEPTED)


class DeviceRole(models.TextChoices):
    """Who uses a device of the door: somebody who keeps it, or each guest for themselves."""

    DOOR = "door", "工作人员签到"
    KIOSK = "kiosk", "来宾自助签到"
