"""Funds of an investment firm."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.permissions import require
from backend.organizations.enums import FundType
from backend.organizations.errors import FilingTaken, StillInUse
from backend.organizations.events import OrganizationChanged
from backend.organizations.models import Fund, Organization

_EDITABLE = frozenset(
    {
        "name",
        "name_en",
        "fund_type",
        "amac_filing_no",
        "currency",
        "committed_minor",
        "paid_in_minor",
        "vintage_year",
        "end_year",
        "description",
    }
)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - _EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return values


def _save(fund: Fund) -> None:
    try:
        with transaction.atomic():
            fund.save()
    except IntegrityError as error:
        raise FilingTaken(fields={"amac_filing_no": [FilingTaken.message]}) from error


@transaction.atomic
def create_fund(*, actor: User, firm: Organization, name: str, fund_type: FundType, **values: Any) -> Fund:
    """Add a fund to a firm. Raises FilingTaken, NotPermitted (also for organizations that are no firm)."""
    require(actor, "organizations.create_fund", firm)
    fund = Fund(firm=firm, name=name, fund_type=fund_type, **_checked(values))
    _save(fund)
    audit.record(actor, "fund.created", fund, organizations=[firm.pk])
    outbox.publish(OrganizationChanged(organization_id=firm.pk))
    return fund


@transaction.atomic
def update_fund(*, actor: User, fund: Fund, **values: Any) -> Fund:
    """Change a fund. Raises FilingTaken, NotPermitted."""
    require(actor, "organizations.update_fund", fund)
    row = Fund.objects.select_for_update(of=("self",)).select_related("firm").get(pk=fund.pk)
    changed = sorted(name for name, value in _checked(values).items() if getattr(row, name) != value)
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    _save(row)
    audit.record(actor, "fund.updated", row, organizations=[row.firm_id], fields=changed)
    outbox.publish(OrganizationChanged(organization_id=row.firm_id))
    return row


@transaction.atomic
def delete_fund(*, actor: User, fund: Fund) -> None:
    """Remove a fund. Raises StillInUse when something depends on it, NotPermitted."""
    require(actor, "organizations.delete_fund", fund)
    audit.record(actor, "fund.deleted", fund, organizations=[fund.firm_id], name=fund.name)
    outbox.publish(OrganizationChanged(organization_id=fund.firm_id))
    try:
        with transaction.atomic():
            fund.delete()
    except ProtectedError as error:
        raise StillInUse from error
