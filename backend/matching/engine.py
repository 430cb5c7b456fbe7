"""The search engine of this process, put together once: connection, sector tree, rates and the model of past deals."""

import hashlib
from functools import lru_cache

from django.conf import settings

from backend.matching import knowledge, models_of_deals
from search import client
from search.client import Connection
from search.engine import Engine
from search.errors import SearchUnavailable
from search.knowledge import Knowledge


@lru_cache(maxsize=4)
def _connection(url: str) -> Connection:
    return client.connect(url)


def prefix() -> str:
    """What the names of all our indices begin with."""
    return f"{settings.SEARCH_PREFIX}-"


def current(known: Knowledge | None = None) -> Engine:
    """The engine with what is in force now, `known` when it has just been read. Raises SearchUnavailable when this
    installation has none.
    """
    if not settings.ELASTICSEARCH_URL:
        raise SearchUnavailable("search.not_configured")
    return Engine(
        connection=_connection(settings.ELASTICSEARCH_URL),
        prefix=prefix(),
        knowledge=known or knowledge.current(),
        model=models_of_deals.current(),
        cursor_key=hashlib.sha256(f"search cursor {settings.SECRET_KEY}".encode()).digest(),
    )
