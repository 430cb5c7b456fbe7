"""The index of a fault test is seen by several processes and threads, so its rows are really committed."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from search import indices
from tests.support.search_index import Index, prefix_of_process, require_engine


@pytest.fixture
def shared_index(transactional_db: None, settings: Settings) -> Iterator[Index]:
    """Indices of this test alone, dropped afterwards."""
    require_engine()
    settings.SEARCH_PREFIX = f"{prefix_of_process()}_fault"
    held = Index()
    indices.create_missing(held.engine)
    yield held
    indices.drop_all(held.engine)
