"""Which days a series has: plain reckoning with the street's calendar, where a day has always the same hours."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from backend.roadshows.enums import SeriesRule

# As many dates as a series may have, the first included; no rule looks further than the street's calendar goes.
MOST, LAST_YEAR = 52, 2100
_WEEKS = {SeriesRule.WEEKLY: 1, SeriesRule.FORTNIGHTLY: 2}
_A_WEEK = 7


def days_of(rule: SeriesRule, first: date, *, count: int | None = None, until: date | None = None) -> list[date]:
    """The days of a series that begins on `first`: so many, or those until a day. Never more than one above `MOST`.

    Monthly by date on the 29th, 30th or 31st is the last day of a month that has no such day; monthly by weekday from
    a fifth one on is the last such weekday of each month.
    """
    most = MOST + 1 if count is None else min(count, MOST + 1)
    days: list[date] = []
    for day in _following(rule, first):
        if len(days) == most or day.year > LAST_YEAR or (until is not None and day > until):
            break
        days.append(day)
    return days


def _following(rule: SeriesRule, first: date) -> Iterator[date]:
    if rule in _WEEKS:
        for step in range(MOST + 1):
            yield first + timedelta(weeks=_WEEKS[rule] * step)
        return
    for step in range(MOST + 1):
        years, month = divmod(first.month - 1 + step, 12)
        begin = date(first.year + years, month + 1, 1)
        yield _weekday_in(begin, first) if rule == SeriesRule.MONTHLY_WEEKDAY else _date_in(begin, first)


def _date_in(begin: date, first: date) -> date:
    return begin.replace(day=min(first.day, monthrange(begin.year, begin.month)[1]))


def _weekday_in(begin: date, first: date) -> date:
    """The second Thursday where `first` is one; of a fifth one the last."""
    which = (first.day - 1) // _A_WEEK
    day = begin + timedelta(days=(first.weekday() - begin.weekday()) % _A_WEEK, weeks=which)
    return day if day.month == begin.month else day - timedelta(weeks=1)
