"""Writing theses. Every act checks the right, leaves one audit row and tells the apps above."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.core import audit, outbox, rates
from backend.core.actors import Actor
from backend.core.errors import Conflict
from backend.core.money import Currency, Money
from backend.core.permissions import require
from backend.deals.enums import ThesisState
from backend.deals.errors import FirmNotVerified, ThesisIncomplete, WrongState
from backend.deals.events import ThesisChanged
from backend.deals.models import Thesis
from backend.deals.services import thesis_checks as checks
from backend.deals.services.limits import require_room_for_thesis
from backend.organizations import selectors as organizations
from backend.organizations.models import Organization

MONEY_FIELDS = {"ticket_min": "ticket_min_minor", "ticket_max": "ticket_max_minor", "revenue_min": "revenue_min_minor"}


@transaction.atomic
def create_thesis(*, actor: Actor, firm: Organization, values: Mapping[str, Any], now: datetime) -> Thesis:
    """Write a draft. `values` as `thesis_checks.ThesisValues`. Raises NotPermitted, TooManyTheses, Invalid."""
    require(actor, "deals.create_thesis", firm)
    require_room_for_thesis(firm.pk)
    thesis = Thesis(firm=firm)
    _write(actor, thesis, values, now=now)
    audit.record(actor, "thesis.created", thesis, organizations=[firm.pk])
    outbox.publish(ThesisChanged(thesis_id=thesis.pk, firm_id=firm.pk))
    return thesis


@transaction.atomic
def update_thesis(*, actor: Actor, thesis: Thesis, version: int, values: Mapping[str, Any], now: datetime) -> Thesis:
    """Change the given fields only. A published thesis stays published and must stay complete.

    Raises NotPermitted, Conflict when `version` is not the stored one, Invalid, ThesisIncomplete.
    """
    require(actor, "deals.update_thesis", thesis)
    thesis = _locked(thesis)
    if thesis.version != version:
        raise Conflict
    _write(actor, thesis, values, now=now)
    if thesis.state == ThesisState.PUBLISHED:
        _require_complete(thesis)
    audit.record(actor, "thesis.updated", thesis, organizations=[thesis.firm_id], fields=sorted(values))
    outbox.publish(ThesisChanged(thesis_id=thesis.pk, firm_id=thesis.firm_id))
    return thesis


@transaction.atomic
def publish_thesis(*, actor: Actor, thesis: Thesis, now: datetime) -> Thesis:
    """Show the thesis to everybody. Raises NotPermitted, WrongState, FirmNotVerified, ThesisIncomplete."""
    require(actor, "deals.update_thesis", thesis)
    thesis = _locked(thesis)
    if thesis.state == ThesisState.PUBLISHED:
        raise WrongState
    if not organizations.is_verified_now(thesis.firm, now):
        raise FirmNotVerified
    _require_complete(thesis)
    thesis.state, thesis.published_at = ThesisState.PUBLISHED, now
    return _moved(actor, thesis, "thesis.published")


@transaction.atomic
def pause_thesis(*, actor: Actor, thesis: Thesis, now: datetime) -> Thesis:
    """Hide a published thesis from everybody outside the firm. Raises NotPermitted, WrongState."""
    require(actor, "deals.update_thesis", thesis)
    thesis = _locked(thesis)
    if thesis.state != ThesisState.PUBLISHED:
        raise WrongState
    thesis.state = ThesisState.PAUSED
    return _moved(actor, thesis, "thesis.paused")


@transaction.atomic
def delete_thesis(*, actor: Actor, thesis: Thesis) -> None:
    """Remove the thesis; its row history stays. Raises NotPermitted."""
    require(actor, "deals.delete_thesis", thesis)
    audit.record(actor, "thesis.deleted", thesis, organizations=[thesis.firm_id], title=thesis.title)
    outbox.publish(ThesisChanged(thesis_id=thesis.pk, firm_id=thesis.firm_id))
    thesis.delete()


def _locked(thesis: Thesis) -> Thesis:
    """The row as it is now, held until the end of the transaction, so that two writers take turns."""
    return Thesis.objects.select_for_update(of=("self",)).select_related("firm__logo", "fund").get(pk=thesis.pk)


def _write(actor: Actor, thesis: Thesis, values: Mapping[str, Any], *, now: datetime) -> None:
    clean = checks.checked(actor, thesis, values, now=now)
    conflicts = clean.pop("portfolio_conflicts", None)
    for name, column in MONEY_FIELDS.items():
        if name in clean:
            money: Money | None = clean.pop(name)
            setattr(thesis, column, None if money is None else money.minor)
    for name, value in clean.items():
        setattr(thesis, name, value)
    thesis.ticket_min_usd = _usd(thesis.ticket_min_minor, thesis.currency)
    thesis.ticket_max_usd = _usd(thesis.ticket_max_minor, thesis.currency)
    if not thesis._state.adding:
        thesis.version += 1
    thesis.save()
    if conflicts is not None:
        thesis.portfolio_conflicts.set(conflicts)


def _usd(minor: int | None, currency: str) -> int | None:
    return None if minor is None else rates.to_usd(Money(minor, Currency(currency)))


def _require_complete(thesis: Thesis) -> None:
    missing = checks.missing_for_publication(thesis)
    if missing:
        raise ThesisIncomplete(fields=missing)


def _moved(actor: Actor, thesis: Thesis, action: str) -> Thesis:
    thesis.version += 1
    thesis.save(update_fields=["state", "published_at", "version", "updated_at"])
    audit.record(actor, action, thesis, organizations=[thesis.firm_id])
    outbox.publish(ThesisChanged(thesis_id=thesis.pk, firm_id=thesis.firm_id))
    return thesis
