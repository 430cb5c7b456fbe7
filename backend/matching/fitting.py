"""How many published theses fit a pitch that is only five fields yet. The database answers this alone, in either mode."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from backend.core.money import Money
from backend.deals.models import Thesis
from backend.matching import knowledge
from backend.matching.eligibility import public_theses
from backend.matching.enums import Mode
from backend.matching.projections import thesis_places
from backend.matching.selectors.clauses import amount_clause, with_ticket_ends
from search.knowledge import Knowledge
from search.records import AmountRange, Place


@dataclass(frozen=True, slots=True)
class FitCount:
    mode: Mode
    theses: int
    firms: int


def count_fits(fields: Mapping[str, Any], *, now: datetime) -> FitCount:
    """Count published theses; what a thesis or the form does not state never excludes."""
    known = knowledge.current()
    rows = with_ticket_ends(public_theses(now).select_related(None))
    sectors = list(known.sectors.paths(fields.get("sector") or ()))
    if sectors:
        rows = rows.filter(Q(sectors_include=[]) | Q(sectors_include__overlap=sectors))
        rows = rows.exclude(sectors_exclude__overlap=sectors)
    if fields.get("stage"):
        rows = rows.filter(Q(stages=[]) | Q(stages__contains=[fields["stage"]]))
    amount: Money | None = fields.get("amount")
    if amount is not None:
        # A ticket fits a round it does not exceed.
        asked = AmountRange(high=amount.major, currency=amount.currency.value)
        rows = rows.filter(Q(low_end=None) | amount_clause(asked, known))
    place = Place(**{name: fields.get(name) or "" for name in ("country", "region", "city")})
    nodes = frozenset(known.places.nodes(place))
    looking = rows.only("firm", "countries", "regions", "cities")
    firms = [thesis.firm_id for thesis in looking if not nodes or _is_near(thesis, nodes, known)]
    return FitCount(Mode.FULL, len(firms), len(set(firms)))


def _is_near(thesis: Thesis, nodes: frozenset[str], known: Knowledge) -> bool:
    """Whether the place lies in one of the places a thesis looks at, as its gate has it; naming none means anywhere."""
    places = thesis_places(thesis)
    return not places or any(known.places.path(place) in nodes for place in places)
