"""Everything the package has to know of the world to read a text or a record; handed in, never looked up."""

from __future__ import annotations

from dataclasses import dataclass

from search.amounts import Rates
from search.places import PlaceIndex
from search.sectors import SectorTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The sector tree, the places and the exchange rates in force."""

    sectors: SectorTree
    places: PlaceIndex
    rates: Rates
