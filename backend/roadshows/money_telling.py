"""What guests are told of paying by bank transfer, and of the money they asked back for."""

from django.utils import translation

from backend.core.languages import text
from backend.payments.models import RefundRequest, Transfer
from backend.roadshows.models import Registration
from backend.roadshows.telling import Words, link_of, send
from backend.roadshows.wording import moment_of, sum_of

_ACCOUNT = Words(
    text("请转账并上传凭证：{title}", "Please transfer and send the proof: {title}"),
    text(
        "您选择了对公转账支付“{title}”。\n\n户名：{name}\n开户行：{bank}\n账号：{number}\n金额：{sum}\n"
        "附言（请务必填写）：{reference}\n{note}\n请在 {until} 前转账并上传凭证，逾期名额将释放：\n{link}",
        "You chose to pay “{title}” by bank transfer.\n\nAccount name: {name}\nBank: {bank}\nAccount: {number}\n"
        "Amount: {sum}\nReference (please give it): {reference}\n{note}\n"
        "Please transfer it and send the proof before {until}, or the place is given up:\n{link}",
    ),
    text(
        "“{title}”转账：{name}，{bank}，{number}，{sum}，附言 {reference}。请在 {until} 前上传凭证：{link}",
        "“{title}” by transfer: {name}, {bank}, {number}, {sum}, reference {reference}. Send the proof before {until}: {link}",
    ),
)
_REFUSED = Words(
    text("转账凭证未通过：{title}", "The proof of your transfer was not taken: {title}"),
    text(
        "主办方没有接受“{title}”的转账凭证。\n原因：{reason}\n请在 {until} 前重新上传，逾期名额将释放：\n{link}",
        "The host did not take the proof of your transfer for “{title}”.\nReason: {reason}\n"
        "Please send another before {until}, or the place is given up:\n{link}",
    ),
    text(
        "“{title}”转账凭证未通过：{reason}。请在 {until} 前重新上传：{link}",
        "The proof for “{title}” was not taken: {reason}. Send another before {until}: {link}",
    ),
)
_EXPIRED = Words(
    text("名额已释放：{title}", "Your place was given up: {title}"),
    text(
        "“{title}”未在时限内收到转账凭证，名额已释放。如果您已经转账，请联系主办方核对：还有名额时补发票券，否则退还。\n{link}",
        "No proof of a transfer came for “{title}” in time, and your place was given up. If you have paid, please ask the "
        "host: you get a ticket while there is a place, or else your money back.\n{link}",
    ),
    text(
        "“{title}”未按时收到转账凭证，名额已释放。如已转账请联系主办方。",
        "No proof for “{title}” came in time; your place was given up. If you have paid, please ask the host.",
    ),
)
_AGREED = Words(
    text("已同意退款：{title}", "Your money will come back: {title}"),
    text(
        "主办方同意了您对“{title}”的退款申请，退款 {sum}，票券随之作废。{answer}\n{link}",
        "The host agreed to your request for “{title}”: {sum} will come back, and the ticket is no longer valid. {answer}\n{link}",
    ),
    text(
        "“{title}”同意退款 {sum}，票券作废。{answer}", "“{title}”: {sum} will come back; the ticket is void. {answer}"
    ),
)
_DECLINED = Words(
    text("未同意退款：{title}", "Your request was declined: {title}"),
    text(
        "主办方没有同意您对“{title}”的退款申请，票券继续有效。\n原因：{answer}\n{link}",
        "The host declined your request for “{title}”; your ticket stays valid.\nReason: {answer}\n{link}",
    ),
    text("“{title}”未同意退款：{answer}", "Your request for “{title}” was declined: {answer}"),
)


def send_account(registration: Registration, transfer: Transfer) -> None:
    """Raises whatever the mail server refuses with, as all of these."""
    with translation.override(registration.language):
        values = {
            "name": transfer.account_name,
            "bank": transfer.bank,
            "number": transfer.account_number,
            "note": transfer.account_note,
            "sum": sum_of(transfer.order.money),
            "reference": transfer.order.code,
            "until": moment_of(transfer.expires_at),
        }
    _send(_ACCOUNT, registration, **values)


def send_transfer_refusal(registration: Registration, transfer: Transfer) -> None:
    _send(_REFUSED, registration, reason=transfer.refusal, until=moment_of(transfer.expires_at))


def send_transfer_expiry(registration: Registration) -> None:
    _send(_EXPIRED, registration)


def send_answer(registration: Registration, request: RefundRequest) -> None:
    if request.refund is not None:
        _send(_AGREED, registration, sum=sum_of(request.refund.money), answer=request.answer)
    else:
        _send(_DECLINED, registration, answer=request.answer)


def _send(words: Words, registration: Registration, **values: str) -> None:
    link = link_of(registration)
    send(words, registration.event, registration.contact, registration.language, link=link, **values)
