"""Reads of fapiao, and of how much of one has to be taken back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from backend.core.actors import Viewer
from backend.core.clock import midnight
from backend.core.listing import Sorts, holding
from backend.files.models import StoredFile
from backend.organizations import selectors as organizations
from backend.payments.enums import ISSUED, FapiaoState
from backend.payments.models import Checkout, Fapiao, RedLetter

SORTS: Sorts = {"newest": lambda: ["-id"], "oldest": lambda: ["id"]}
_SEARCHED = ("order__code", "item", "title", "tax_number", "number")


def with_due(rows: QuerySet[Fapiao]) -> QuerySet[Fapiao]:
    """`due_minor`: what money that went back leaves to be taken back by a red letter."""
    checkouts = Checkout.objects.filter(order=OuterRef("order")).order_by().values("order")
    kept = checkouts.annotate(kept=Sum(F("paid_minor") - F("returned_minor"))).values("kept")
    due = F("amount_minor") - F("red_minor") - Coalesce(Subquery(kept), 0)
    letters = RedLetter.objects.select_related("fapiao", "file").order_by("id")
    return rows.annotate(due_minor=Greatest(due, 0)).prefetch_related(Prefetch("red_letters", letters))


def visible_fapiao(viewer: Viewer) -> QuerySet[Fapiao]:
    """Those of orders of organizations the viewer works for. Who paid reads theirs by what was bought."""
    rows = with_due(Fapiao.objects.filter(order__payee__in=organizations.worked_for(viewer)))
    return rows.select_related("order__payee__logo", "file")


def owing(rows: QuerySet[Fapiao]) -> QuerySet[Fapiao]:
    """Those of `with_due` of which a red letter is due."""
    is_due: dict[str, Any] = {"state__in": ISSUED, "due_minor__gt": 0}
    return rows.filter(**is_due)


def narrowed_fapiao(rows: QuerySet[Fapiao], *, asked: Mapping[str, Any]) -> QuerySet[Fapiao]:
    """Of one payee, in one state, asked for on some days, with a red letter due."""
    if asked.get("organization") is not None:
        rows = rows.filter(order__payee=asked["organization"])
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("since"):
        rows = rows.filter(created_at__gte=midnight(asked["since"]))
    if asked.get("until"):
        rows = rows.filter(created_at__lt=midnight(asked["until"] + timedelta(days=1)))
    if asked.get("red_due"):
        rows = owing(rows)
    return holding(rows, asked.get("q", ""), _SEARCHED)


def fapiao_file(row_id: UUID) -> StoredFile | None:
    """The file of a fapiao, or of a red letter, by the id of either."""
    letter = RedLetter.objects.select_related("file").filter(pk=row_id).first()
    if letter is not None:
        return letter.file
    row = Fapiao.objects.select_related("file").filter(pk=row_id).first()
    return row.file if row is not None else None


def red_due(fapiao_id: UUID) -> int:
    """What of one has to be taken back, in minor units."""
    row: Any = with_due(Fapiao.objects.filter(pk=fapiao_id)).get()
    return int(row.due_minor)


def fapiao_of(order_id: UUID) -> Fapiao | None:
    """The one of an order that is not void."""
    rows = with_due(Fapiao.objects.select_related("order", "file"))
    return rows.filter(order=order_id).exclude(state=FapiaoState.VOID).first()
