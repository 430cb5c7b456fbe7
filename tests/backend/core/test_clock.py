"""The database's clock, asked and counted on."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from backend.core import clock


@pytest.mark.django_db
def test_lately_goes_on_as_the_database_does_without_being_asked(
    django_assert_num_queries: DjangoAssertNumQueries, settings: Settings
) -> None:
    clock.now()
    with django_assert_num_queries(0):
        known = clock.lately()
        settings.CLOCK_OFFSET_SECONDS = 3600
        moved = clock.lately()
    settings.CLOCK_OFFSET_SECONDS = 0
    assert known is not None
    assert moved is not None
    assert abs(clock.now() - known) < timedelta(seconds=1)
    assert timedelta(hours=1) <= moved - known < timedelta(hours=1, seconds=1)


@pytest.mark.django_db
def test_what_was_heard_long_ago_is_not_counted_on(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.now()
    assert clock.lately() is not None
    monkeypatch.setattr(clock, "LATELY_SECONDS", 0.0)
    assert clock.lately() is None
