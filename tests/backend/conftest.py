"""The search index of a test."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from pytest_django import Settings

from backend.matching import engine as engines
from search import client, indices
from tests.support.search_index import Index, prefix_of_process, require_engine

_PATIENCE = 20.0  # seconds


@pytest.fixture(scope="session")
def _indices_of_process(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The indices are made once in a process and dropped at its end."""
    from django.conf import settings  # noqa: PLC0415 - only after the settings were chosen

    require_engine()
    # As long as people are made to wait, a loaded machine may not answer; these tests ask what is answered.
    patch = pytest.MonkeyPatch()
    patch.setattr(engines, "_connection", lru_cache(lambda url: client.connect(url, read_timeout=_PATIENCE)))
    before, settings.SEARCH_PREFIX = settings.SEARCH_PREFIX, prefix_of_process()
    with django_db_blocker.unblock():
        yield
        indices.drop_all(engines.current())
    patch.undo()
    settings.SEARCH_PREFIX = before


@pytest.fixture
def index(db: None, _indices_of_process: None, settings: Settings) -> Iterator[Index]:
    """Empty indices; what a test changes is indexed when it calls `index.catch_up()`."""
    settings.SEARCH_PREFIX = prefix_of_process()
    held, url = Index(), settings.ELASTICSEARCH_URL
    indices.create_missing(held.engine)
    yield held
    # The test may have left without an engine.
    settings.ELASTICSEARCH_URL = url
    held.empty()
