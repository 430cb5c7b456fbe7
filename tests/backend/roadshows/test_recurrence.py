"""Which days a series has: held against a walk through the calendar, day by day, and against lists written by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.roadshows.enums import SeriesRule
from backend.roadshows.recurrence import MOST, days_of

A_DAY = timedelta(days=1)


def _is_last_of_month(day: date) -> bool:
    return (day + A_DAY).month != day.month


def _fits(rule: SeriesRule, first: date, day: date) -> bool:
    """Whether a day of the calendar belongs to the series; told of the day alone, without counting months."""
    if rule in (SeriesRule.WEEKLY, SeriesRule.FORTNIGHTLY):
        return (day - first).days % (7 if rule == SeriesRule.WEEKLY else 14) == 0
    if rule == SeriesRule.MONTHLY_DATE:
        return day.day == first.day or (_is_last_of_month(day) and day.day < first.day)
    if day.weekday() != first.weekday():
        return False
    if first.day > 28:
        return (day + timedelta(days=7)).month != day.month
    return (day.day + 6) // 7 == (first.day + 6) // 7


def _walked(rule: SeriesRule, first: date, *, most: int, until: date) -> list[date]:
    found: list[date] = []
    day = first
    while day <= until and len(found) < most:
        if _fits(rule, first, day):
            found.append(day)
        day += A_DAY
    return found


_FIRST = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SeriesRule), _FIRST, st.integers(2, MOST))
def test_so_many_days_are_those_a_walk_through_the_calendar_finds(rule: SeriesRule, first: date, count: int) -> None:
    assert days_of(rule, first, count=count) == _walked(rule, first, most=count, until=first + timedelta(days=1700))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SeriesRule), _FIRST, st.integers(0, 800))
def test_until_a_day_it_is_that_day_too_and_at_most_one_above_what_a_series_may_have(
    rule: SeriesRule, first: date, length: int
) -> None:
    until = first + timedelta(days=length)
    assert days_of(rule, first, until=until) == _walked(rule, first, most=MOST + 1, until=until)


@pytest.mark.parametrize(
    ("rule", "first", "days"),
    [
        (SeriesRule.MONTHLY_DATE, "2027-12-31", ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        (SeriesRule.MONTHLY_DATE, "2027-01-30", ["2027-01-30", "2027-02-28", "2027-03-30", "2027-04-30"]),
        (SeriesRule.MONTHLY_WEEKDAY, "2026-11-12", ["2026-11-12", "2026-12-10", "2027-01-14", "2027-02-11"]),
        (SeriesRule.MONTHLY_WEEKDAY, "2026-12-31", ["2026-12-31", "2027-01-28", "2027-02-25", "2027-03-25"]),
        (SeriesRule.FORTNIGHTLY, "2026-12-24", ["2026-12-24", "2027-01-07", "2027-01-21"]),
        (SeriesRule.WEEKLY, "2028-02-22", ["2028-02-22", "2028-02-29", "2028-03-07"]),
    ],
)
def test_ends_of_months_as_they_are_said(rule: SeriesRule, first: str, days: list[str]) -> None:
    """A 31st is the last day of a shorter month; a fifth weekday is the last of each."""
    found = days_of(rule, date.fromisoformat(first), count=len(days))
    assert [day.isoformat() for day in found] == days


def test_no_series_goes_beyond_the_calendar_of_the_street() -> None:
    assert days_of(SeriesRule.MONTHLY_DATE, date(2100, 11, 30), count=5) == [date(2100, 11, 30), date(2100, 12, 30)]
    assert days_of(SeriesRule.WEEKLY, date(9999, 12, 31), count=5) == []
