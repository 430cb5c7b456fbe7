"""Mails to the address a fapiao was asked for with: the file itself stays here, behind a link."""

from django.core.mail import EmailMessage
from django.utils import translation

from backend.core import letters
from backend.core.languages import text
from backend.payments.links import address_of
from backend.payments.models import Fapiao, RedLetter

_ISSUED = (
    text("发票：{item}", "Fapiao: {item}"),
    text(
        "{payee}已开具发票。\n抬头：{title}\n内容：{item}\n金额：{sum}\n发票号码：{number}\n\n下载：\n{link}\n\n持有此链接的人可以下载这份发票。",
        "{payee} has issued your fapiao.\nTitle: {title}\nItem: {item}\nAmount: {sum}\nNumber: {number}\n\n"
        "Download:\n{link}\n\nWhoever has this link can download it.",
    ),
)
_RED = (
    text("红字发票：{item}", "Red-letter fapiao: {item}"),
    text(
        "退款后，{payee}已开具红字发票。\n原发票号码：{original}\n红字发票号码：{number}\n红冲金额：{sum}\n\n下载：\n{link}",
        "After a refund {payee} has issued a red-letter fapiao.\nOriginal number: {original}\nRed-letter number: {number}\n"
        "Amount taken back: {sum}\n\nDownload:\n{link}",
    ),
)


def send_fapiao(row: Fapiao) -> None:
    """Raises whatever the mail server refuses with."""
    _send(_ISSUED, row, number=row.number, sum=_sum(row), link=address_of(row.pk))


def send_red_letter(row: RedLetter) -> None:
    values = {"original": row.fapiao.number, "number": row.number, "sum": _sum(row), "link": address_of(row.pk)}
    _send(_RED, row.fapiao, **values)


def _sum(row: Fapiao | RedLetter) -> str:
    return f"{row.money.currency} {row.money.major:,.2f}"


def _send(words: tuple[object, object], row: Fapiao, **values: str) -> None:
    with translation.override(row.order.language):
        known = {"payee": row.order.payee.display_name, "title": row.title, "item": row.item} | values
        subject, body = (str(one).format(**known) for one in words)
        letters.post(EmailMessage(" ".join(subject.split()), body + "\n", to=[row.email]))
