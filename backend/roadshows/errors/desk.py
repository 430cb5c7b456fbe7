"""Refusals at the host's desk: views, mailings, tables brought in."""

from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.languages import text


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
