"""Fapiao: asked for, issued by the payee elsewhere and handed on here, and taken back by red letters after refunds."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.files import services as files
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from backend.files.selectors import usable_upload
from backend.organizations.errors import BadUscc
from backend.organizations.services import clean_uscc
from backend.payments import selectors
from backend.payments.enums import ISSUED, BuyerKind, FapiaoState
from backend.payments.errors import (
    BadFapiaoNumber,
    BadTaxNumber,
    FapiaoNotToIssue,
    FapiaoOfTheFuture,
    NoFapiao,
    NoRedLetterDue,
)
from backend.payments.events import FapiaoIssued, FapiaoRequested, RedLetterIssued
from backend.payments.models import Fapiao, Order, RedLetter

# Of the paper kind, and of the fully digital kind.
_NUMBER = re.compile(r"(?:[0-9]{8}|[0-9]{20})")


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom a fapiao is made out to, and where it goes. Neither item nor amount is theirs to say."""

    kind: BuyerKind
    title: str
    tax_number: str
    email: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What the tax system gave: its number, its day, and the file, an upload of whoever hands it in."""

    number: str
    issued_on: date
    file_id: UUID


@transaction.atomic
def request(*, actor: Actor, order_id: UUID, buyer: Buyer) -> Fapiao:
    """Ask for the fapiao of an order, for what is kept of its money; until it is issued, asking again changes the buyer.

    Raises BadTaxNumber, NoFapiao.
    """
    tax_number = _clean(buyer)
    order = Order.objects.select_for_update().get(pk=order_id)
    row = Fapiao.objects.filter(order=order).exclude(state=FapiaoState.VOID).first()
    if row is not None and row.state != FapiaoState.REQUESTED:
        raise NoFapiao
    if row is None:
        paid = selectors.paid_checkouts(order).first()
        if paid is None or paid.left_minor == 0:
            raise NoFapiao
        row = Fapiao(order=order, item=order.description, amount_minor=paid.left_minor, currency=order.currency)
    row.buyer, row.title, row.tax_number, row.email = buyer.kind, buyer.title, tax_number, buyer.email
    row.save()
    audit.record(actor, "fapiao.requested", row, organizations=[order.payee_id])
    outbox.publish(FapiaoRequested(order_id=order.pk, fapiao_id=row.pk))
    return row


def _clean(buyer: Buyer) -> str:
    """The tax number in its one spelling. Raises BadTaxNumber."""
    refusal = BadTaxNumber(fields={"tax_number": [BadTaxNumber.message]})
    try:
        found = clean_uscc(buyer.tax_number) or ""
    except BadUscc as error:
        raise refusal from error
    if bool(found) != (buyer.kind == BuyerKind.COMPANY):
        raise refusal
    return found


@transaction.atomic
def issue(*, actor: User, fapiao: Fapiao, paper: Paper, now: datetime) -> Fapiao:
    """Hand in what the tax system issued; it goes to the buyer by mail.

    Raises NotPermitted, FapiaoNotToIssue, BadFapiaoNumber, FapiaoOfTheFuture, FileNotUsable.
    """
    row = _held(actor, fapiao)
    if row.state != FapiaoState.REQUESTED:
        raise FapiaoNotToIssue
    row.file = _taken(actor, paper, now)
    row.state, row.number, row.issued_on, row.issued_by = FapiaoState.ISSUED, paper.number, paper.issued_on, actor
    row.save()
    audit.record(actor, "fapiao.issued", row, organizations=[row.order.payee_id])
    outbox.publish(FapiaoIssued(order_id=row.order_id, fapiao_id=row.pk))
    return row


@transaction.atomic
def issue_red_letter(*, actor: User, fapiao: Fapiao, paper: Paper, now: datetime) -> RedLetter:
    """Hand in the red letter of what went back and was not taken back yet: the sum is ours to say, and goes by mail too.

    Raises NotPermitted, NoRedLetterDue, BadFapiaoNumber, FapiaoOfTheFuture, FileNotUsable.
    """
    row = _held(actor, fapiao)
    due = selectors.red_due(row.pk) if row.state in ISSUED else 0
    if due == 0:
        raise NoRedLetterDue
    letter = RedLetter.objects.create(
        fapiao=row,
        amount_minor=due,
        number=paper.number,
        issued_on=paper.issued_on,
        file=_taken(actor, paper, now),
        issued_by=actor,
    )
    row.state, row.red_minor = FapiaoState.RED_LETTERED, row.red_minor + due
    row.save(update_fields=["state", "red_minor", "updated_at"])
    audit.record(actor, "fapiao.red_lettered", row, organizations=[row.order.payee_id])
    outbox.publish(RedLetterIssued(order_id=row.order_id, red_letter_id=letter.pk))
    return letter


def mark_delivered(fapiao_id: UUID, *, now: datetime) -> None:
    """The mail with it has left. Safe to run twice; one that was taken back meanwhile stays so."""
    rows = Fapiao.objects.filter(pk=fapiao_id)
    rows.filter(delivered_at=None).update(delivered_at=now, updated_at=now)
    rows.filter(state=FapiaoState.ISSUED).update(state=FapiaoState.DELIVERED)


def _held(actor: Actor, fapiao: Fapiao) -> Fapiao:
    """The row, held after its order, so that no refund comes between. Raises NotPermitted."""
    order = Order.objects.select_for_update(of=("self",)).select_related("payee").get(pk=fapiao.order_id)
    require(actor, "payments.issue_fapiao", order)
    row = Fapiao.objects.select_for_update().get(pk=fapiao.pk)
    row.order = order
    return row


def _taken(actor: User, paper: Paper, now: datetime) -> StoredFile:
    if not _NUMBER.fullmatch(paper.number):
        raise BadFapiaoNumber(fields={"number": [BadFapiaoNumber.message]})
    if paper.issued_on > timezone.localdate(now):
        raise FapiaoOfTheFuture(fields={"issued_on": [FapiaoOfTheFuture.message]})
    file = usable_upload(actor, paper.file_id, FileKind.FAPIAO, lock=True)
    files.keep(file, now)
    return file
