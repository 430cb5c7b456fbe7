"""Who sees which thesis, and how much of it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.accounts.permissions import is_operator, is_system
from backend.core.actors import Viewer
from backend.core.listing import Sorts, by_name
from backend.deals.enums import ThesisState
from backend.deals.models import Thesis
from backend.organizations import selectors as organizations
from backend.organizations.selectors.organizations import verified_at

# Where words of a list are looked for: what whoever sees a thesis may read. Never its fund.
SEARCHED = ("title", "title_en", "summary", "firm__brand_name", "firm__legal_name", "firm__name_en")
SORTS: Sorts = {
    "newest": lambda: ["-published_at"],
    "updated": lambda: ["-updated_at"],
    "title": lambda: [by_name("title", en=["title_en"])],
}


def visible_theses(viewer: Viewer, now: datetime) -> QuerySet[Thesis]:
    """Published theses of firms that are verified at `now`; one's own firms' in every state.

    The fund behind a thesis is another matter: see `readable_funds`.
    """
    rows = Thesis.objects.select_related("firm__logo", "fund")
    if is_system(viewer) or is_operator(viewer):
        return rows
    public = Q(state=ThesisState.PUBLISHED) & verified_at(now, of="firm__")
    return rows.filter(public | Q(firm__in=list(organizations.roles_of(viewer))))


def readable_funds(viewer: Viewer, theses: Iterable[Thesis], now: datetime) -> frozenset[UUID]:
    """Theses whose fund facts the viewer may read: one's own firms' and, with standing, those of visible funds.

    One query for any number of theses.
    """
    rows = list(theses)
    own = organizations.roles_of(viewer)
    everything = is_system(viewer) or is_operator(viewer)
    fund_ids = {row.fund_id for row in rows if row.fund_id}
    seen = set(organizations.visible_funds(viewer, now).filter(pk__in=fund_ids).order_by().values_list("pk", flat=True))
    return frozenset(row.pk for row in rows if everything or row.firm_id in own or row.fund_id in seen)
