"""What payers and payees of the tests do with money beside the gateway, and whom it tells.

The firm takes the money.
"""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.core import clock, outbox
from backend.core.actors import SYSTEM
from backend.files import services as files
from backend.files.enums import FileKind
from backend.organizations.models import Organization
from backend.payments.enums import BuyerKind, RefundCause, RefundState
from backend.payments.events import RefundDone
from backend.payments.models import Fapiao, Order, Refund, Transfer
from backend.payments.services import desk, fapiao, requests, terms, transfers
from tests.factories.payments import OrderFactory
from tests.support import pdfs
from tests.support.street import Street
from tests.support.uploads import upload

ACCOUNT = {"account_name": "测试会议有限公司", "bank": "测试银行香蜜湖支行", "account_number": "4000 1234"}
USCC = "91350100M000100Y43"


def name_account(payee: Organization, *, tax_bp: int = 600) -> None:
    said = terms.Terms(**ACCOUNT, account_note="", tax_bp=tax_bp)
    terms.write_terms(actor=SYSTEM, payee=payee, terms=said)


def to_transfer(payee: Organization, *, days: int = 3, **fields: Any) -> Transfer:
    """An order of the payee's that waits for a bank."""
    name_account(payee)
    order: Order = OrderFactory.create(payee=payee, tax_bp=600, **fields)
    now = clock.now()
    return transfers.choose(actor=SYSTEM, order_id=order.pk, until=now + timedelta(days=days), now=now)


def a_proof(name: str = "回单.pdf") -> SimpleUploadedFile:
    return upload(name, pdfs.deck([["Bank slip"]]), "application/pdf")


def prove(transfer: Transfer) -> Transfer:
    return transfers.send_proof(actor=SYSTEM, order_id=transfer.order_id, upload=a_proof(), now=clock.now())


def paid_by_transfer(payee: Organization, **fields: Any) -> Order:
    transfer = to_transfer(payee, **fields)
    transfers.accept(actor=SYSTEM, transfer=transfer, note="", now=clock.now())
    return Order.objects.get(pk=transfer.order_id)


def ask_for_fapiao(order: Order, email: str = "books@example.com") -> Fapiao:
    buyer = fapiao.Buyer(BuyerKind.COMPANY, "买方有限公司", USCC, email)
    return fapiao.request(actor=SYSTEM, order_id=order.pk, buyer=buyer)


def a_paper(actor: User, number: str = "26442000000000000001") -> fapiao.Paper:
    """An upload of the actor's, with a number of today."""
    file = files.store_upload(
        actor=actor, kind=FileKind.FAPIAO, upload=upload("fp.xml", b"<?xml version='1.0'?><e/>"), now=clock.now()
    )
    return fapiao.Paper(number, timezone.localdate(clock.now()), file.pk)


def issue(actor: User, row: Fapiao) -> Fapiao:
    return fapiao.issue(actor=actor, fapiao=row, paper=a_paper(actor), now=clock.now())


def give_back(actor: User, order: Order, amount_minor: int | None = None) -> None:
    """By hand, to the end."""
    now = clock.now()
    refund = desk.refund_order(
        actor=actor, order=order, amount_minor=amount_minor, reason="改期", key=f"k{amount_minor}", now=now
    )
    desk.settle(actor=actor, refund=refund, note="银行 0001", now=now)


def _submit(street: Street) -> None:
    prove(to_transfer(street.firm))


def _owe_back(street: Street) -> None:
    boss = street.people["firm admin"]
    order = paid_by_transfer(street.firm)
    desk.refund_order(actor=boss, order=order, amount_minor=None, reason="改期", key="k", now=clock.now())


def _ask_back(street: Street) -> None:
    requests.ask(actor=SYSTEM, order_id=paid_by_transfer(street.firm).pk, reason="有事", percent=100)


def _ask_for_fapiao(street: Street) -> None:
    ask_for_fapiao(paid_by_transfer(street.firm))


def _red_letter(street: Street) -> None:
    boss = street.people["firm admin"]
    order = paid_by_transfer(street.firm)
    issue(boss, ask_for_fapiao(order))
    give_back(boss, order, 1_000)


def _found_at_gateway(street: Street) -> None:
    order = paid_by_transfer(street.firm)
    refund = Refund.objects.create(
        checkout=order.checkouts.get(),
        amount_minor=1_000,
        cause=RefundCause.GATEWAY,
        cause_key="gateway:re_1",
        state=RefundState.DONE,
        provider_id="re_1",
        done_at=clock.now(),
    )
    with transaction.atomic():
        outbox.publish(RefundDone(order_id=order.pk, refund_id=refund.pk))


_HOSTS = {"firm owner", "firm admin", "firm member"}
# Each act, whom it tells of what, and the words in three languages.
MONEY_ACTS: dict[str, Any] = {
    "proof sent": (
        _submit,
        {"payments.transfer_submitted": _HOSTS},
        ("有转账凭证待核对", "有轉賬憑證待核對", "The proof of a transfer waits"),
    ),
    "transfer to give back": (
        _owe_back,
        {"payments.refund_by_hand": _HOSTS},
        ("有一笔转账需要退还", "有一筆轉賬需要退還", "Money of a transfer is to go back"),
    ),
    "money asked back": (
        _ask_back,
        {"payments.refund_asked": _HOSTS},
        ("有人申请退款", "有人申請退款", "asks for their money back"),
    ),
    "money gone back at the gateway": (
        _found_at_gateway,
        {"payments.refund_found": _HOSTS},
        ("支付通道后台有一笔退款", "支付通道後台有一筆退款", "A refund was made at the gateway"),
    ),
    "fapiao asked for": (
        _ask_for_fapiao,
        {"payments.fapiao_requested": _HOSTS},
        ("有人申请发票", "有人申請發票", "A fapiao is asked for"),
    ),
    "red letter due": (
        _red_letter,
        {"payments.red_letter_due": _HOSTS},
        ("有发票需要红冲", "有發票需要紅衝", "A red-letter fapiao is due"),
    ),
}
