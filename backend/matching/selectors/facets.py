"""Counts for the page's filters. The numbers come from queries that were already cut to what the viewer may see."""

from collections import Counter
from collections.abc import Iterable, Mapping

from backend.matching.answers import FacetCount
from search.knowledge import Knowledge

# What is told at most of one facet by the database, and of one level of places by either.
MOST = 60
_LEVELS = ("country", "region", "city", "district")


def counts(found: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """Most frequent first; equal ones by value, so that the order never flickers."""
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered[:MOST] if count)


def spread(groups: Iterable[tuple[Iterable[str], int]]) -> Counter[str]:
    """A row counts once for each of its values."""
    found: Counter[str] = Counter()
    for values, count in groups:
        for value in set(values):
            found[value] += count
    return found


def by_level(found: Mapping[str, int], knowledge: Knowledge, language: str) -> dict[str, tuple[FacetCount, ...]]:
    """Counts of place paths, as one facet for each level from the country down, with names to show."""
    levels: dict[str, dict[str, int]] = {level: {} for level in _LEVELS}
    for path, count in found.items():
        depth = path.count("/")
        if depth < len(_LEVELS):
            levels[_LEVELS[depth]][path] = count
    names = _names(knowledge, language)
    return {
        level: tuple(
            FacetCount(one.value, one.count, names.get(one.value) or one.value.rpartition("/")[2])
            for one in counts(paths)
        )
        for level, paths in levels.items()
    }


def _names(knowledge: Knowledge, language: str) -> dict[str, str]:
    """Chinese name first, English second, as `search.places` lists them."""
    position = 1 if language == "en" else 0
    return {
        place.path: place.names[position] if len(place.names) > position else place.names[0]
        for place in knowledge.places.places
    }
