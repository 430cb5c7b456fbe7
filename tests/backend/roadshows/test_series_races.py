"""Two hands that make a series at once by one key, and what would become of it if neither held the host."""

from typing import Any

import pytest

from backend.core import clock
from backend.organizations.models import Organization
from backend.roadshows.errors import StaleEvent
from backend.roadshows.models import Event, EventSeries
from backend.roadshows.services import series
from tests.factories.roadshows import EventFactory
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def _made_twice_at_once() -> list[BaseException | None]:
    event = EventFactory.create()
    owner, now = person_in(event.organization), clock.now()
    wish = series.SeriesWish("", "weekly", 3, None)

    def make() -> None:
        read = Event.objects.select_related("organization").get(pk=event.pk)
        series.make_series(actor=owner, event=read, edition=1, wish=wish, key="one", now=now)

    return overlap(make, make)


def test_one_key_makes_one_series_however_many_ask_at_once() -> None:
    assert _made_twice_at_once() == [None, None]
    assert (EventSeries.objects.count(), Event.objects.count()) == (1, 3)


def test_without_the_hold_on_the_host_the_second_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it looks for the key before the first has written it."""

    def look_only(actor: Any, organization: Organization) -> None:
        """Holds nothing."""

    monkeypatch.setattr(series, "hold_host", look_only)
    first, second = _made_twice_at_once()
    assert first is None
    assert isinstance(second, StaleEvent)
