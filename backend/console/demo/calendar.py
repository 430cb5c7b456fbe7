"""Times of the demo: days before today, at an hour of the working day in Shenzhen."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STREET = ZoneInfo("Asia/Shanghai")


def today_of(now: datetime) -> date:
    """The street's date."""
    return now.astimezone(STREET).date()


def moment(day: date, number: int = 0) -> datetime:
    """A time on that day which depends on nothing but the number."""
    return datetime.combine(day, time(9 + number % 9, number * 7 % 60), tzinfo=STREET)


def before(today: date, days: int, number: int = 0) -> datetime:
    return moment(today - timedelta(days=days), number)
