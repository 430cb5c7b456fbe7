"""Reads of payers' requests for money back."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet, Sum

from backend.core.actors import Viewer
from backend.core.listing import Sorts, holding
from backend.organizations import selectors as organizations
from backend.payments.enums import RETURNED, RefundState, RequestState
from backend.payments.models import RefundRequest

SORTS: Sorts = {"newest": lambda: ["-id"], "oldest": lambda: ["id"]}
_SEARCHED = ("order__code", "order__description", "reason", "answer")


def visible_requests(viewer: Viewer) -> QuerySet[RefundRequest]:
    """Those of orders of organizations the viewer works for, with what may still be given back."""
    rows = RefundRequest.objects.filter(order__payee__in=organizations.worked_for(viewer))
    rows = rows.annotate(
        left_minor=Sum(
            F("order__checkouts__paid_minor")
            - F("order__checkouts__returning_minor")
            - F("order__checkouts__returned_minor")
        )
    )
    return rows.select_related("order__payee__logo", "refund__checkout__order")


def narrowed_requests(rows: QuerySet[RefundRequest], *, asked: Mapping[str, Any]) -> QuerySet[RefundRequest]:
    """Of one payee, at one stage."""
    if asked.get("organization") is not None:
        rows = rows.filter(order__payee=asked["organization"])
    match asked.get("state"):
        case None | "":
            pass
        case RequestState.APPROVED:
            rows = rows.filter(state=RequestState.APPROVED).exclude(refund__state__in=(*RETURNED, RefundState.SENT))
        case RequestState.SENT:
            rows = rows.filter(refund__state=RefundState.SENT)
        case RequestState.DONE:
            rows = rows.filter(refund__state__in=RETURNED)
        case state:
            rows = rows.filter(state=state)
    return holding(rows, asked.get("q", ""), _SEARCHED)
