"""What every test may use: the real services, a clean outbox of mails, and no way out to other hosts."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import results

JOURNEYS = Path(__file__).parent / "journeys"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's driver keeps an event loop in this thread until the end, so whatever starts its own loop goes first."""
    items.sort(key=lambda item: item.path.is_relative_to(JOURNEYS))


def pytest_sessionfinish() -> None:
    results.keep()


_real_connect = socket.socket.connect


def _guarded_connect(self: socket.socket, address: Any) -> None:
    """Only this machine: tests never reach Stripe, mail servers or anything else."""
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0]
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"a test tried to reach {host}")
    _real_connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _guarded_connect)
    yield
    patch.undo()
