"""What fault tests share: the index, whose rows are really committed since several processes see them, and a Valkey to take away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from backend.core import ratelimit
from backend.core.pauses import Pause
from backend.feeds import rooms
from backend.live import valkey as live_valkey
from backend.matching import engine as engines
from search import client, indices
from tests.support.mortal_valkey import MortalValkey, mortal_valkey
from tests.support.room_servers import Nursery
from tests.support.rooms import KIND, CountingRoom
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


@pytest.fixture(scope="session")
def nursery(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where servers of rooms come from."""
    held = Nursery(tmp_path_factory.mktemp("nursery") / "nursery.log")
    yield held
    held.close()


@pytest.fixture
def counting_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rooms._rooms, KIND, CountingRoom())


@pytest.fixture
def valkey(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, counting_room: None
) -> Iterator[MortalValkey]:
    """This process's own; there are rooms that count."""
    with mortal_valkey(tmp_path / "valkey") as held:
        settings.REDIS_URL = held.url
        for user in (live_valkey, ratelimit):
            user._client.cache_clear()
            monkeypatch.setattr(user, "_pause", Pause(user.PAUSE_SECONDS))
        yield held
    for user in (live_valkey, ratelimit):
        user._client.cache_clear()
