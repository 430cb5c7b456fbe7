"""The real engine under a prefix of this process: what a test wrote is there when it says so, and gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings as django_settings

from backend.core import clock
from backend.matching import engine as engines
from backend.matching.services import indexing
from backend.matching.services.indexing import Drained
from search import indices
from search.engine import Engine
from search.records import ObjectKind

# Nobody listens there, so every call fails at once, as when the engine is away.
NOWHERE = "http://127.0.0.1:9"


class Index:
    """Handle of a test on its indices."""

    def catch_up(self) -> Drained:
        """Work off all marks and make the result searchable."""
        done = indexing.drain(now=clock.now())
        indices.refresh(engines.current())
        return done

    @property
    def engine(self) -> Engine:
        return engines.current()

    def found(self, kind: ObjectKind) -> set[str]:
        """Everything that can be found, whoever asks."""
        indices.refresh(self.engine)
        return {one.id for one in indices.stored_versions(self.engine, kind) if not one.is_removed}

    def versions(self, kind: ObjectKind) -> dict[str, int]:
        indices.refresh(self.engine)
        return {one.id: one.version for one in indices.stored_versions(self.engine, kind)}

    @contextmanager
    def away(self, settings: Any) -> Iterator[None]:
        """Inside, this process cannot reach the engine."""
        url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, NOWHERE
        try:
            yield
        finally:
            settings.ELASTICSEARCH_URL = url

    def empty(self) -> None:
        """Forget all documents, but keep the indices."""
        names = [self.engine.read_alias(kind) for kind in ObjectKind]
        writes = self.engine.connection.writes
        writes.indices.refresh(index=names)
        writes.delete_by_query(index=names, query={"match_all": {}}, conflicts="proceed", refresh=True)


def prefix_of_process() -> str:
    """One for each test process, so that several never meet."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def require_engine() -> None:
    """A missing engine fails the test instead of letting it pass for nothing."""
    assert django_settings.ELASTICSEARCH_URL, "ELASTICSEARCH_URL is not set: these tests need the real engine"
