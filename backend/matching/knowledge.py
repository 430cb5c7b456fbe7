"""What search has to know of the world: the sector tree in force, the places, and the platform's reference rates."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from backend.core import rates
from backend.core.money import Currency
from backend.taxonomy.selectors import current_tree
from search import amounts, places
from search.knowledge import Knowledge
from search.sectors import SectorTree


@lru_cache(maxsize=1)
def _rates() -> amounts.Rates:
    """The platform's own rates, so that the database and the index compare amounts alike."""
    cny = Decimal(str(rates.PER_USD[Currency.CNY]))
    table = {currency.value: cny / Decimal(str(units)) for currency, units in rates.PER_USD.items()}
    return amounts.Rates(version=rates.RATES_AS_OF, effective=date.fromisoformat(rates.RATES_AS_OF), cny=table)


@lru_cache(maxsize=2)
def _around(tree: SectorTree) -> Knowledge:
    return Knowledge(sectors=tree, places=places.shipped(), rates=_rates())


def current() -> Knowledge:
    """In force now; one small query."""
    return _around(current_tree())
