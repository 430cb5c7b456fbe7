"""How many of what the viewer can find carry each sector, stage, place or word: the numbers beside suggestions.

By the engine, and by the database alone while it is away: that reads all rows, so it is nothing for every key that is pressed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from search.names import compact
from search.normalize import fold
from search.records import LEVELS


class Carried(Protocol):
    """Counts over what one viewer can find in one kind of search; by the engine it is `search.carrying.Carrying`."""

    def sectors(self) -> Mapping[str, int]: ...

    def stages(self, groups: Sequence[Sequence[str]]) -> list[int]:
        """For each group of stages how many carry any of them."""

    def places(self) -> Mapping[str, int]: ...

    def words(self, text: str) -> Mapping[str, Counter[str]]:
        """Keywords that begin like the text: by their compact form, how many carry it and how they write it."""


@dataclass(frozen=True, slots=True)
class OfDeals:
    """Published pitches."""

    viewer: Viewer
    known: Knowledge

    @property
    def _rows(self) -> QuerySet[Pitch]:
        return findable_pitches(self.viewer)

    def sectors(self) -> Counter[str]:
        rows = self._rows.values_list("sectors").annotate(count=Count("pk"))
        return spread((self.known.sectors.paths(codes), count) for codes, count in rows)

    def stages(self, groups: Sequence[Sequence[str]]) -> list[int]:
        rows = self._rows.values_list("stage").annotate(count=Count("pk"))
        return _in_groups(Counter({frozenset({stage}): count for stage, count in rows}), groups)

    def places(self) -> Counter[str]:
        rows = self._rows.values_list(*LEVELS).annotate(count=Count("pk"))
        return spread((nodes_of(row, self.known), count) for *row, count in rows)

    def words(self, text: str) -> Mapping[str, Counter[str]]:
        columns = ("tech_keywords", "organization__tech_keywords")
        held = self._rows.filter(_any_like(columns, text)).values_list(*columns)
        return _written(([*own, *company] for own, company in held), text)


@dataclass(frozen=True, slots=True)
class OfInvestors:
    """Firms, by what their theses say and their recorded deals did."""

    viewer: Viewer
    known: Knowledge
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

    def sectors(self) -> Counter[str]:
        held = [*self._theses.values_list("firm_id", "sectors_include"), *self._did("round__company__sectors")]
        return spread((codes, 1) for codes in _by_firm((pk, self.known.sectors.paths(codes)) for pk, codes in held))

    def stages(self, groups: Sequence[Sequence[str]]) -> list[int]:
        held = [*self._theses.values_list("firm_id", "stages"), *((pk, [one]) for pk, one in self._did("round__stage"))]
        return _in_groups(Counter(frozenset(stages) for stages in _by_firm(held)), groups)

    def places(self) -> Counter[str]:
        sits = ((pk, nodes_of(row, self.known)) for pk, *row in self._rows.values_list("pk", *LEVELS))
        looks = (
            (thesis.firm_id, self.known.places.nodes(place))
            for thesis in self._theses
            for place in thesis_places(thesis)
        )
        return spread((paths, 1) for paths in _by_firm([*sits, *looks]))

    def words(self, text: str) -> Mapping[str, Counter[str]]:
        own = self._rows.filter(_any_like(("tech_keywords",), text)).values_list("pk", "tech_keywords")
        said = self._theses.filter(_any_like(("keywords",), text)).values_list("firm_id", "keywords")
        return _written(_by_firm([*own, *said]), text)


def spellings(text: str) -> Iterator[str]:
    """As typed, and in simplified characters."""
    typed = text.strip()
    yield typed
    if fold(typed) != typed.lower():
        yield fold(typed)


def _any_like(columns: tuple[str, ...], text: str) -> Q:
    return any_of(Q(**{f"{name}__icontains": one}) for one in spellings(text) for name in columns)


def _in_groups(carried: Mapping[frozenset[str], int], groups: Sequence[Sequence[str]]) -> list[int]:
    """By the stages one row carries together: how many carry any of each group."""
    return [sum(count for stages, count in carried.items() if stages & set(codes)) for codes in groups]


def _written(rows: Iterable[Iterable[str]], text: str) -> dict[str, Counter[str]]:
    typed = compact(text)
    found: dict[str, Counter[str]] = {}
    for keywords in rows:
        for form, word in {compact(word): word for word in keywords if compact(word).startswith(typed)}.items():
            found.setdefault(form, Counter())[word] += 1
    return found


def _by_firm(held: Iterable[tuple[Any, Iterable[str]]]) -> list[set[str]]:
    """What each firm carries, each value once."""
    found: dict[Any, set[str]] = {}
    for firm, values in held:
        found.setdefault(firm, set()).update(values)
    return list(found.values())
