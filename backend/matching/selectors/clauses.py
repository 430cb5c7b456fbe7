"""A question as conditions on rows, one for each facet, so that a facet's counts can leave out its own choice.

This is the reduced mode: what the database answers alone while the engine is away. It reads the text with the same
understanding, and knows the same sector subtree, stage, amount and place as the index.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from backend.core.money import EXPONENTS, Currency
from backend.deals.models import Thesis
from search.criteria import forbidden
from search.knowledge import Knowledge
from search.normalize import runs, spoken, unfold
from search.records import LEVELS, AmountRange, Place
from search.request import SearchRequest
from search.understanding import Understood, understand

Clauses = dict[str, Q]
PlaceRow = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question and how its text was read."""

    request: SearchRequest
    understood: Understood
    knowledge: Knowledge

    @property
    def amount(self) -> AmountRange | None:
        return self.request.amount or self.understood.amount

    @property
    def has_text(self) -> bool:
        """Whether the text narrows anything beside the amount it may name."""
        return any(not part.excluded and part.amount is None and part.values for part in self.understood.parts)

    @property
    def name(self) -> str:
        """The text as a name may hold it: what is excluded is no part of it."""
        return self.understood.text if self.understood.excludes else self.request.text

    @property
    def forbidden(self) -> Mapping[str, tuple[str, ...]]:
        """What a row must not have, by field."""
        return forbidden(self.request, self.understood)


def read(request: SearchRequest, knowledge: Knowledge) -> Reading:
    return Reading(request, understand(request.text, knowledge, request.target), knowledge)


def subtree(codes: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """The codes and everything below them."""
    children = knowledge.sectors.children
    return tuple(dict.fromkeys(code for top in codes for code in (top, *children.get(top, ()))))


def combined(clauses: Mapping[str, Q], *, without: str = "") -> Q:
    """All conditions, or all but one facet's own."""
    return all_of(clause for name, clause in clauses.items() if name != without)


def all_of(clauses: Iterable[Q]) -> Q:
    """Every one of the conditions; anything when there is none."""
    return reduce(and_, clauses, Q())


def any_of(clauses: Iterable[Q]) -> Q:
    """One of the conditions; nothing when there is none."""
    return reduce(or_, clauses, Q(pk__in=[]))


def saying(
    phrases_of: Callable[[Iterable[str]], Iterable[tuple[Any, tuple[str, ...]]]], unwanted: Iterable[str]
) -> list[Any]:
    """Keys of the rows that say one of the words, judged as the index judges. The database narrows them down first."""
    wanted = frozenset(unwanted)
    likely = tuple(dict.fromkeys(form for word in wanted for form in _spellings(word)))
    return [key for key, texts in phrases_of(likely) if wanted & runs(map(spoken, texts))]


def _spellings(held: str) -> tuple[str, str]:
    """A phrase of the index as a text would write it, in both scripts: its longest unit that has no blank inside."""
    joined = "".join(held.split()) if not held.isascii() else max(held.split(), key=len)
    return joined, unfold(joined)


def places_clause(wanted: Iterable[str], rows: Iterable[PlaceRow], knowledge: Knowledge, prefix: str = "") -> Q:
    """Rows whose place lies in one of the wanted paths. `rows` are the distinct places there are."""
    names = [f"{prefix}{level}" for level in LEVELS]
    paths = set(wanted)
    return any_of(Q(**dict(zip(names, row, strict=True))) for row in rows if paths & set(nodes_of(row, knowledge)))


def nodes_of(row: PlaceRow, knowledge: Knowledge) -> tuple[str, ...]:
    """The paths from the country down to a row's place."""
    return knowledge.places.nodes(Place(**dict(zip(LEVELS, row, strict=True))))


def with_ticket_ends(theses: QuerySet[Thesis]) -> QuerySet[Thesis]:
    """With what `amount_clause` asks for: an end that is not stated takes the other one's value."""
    return theses.annotate(
        low_end=Coalesce("ticket_min_minor", "ticket_max_minor"),
        high_end=Coalesce("ticket_max_minor", "ticket_min_minor"),
    )


def amount_clause(amount: AmountRange, knowledge: Knowledge) -> Q:
    """Rows whose `low_end` to `high_end` (annotated, minor units of `currency`) meet the amount asked for."""
    rates = knowledge.rates.cny
    unit = rates[amount.currency]
    clauses = []
    for currency in Currency:
        scale = unit / rates[currency.value] * 10 ** EXPONENTS.get(currency, 2)
        clause = Q(currency=currency)
        if amount.low is not None:
            clause &= Q(high_end__gte=int(amount.low * scale))
        if amount.high is not None:
            clause &= Q(low_end__lte=int(amount.high * scale))
        clauses.append(clause)
    return any_of(clauses)
