import pytest

from backend.feeds import rooms
from tests.support.rooms import KIND, CountingRoom


@pytest.fixture(autouse=True)
def _counting_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rooms._rooms, KIND, CountingRoom())
