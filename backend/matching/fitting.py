"""How many published theses fit a pitch that is only five fields yet. The database answers this alone, in either mode."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from backend.core.money import Money
from backend.matching import knowledge
from backend.matching.eligibility import public_theses
from backend.matching.enums import Mode
from backend.matching.selectors.clauses import amount_clause
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
    rows = public_theses(now).annotate(
        low_end=Coalesce("ticket_min_minor", "ticket_max_minor"),
        high_end=Coalesce("ticket_max_minor", "ticket_min_minor"),
    )
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
    nodes = set(known.places.nodes(place))
    fitting = [
        (pk, firm)
        for pk, firm, *named in rows.values_list("pk", "firm_id", "countries", "regions", "cities")
        if not nodes or _is_near(named, nodes, known)
    ]
    return FitCount(Mode.FULL, len(fitting), len({firm for _, firm in fitting}))


def _is_near(named: list[list[str]], nodes: set[str], known: Knowledge) -> bool:
    """Whether the place lies in one of the places a thesis names; naming none means anywhere."""
    levels = zip(("country", "region", "city"), named, strict=True)
    places = [Place(**{level: name}) for level, names in levels for name in names]
    return not places or any(known.places.path(place) in nodes for place in places)
