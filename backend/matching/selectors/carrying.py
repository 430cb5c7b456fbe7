"""How many rows the viewer can find carry each sector, stage, place or word: the numbers beside suggestions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Count, Q, QuerySet

from backend.core.actors import Viewer
from backend.deals.models import Pitch, Thesis
from backend.matching.eligibility import public_deals, public_theses
from backend.matching.projections import thesis_places
from backend.matching.selectors.clauses import any_of, nodes_of
from backend.matching.selectors.facets import spread
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from backend.organizations.models import Organization
from search.knowledge import Knowledge

_PLACE = ("country", "region", "city", "district")


class Carried(Protocol):
    """Counts over what one viewer can find in one kind of search."""

    def sectors(self, known: Knowledge) -> Counter[str]: ...

    def stages(self) -> Counter[frozenset[str]]:
        """By the stages one row carries together."""

    def places(self, known: Knowledge) -> Counter[str]: ...

    def keywords(self, spellings: Iterable[str]) -> list[frozenset[str]]:
        """The keywords of each row that has one in which a spelling stands."""


@dataclass(frozen=True, slots=True)
class OfDeals:
    """Published pitches."""

    viewer: Viewer

    @property
    def _rows(self) -> QuerySet[Pitch]:
        return findable_pitches(self.viewer)

    def sectors(self, known: Knowledge) -> Counter[str]:
        rows = self._rows.values_list("sectors").annotate(count=Count("pk"))
        return spread((known.sectors.paths(codes), count) for codes, count in rows)

    def stages(self) -> Counter[frozenset[str]]:
        rows = self._rows.values_list("stage").annotate(count=Count("pk"))
        return Counter({frozenset({stage}): count for stage, count in rows})

    def places(self, known: Knowledge) -> Counter[str]:
        rows = self._rows.values_list(*_PLACE).annotate(count=Count("pk"))
        return spread((nodes_of(row, known), count) for *row, count in rows)

    def keywords(self, spellings: Iterable[str]) -> list[frozenset[str]]:
        columns = ("tech_keywords", "organization__tech_keywords")
        held = self._rows.filter(_any_like(columns, spellings)).values_list(*columns)
        return [frozenset([*own, *company]) for own, company in held]


@dataclass(frozen=True, slots=True)
class OfInvestors:
    """Firms, by what their theses say and their recorded deals did."""

    viewer: Viewer
    now: datetime

    @property
    def _rows(self) -> QuerySet[Organization]:
        return findable_investors(self.viewer, self.now)

    @property
    def _theses(self) -> QuerySet[Thesis]:
        return public_theses(self.now).select_related(None).filter(firm__in=self._rows.values("pk"))

    def _did(self, column: str) -> list[tuple[Any, Any]]:
        held = public_deals().filter(investor__in=self._rows.values("pk")).order_by()
        return list(held.values_list("investor_id", column).distinct())

    def sectors(self, known: Knowledge) -> Counter[str]:
        held = [*self._theses.values_list("firm_id", "sectors_include"), *self._did("round__company__sectors")]
        return spread((codes, 1) for codes in _by_firm((pk, known.sectors.paths(codes)) for pk, codes in held))

    def stages(self) -> Counter[frozenset[str]]:
        held = [*self._theses.values_list("firm_id", "stages"), *((pk, [one]) for pk, one in self._did("round__stage"))]
        return Counter(frozenset(stages) for stages in _by_firm(held))

    def places(self, known: Knowledge) -> Counter[str]:
        sits = ((pk, nodes_of(row, known)) for pk, *row in self._rows.values_list("pk", *_PLACE))
        looks = (
            (thesis.firm_id, known.places.nodes(place)) for thesis in self._theses for place in thesis_places(thesis)
        )
        return spread((paths, 1) for paths in _by_firm([*sits, *looks]))

    def keywords(self, spellings: Iterable[str]) -> list[frozenset[str]]:
        spellings = tuple(spellings)
        own = self._rows.filter(_any_like(("tech_keywords",), spellings)).values_list("pk", "tech_keywords")
        said = self._theses.filter(_any_like(("keywords",), spellings)).values_list("firm_id", "keywords")
        return [frozenset(words) for words in _by_firm([*own, *said])]


def _any_like(columns: Iterable[str], spellings: Iterable[str]) -> Q:
    columns = tuple(columns)
    return any_of(Q(**{f"{name}__icontains": one}) for one in spellings for name in columns)


def _by_firm(held: Iterable[tuple[Any, Iterable[str]]]) -> list[set[str]]:
    """What each firm carries, each value once."""
    found: dict[Any, set[str]] = {}
    for firm, values in held:
        found.setdefault(firm, set()).update(values)
    return list(found.values())
