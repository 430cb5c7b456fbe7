"""Orders paid from a bank: an account is told, a proof is sent, and the payee says whether the money is there.

Whoever writes a transfer holds its order first, so that a yes, a no, a proof and the end of the time come one by one.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.permissions import require
from backend.files import services as files
from backend.files.enums import FileKind
from backend.payments import selectors
from backend.payments.enums import BY_TRANSFER, OPEN_TRANSFERS, UNPAID, CheckoutState, OrderState, TransferState
from backend.payments.errors import NoAccount, OrderClosed, TooManyProofs, TransferDecided, TransferOver
from backend.payments.events import TransferChosen, TransferRefused, TransferSubmitted
from backend.payments.models import Checkout, Order, Transfer, TransferProof
from backend.payments.services import settling
from backend.payments.taxes import tax_in

MAX_PROOFS = 10
# Who is refused at the end of their time has this long to send another proof.
TO_MEND = timedelta(days=1)


@transaction.atomic
def choose(*, actor: Actor, order_id: UUID, until: datetime, now: datetime) -> Transfer:
    """Have an order wait for a transfer until then; its payer is told the account. Chosen twice is chosen once.

    Raises OrderClosed, NoAccount.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    before = selectors.transfer_of(order)
    if before is not None:
        return before
    if order.state not in UNPAID or order.closes_at <= now or until <= now:
        raise OrderClosed
    terms = selectors.terms_of(order.payee_id)
    if terms is None or not terms.has_account:
        raise NoAccount
    row = Transfer.objects.create(
        order=order,
        expires_at=until,
        account_name=terms.account_name,
        bank=terms.bank,
        account_number=terms.account_number,
        account_note=terms.account_note,
    )
    order.state, order.closes_at = OrderState.REQUIRES_ACTION, max(order.closes_at, until)
    order.save(update_fields=["state", "closes_at", "updated_at"])
    audit.record(actor, "transfer.chosen", row, organizations=[order.payee_id])
    outbox.publish(TransferChosen(order_id=order.pk))
    return row


def send_proof(*, actor: Actor, order_id: UUID, upload: files.Upload, now: datetime) -> Transfer:
    """Keep what a payer shows for their transfer, and have the payee look at it. The place waits until they did.

    Raises TransferOver, TooManyProofs, and what `files.store_upload` raises.
    """
    _takes_proof(Transfer.objects.filter(order=order_id).first(), now)
    # Who holds the link of what was bought needs no account to upload: the caller has checked the link.
    file = files.store_upload(actor=SYSTEM, kind=FileKind.PROOF, upload=upload, now=now)
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=order_id)
        row = _takes_proof(Transfer.objects.select_for_update().filter(order=order).first(), now)
        if row.proofs.count() >= MAX_PROOFS:
            raise TooManyProofs
        TransferProof.objects.create(transfer=row, file=file)
        files.keep(file, now)
        row.state, row.submitted_at, row.refusal = TransferState.SUBMITTED, now, ""
        row.save(update_fields=["state", "submitted_at", "refusal", "updated_at"])
        audit.record(actor, "transfer.proof_sent", row, organizations=[order.payee_id])
        outbox.publish(TransferSubmitted(order_id=order.pk, transfer_id=row.pk))
    return row


def _takes_proof(row: Transfer | None, now: datetime) -> Transfer:
    """While one is looked at, another may be added. Raises TransferOver."""
    if row is not None and row.state == TransferState.SUBMITTED:
        return row
    if row is None or row.state not in OPEN_TRANSFERS or row.expires_at <= now:
        raise TransferOver
    return row


@transaction.atomic
def accept(*, actor: Actor, transfer: Transfer, note: str, now: datetime) -> Transfer:
    """The money is there: what follows is what follows any payment, once. Also of one whose time was over.

    Raises NotPermitted, TransferDecided.
    """
    order, row = _held(actor, transfer)
    if row.state == TransferState.ACCEPTED:
        raise TransferDecided
    _decide(actor, row, TransferState.ACCEPTED, now, note=note, refusal="")
    checkout = Checkout.objects.create(
        order=order,
        gateway=BY_TRANSFER,
        state=CheckoutState.PAID,
        expires_at=now,
        paid_minor=order.amount_minor,
        paid_at=now,
        tax_minor=tax_in(order.amount_minor, order.tax_bp),
        fee_minor=0,
        fee_currency=order.currency,
    )
    audit.record(actor, "transfer.accepted", row, organizations=[order.payee_id])
    settling.credit(order, checkout, now=now)
    return row


@transaction.atomic
def refuse(*, actor: Actor, transfer: Transfer, reason: str, now: datetime) -> Transfer:
    """The proof shows no money: its payer is told why, and has at least a day to send another.

    Raises NotPermitted, TransferDecided.
    """
    order, row = _held(actor, transfer)
    if row.state != TransferState.SUBMITTED:
        raise TransferDecided
    audit.record(actor, "transfer.refused", row, organizations=[order.payee_id])
    if order.state not in UNPAID:
        # Paid in another way meanwhile: nothing more is expected, and nobody is told of a place at risk.
        _decide(actor, row, TransferState.CLOSED, now, refusal=reason)
        return row
    row.expires_at = max(row.expires_at, now + TO_MEND)
    _decide(actor, row, TransferState.REFUSED, now, refusal=reason)
    order.closes_at = row.expires_at
    order.save(update_fields=["closes_at", "updated_at"])
    outbox.publish(TransferRefused(order_id=order.pk, transfer_id=row.pk))
    return row


def _held(actor: Actor, transfer: Transfer) -> tuple[Order, Transfer]:
    """Order and transfer, held in the order every writer holds them. Raises NotPermitted."""
    order = Order.objects.select_for_update(of=("self",)).select_related("payee").get(pk=transfer.order_id)
    require(actor, "payments.review_transfer", order)
    return order, Transfer.objects.select_for_update().get(pk=transfer.pk)


def _decide(actor: Actor, row: Transfer, state: TransferState, now: datetime, *, refusal: str, note: str = "") -> None:
    row.state, row.decided_at, row.refusal, row.note = state, now, refusal, note
    row.decided_by = actor if isinstance(actor, User) and is_person(actor) else None
    row.save(update_fields=["state", "decided_at", "decided_by", "refusal", "note", "expires_at", "updated_at"])
