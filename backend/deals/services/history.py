"""Recording closed rounds one by one; files of thousands come through `imports`."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_operator, is_system
from backend.core import audit, outbox, rates
from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.core.money import Money
from backend.core.permissions import require
from backend.deals.enums import SELF_REPORTED, Stage
from backend.deals.events import HistoryChanged
from backend.deals.models import FundingRound, RoundInvestor
from backend.deals.services.limits import require_room_for_round
from backend.organizations import selectors as organizations
from backend.organizations.enums import DatePrecision
from backend.organizations.models import Organization

_FUTURE = text("已完成的融资不能晚于今天。", "A closed round cannot lie in the future.")
_NO_INVESTOR = text("没有找到该投资人。", "This investor was not found.")
_ITSELF = text("企业不能投资自己。", "A company does not invest in itself.")


@transaction.atomic
def record_round(
    *,
    actor: Actor,
    company: Organization,
    stage: Stage,
    closed_on: date,
    today: date,
    closed_precision: DatePrecision = DatePrecision.DAY,
    round_label: str = "",
    amount: Money | None = None,
    valuation_band: str = "",
    investors: Mapping[UUID, bool | None] | None = None,
    source: str = "",
) -> FundingRound:
    """Record one closed round; `investors` maps organization ids to whether they led.

    A round told by the company itself is stored as self-reported whatever `source` says. Raises NotPermitted, TooManyRounds,
    Invalid.
    """
    require(actor, "organizations.record_round", company)
    is_own_word = not (is_system(actor) or is_operator(actor))
    if is_own_word:
        require_room_for_round(company.pk)
    found = _found_investors(actor, company, investors or {})
    if closed_on > today:
        raise Invalid(fields={"closed_on": [_FUTURE]})
    row = FundingRound.objects.create(
        company=company,
        stage=stage,
        closed_on=closed_on,
        closed_precision=closed_precision,
        round_label=round_label,
        amount_minor=amount.minor if amount else None,
        currency=amount.currency if amount else "",
        amount_usd=rates.to_usd(amount) if amount else None,
        valuation_band=valuation_band,
        source=SELF_REPORTED if is_own_word else source,
    )
    RoundInvestor.objects.bulk_create(
        [RoundInvestor(round=row, investor_id=pk, is_lead=is_lead) for pk, is_lead in found.items()]
    )
    audit.record(actor, "round.recorded", row, organizations=[company.pk])
    outbox.publish(HistoryChanged(organization_ids=(company.pk, *found)))
    return row


@transaction.atomic
def remove_round(*, actor: Actor, row: FundingRound) -> None:
    """Take back a self-reported round; an operator may remove any. Once it is gone nothing happens. Raises NotPermitted."""
    require(actor, "deals.remove_round", row)
    if not _held(row):
        return
    investor_ids = tuple(row.participations.values_list("investor_id", flat=True))
    audit.record(actor, "round.removed", row, organizations=[row.company_id])
    outbox.publish(HistoryChanged(organization_ids=(row.company_id, *investor_ids)))
    row.delete()


def _held(row: FundingRound) -> bool:
    """Whether the round still stands, kept from everybody else who removes it until the transaction ends."""
    return FundingRound.objects.select_for_update().filter(pk=row.pk).exists()


def _found_investors(
    actor: Actor, company: Organization, investors: Mapping[UUID, bool | None]
) -> dict[UUID, bool | None]:
    if company.pk in investors:
        raise Invalid(fields={"investors": [_ITSELF]})
    seen = set(organizations.visible_organizations(actor).filter(pk__in=list(investors)).values_list("pk", flat=True))
    if len(seen) != len(investors):
        raise Invalid(fields={"investors": [_NO_INVESTOR]})
    return dict(investors)
