"""The index of a fault test is seen by several processes and threads, so its rows are really committed."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from backend.matching import engine as engines
from search import client, indices
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


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """This process waits long for the engine: where a search without it would be a fault, a busy machine must not make one."""
    connection = client.connect(settings.ELASTICSEARCH_URL, read_timeout=60.0)
    monkeypatch.setattr(engines, "_connection", lambda _: connection)
    yield
    connection.close()
