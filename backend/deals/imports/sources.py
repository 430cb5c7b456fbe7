"""What is known of catalogues whose files have this layout: how they want to be named, and how exact their days are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from backend.organizations.enums import DatePrecision

PrecisionRule = Callable[[date], DatePrecision]


def _as_written(day: date) -> DatePrecision:
    return DatePrecision.DAY


def _month_before_2015(day: date) -> DatePrecision:
    """The first of a month stands for the month in the catalogue's early years."""
    return DatePrecision.MONTH if day.year < 2015 and day.day == 1 else DatePrecision.DAY


def _year_from_2019_to_2021(day: date) -> DatePrecision:
    """The first of July stands for the year in the catalogue's second source."""
    is_year = 2019 <= day.year <= 2021 and (day.month, day.day) == (7, 1)
    return DatePrecision.YEAR if is_year else DatePrecision.DAY


@dataclass(frozen=True, slots=True)
class Source:
    """`measurement_only`: its terms allow no more; an import says so aloud."""

    credit: str = ""
    precision: PrecisionRule = _as_written
    measurement_only: bool = False


_KNOWN = {
    "cb": Source(credit="Crunchbase, www.crunchbase.com (2013, CC BY)"),
    "itjuzi": Source(credit="IT桔子 itjuzi.com", precision=_month_before_2015, measurement_only=True),
    "india": Source(credit="trak.in, Kaggle", precision=_year_from_2019_to_2021, measurement_only=True),
}


def source_named(name: str) -> Source:
    return _KNOWN.get(name, Source())
