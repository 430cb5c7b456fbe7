"""What a payee says of the money it takes."""

from dataclasses import asdict, dataclass

from django.db import transaction

from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.organizations.models import Organization
from backend.payments.errors import HalfAnAccount
from backend.payments.models import PayeeTerms


@dataclass(frozen=True, slots=True)
class Terms:
    """The account transfers go to, all of it or nothing, and the tax in prices, in hundredths of a percent."""

    account_name: str
    bank: str
    account_number: str
    account_note: str
    tax_bp: int


@transaction.atomic
def write_terms(*, actor: Actor, payee: Organization, terms: Terms) -> PayeeTerms:
    """Write them down for orders to come; those that stand keep theirs. Raises NotPermitted, HalfAnAccount."""
    require(actor, "payments.manage_terms", payee)
    account = {"account_name": terms.account_name, "bank": terms.bank, "account_number": terms.account_number}
    if any(account.values()) and not all(account.values()):
        raise HalfAnAccount(fields={name: [HalfAnAccount.message] for name, said in account.items() if not said})
    Organization.objects.select_for_update(no_key=True).only("pk").get(pk=payee.pk)
    row = PayeeTerms.objects.filter(payee=payee).first() or PayeeTerms(payee=payee)
    for name, value in asdict(terms).items():
        setattr(row, name, value)
    row.save()
    audit.record(actor, "payee.terms_written", row, organizations=[payee.pk])
    return row
