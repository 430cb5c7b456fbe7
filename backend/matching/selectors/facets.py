"""Counts for the page's filters. The numbers come from queries that were already cut to what the viewer may see."""

from collections import Counter
from collections.abc import Iterable, Mapping

from backend.matching.answers import FacetCount
from backend.matching.words import place_name
from search.knowledge import Knowledge
from search.records import LEVELS

# What is told at most of one facet by the database, and of one level of places by either.
MOST = 60


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
    levels: dict[str, dict[str, int]] = {level: {} for level in LEVELS}
    for path, count in found.items():
        depth = path.count("/")
        if depth < len(LEVELS):
            levels[LEVELS[depth]][path] = count
    return {
        level: tuple(
            FacetCount(one.value, one.count, place_name(one.value, knowledge, language)) for one in counts(paths)
        )
        for level, paths in levels.items()
    }
