"""Reads of transfers."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.core.listing import Sorts, holding
from backend.organizations import selectors as organizations
from backend.payments.enums import TransferState
from backend.payments.models import Order, Transfer

SORTS: Sorts = {"newest": lambda: ["-id"], "soonest": lambda: ["expires_at"]}
_SEARCHED = ("order__code", "order__description", "note")


def transfer_of(order: Order) -> Transfer | None:
    return Transfer.objects.filter(order=order).first()


def awaits_review(order: Order) -> bool:
    """Whether a proof of it lies with its payee, who has not said yes or no."""
    return Transfer.objects.filter(order=order, state=TransferState.SUBMITTED).exists()


def visible_transfers(viewer: Viewer) -> QuerySet[Transfer]:
    """Those to organizations the viewer works for. A bank's papers are between payer and payee: no operator sees them."""
    rows = Transfer.objects.filter(order__payee__in=organizations.worked_for(viewer))
    return rows.select_related("order__payee__logo").prefetch_related("proofs")


def narrowed_transfers(rows: QuerySet[Transfer], *, asked: Mapping[str, Any]) -> QuerySet[Transfer]:
    """Of one payee, in one state."""
    if asked.get("organization") is not None:
        rows = rows.filter(order__payee=asked["organization"])
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    return holding(rows, asked.get("q", ""), _SEARCHED)
