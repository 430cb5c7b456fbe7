"""Places as paths from the country down (`cn/guangdong/shenzhen/futian`), and the words that name them.

Known places come from `data/places.csv`; a place that is not listed becomes a path of its own words, so it can still be
filtered by and compared.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from search.names import pinyin
from search.normalize import fold
from search.records import Place
from search.vocabulary import AliasTable

UNKNOWN = "-"
# Of a step nobody listed: all four fit into the path a question may name.
_MAX_STEP = 45
_REMEMBERED = 4096
_NOT_SLUG = re.compile(r"[\W_]+")
# Country codes used in sources are also everyday words or other abbreviations, so in a question they do not count.
_CODES_IN_SOURCES = frozenset({"can", "ind", "are", "mac", "che", "fra"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A listed place and its names."""

    path: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlaceIndex:
    """All listed places."""

    places: tuple[NamedPlace, ...]

    @cached_property
    def words(self) -> AliasTable:
        """The words of a question that name a place."""
        return AliasTable(
            (place.path, [name for name in place.names if fold(name) not in _CODES_IN_SOURCES]) for place in self.places
        )

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for place in self.places:
            for name in (*place.names, place.path.rpartition("/")[2]):
                found[fold(name)] = (*found.get(fold(name), ()), place.path)
        return found

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        return {place.path: (place.names[0], place.names[1]) for place in self.places}

    def names_of(self, path: str) -> tuple[str, str]:
        """How the last step of a path is called in Chinese and in English; one that is not listed by its own words."""
        own = path.rpartition("/")[2].replace("-", " ").title()
        return self._names.get(path, (own, own))

    def path(self, place: Place) -> str:
        """The deepest path of a place; listed parts by their code, others by their own words; empty when nothing is stated."""
        path = ""
        for level, part in enumerate((place.country, place.region, place.city, place.district)):
            path = self._extend(path, fold(part), level) if part.strip() else path
        return path

    def nodes(self, place: Place) -> tuple[str, ...]:
        """The path and everything above it, from the country down; levels nobody stated are left out."""
        return self._nodes(place)

    # A place is asked for by each view and by its features, and many objects are in the same.
    @cached_property
    def _nodes(self) -> Callable[[Place], tuple[str, ...]]:
        return lru_cache(_REMEMBERED)(
            lambda place: tuple(node for node in prefixes(self.path(place)) if not node.endswith(UNKNOWN))
        )

    def _extend(self, path: str, name: str, level: int) -> str:
        """Go on from `path` to the place called `name` below it; a named place supplies the levels that were left out."""
        known = [
            found
            for found in self._by_name.get(name, ())
            if (not path or f"{found}/".startswith(f"{path}/")) and _fits(found, level)
        ]
        if known:
            return max(known, key=lambda found: found.count("/"))
        slug = _NOT_SLUG.sub("-", pinyin(name)).strip("-")[:_MAX_STEP].strip("-") or "x"
        parts = path.split("/") if path else []
        return "/".join([*parts, *[UNKNOWN] * (level - len(parts)), slug])


def _fits(path: str, level: int) -> bool:
    """A city may not be read as a country; municipalities are region and city under one name."""
    return path.count("/") == level


def prefixes(path: str) -> tuple[str, ...]:
    """A path and all paths above it, shortest first."""
    parts = path.split("/") if path else []
    return tuple("/".join(parts[: i + 1]) for i in range(len(parts)))


@lru_cache(maxsize=1)
def shipped() -> PlaceIndex:
    """The places listed in `data/places.csv`."""
    with resources.files("search.data").joinpath("places.csv").open(encoding="utf-8") as lines:
        return PlaceIndex(
            places=tuple(
                NamedPlace(
                    path=row["path"],
                    names=tuple(name for name in (row["name_zh"], row["name_en"], *row["aliases"].split("|")) if name),
                )
                for row in csv.DictReader(lines)
            )
        )
