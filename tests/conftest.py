"""What every test may use: the real services, a clean outbox of mails, and no way out to other hosts."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

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
