"""A person's own tickets: those to come first."""

from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from backend.accounts.permissions import is_person
from backend.core.actors import Viewer
from backend.core.listing import Sorts, by_name
from backend.roadshows.enums import HOLDS_A_PLACE, EventState
from backend.roadshows.models import Registration

# Words of a ticket that its holder reads.
SEARCHED = (
    *("event__title", "event__title_en", "event__venue", "event__district", "code"),
    *("event__organization__brand_name", "event__organization__legal_name", "event__organization__name_en"),
)
# `comes_at` is `visible_tickets`' own.
SORTS: Sorts = {
    "soonest": lambda: [F("comes_at").asc(nulls_last=True), "-event__starts_at"],
    "newest": lambda: ["-created_at"],
    "title": lambda: [by_name("event__title", en=["event__title_en"])],
}
WHENS = ("upcoming", "past", "cancelled", "all")

_off = ~Q(state__in=HOLDS_A_PLACE) | Q(event__state=EventState.CANCELLED)


def visible_tickets(viewer: Viewer, now: datetime) -> QuerySet[Registration]:
    """Those of the viewer's account, in any state; nobody else's. `comes_at` is set while the ticket is good, and each has
    `has_companions`.
    """
    rows = Registration.objects.select_related("event__organization__logo", "ticket_type")
    rows = rows.prefetch_related("event__ticket_types", "event__quotas")
    if not is_person(viewer):
        return rows.none()
    comes_at = Case(When(_to_come(now), then=F("event__starts_at")))
    companions = Registration.objects.filter(lead=OuterRef("pk"))
    own = rows.filter(person=viewer.pk)
    return own.annotate(comes_at=comes_at, has_companions=Exists(companions))  # type: ignore[no-redef]


def of_time(rows: QuerySet[Registration], when: str, now: datetime) -> QuerySet[Registration]:
    """Each ticket is one of three: to come or on, over, or cancelled by its holder or by the host."""
    if when == "upcoming":
        return rows.filter(_to_come(now))
    if when == "past":
        return rows.exclude(_to_come(now) | _off)
    return rows.filter(_off) if when == "cancelled" else rows


def _to_come(now: datetime) -> Q:
    """An event that is on may run over its time."""
    stands = Q(state__in=HOLDS_A_PLACE, event__state__in=(EventState.PUBLISHED, EventState.LIVE))
    return stands & (Q(event__ends_at__gt=now) | Q(event__state=EventState.LIVE))
