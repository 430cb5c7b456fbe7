from collections.abc import Iterator

import pytest

from backend.feeds import rooms
from tests.support.live_server import DIRECT, PLAIN, serving
from tests.support.rooms import KIND, CountingRoom


@pytest.fixture(autouse=True)
def _counting_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rooms._rooms, KIND, CountingRoom())


@pytest.fixture(params=[DIRECT, PLAIN], ids=["direct", "queued"])
def port(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[int]:
    """A server that writes straight to its transports, and one that does not hand them over."""
    with serving(request.param) as listening:
        yield listening


@pytest.fixture
def direct_port(transactional_db: None) -> Iterator[int]:
    with serving(DIRECT) as listening:
        yield listening
