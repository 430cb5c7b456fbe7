"""One street at full scale for all lines, in a database and under a prefix of this process alone; both are gone afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test.utils import setup_databases, teardown_databases

from backend.core import garbage
from backend.matching import engine as engines
from search import indices
from search.records import ObjectKind
from tests.bench import street as streets
from tests.bench.street import FULL, Size
from tests.support.results import is_full
from tests.support.search_index import prefix_of_process, require_engine


@pytest.fixture(scope="session")
def database(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """A test database as any other. No test here is marked to need one, for each would be wrapped in a transaction of its own."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default": {}})
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def street(database: None, django_db_blocker: Any) -> Iterator[Size]:
    """All rows written, pitches and firms indexed. Tests read and write the same committed rows."""
    from django.conf import settings  # noqa: PLC0415 - only after the settings were chosen

    require_engine()
    assert is_full(), "measured by `make bench` alone; a small street guards the same in every run"
    before, settings.SEARCH_PREFIX = settings.SEARCH_PREFIX, f"{prefix_of_process()}_bench"
    with django_db_blocker.unblock():
        try:
            streets.fill(FULL)
            for kind in (ObjectKind.DEAL, ObjectKind.INVESTOR):
                streets.index(kind)
            garbage.settle()
            yield FULL
        finally:
            indices.drop_all(engines.current())
            settings.SEARCH_PREFIX = before
