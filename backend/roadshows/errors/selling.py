"""Refusals about what can be had: kinds of tickets, quotas, vouchers, prices."""

from backend.core.errors import Conflict, Invalid
from backend.core.languages import text


class TicketTypeSoldOut(Conflict):
    code = "roadshows.ticket_type_sold_out"
    message = text("该票种已满，请选择其他票种。", "All tickets of this kind are taken. Choose another.")


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
