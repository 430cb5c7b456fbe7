"""Columns as the plain values of records."""

from decimal import Decimal
from functools import lru_cache

from backend.core.money import EXPONENTS, Currency
from backend.deals.models import Pitch
from backend.organizations.models import Organization
from search import places
from search.records import LEVELS, AmountRange, Place


def major(minor: int | None, currency: str) -> Decimal | None:
    """Minor units as major units; None stays None."""
    return None if minor is None else Decimal(minor).scaleb(-EXPONENTS.get(Currency(currency), 2))


def amount(low: int | None, high: int | None, currency: str) -> AmountRange | None:
    """A range of money; None when neither end is stated."""
    if low is None and high is None:
        return None
    return AmountRange(low=major(low, currency), high=major(high, currency), currency=currency)


def place_of(row: Pitch | Organization) -> Place:
    """Where a pitch or an organization is."""
    return Place(country=row.country, region=row.region, city=row.city, district=row.district)


def stated(*texts: str) -> tuple[str, ...]:
    """The texts that say something, each once."""
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


@lru_cache(maxsize=2048)
def named_place(level: str, name: str) -> Place:
    """A place somebody named at one level. A listed place is taken where it really lies: 香港 is no city of a country."""
    listed = places.shipped()
    own = listed.path(Place(**{level: name}))
    path = own if not own.startswith(places.UNKNOWN) else listed.words.code_of(name)
    return Place(**dict(zip(LEVELS, path.split("/"), strict=False))) if path else Place(**{level: name})
