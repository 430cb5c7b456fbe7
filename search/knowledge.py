"""Everything the package has to know of the world to read a text or a record; handed in, never looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from search.amounts import Rates
from search.places import PlaceIndex
from search.sectors import SectorTree

T = TypeVar("T")

# Whoever pages or filters asks with the same text again and again.
_READINGS = 2048


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """The sector tree, the places and the exchange rates in force."""

    sectors: SectorTree
    places: PlaceIndex
    rates: Rates

    def remember(self, read: Callable[..., T], *asked: Any) -> T:
        """What `read` makes of what is asked and of this knowledge; of the last that were asked it is not read again."""
        found: T = self._remembered(read, *asked)
        return found

    @cached_property
    def _remembered(self) -> Callable[..., Any]:
        return lru_cache(_READINGS)(lambda read, *asked: read(*asked, self))
