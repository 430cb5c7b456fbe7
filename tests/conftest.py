"""What every test may use: the real services, a clean outbox of mails, and no way out to other hosts."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from backend.core import outbox
from backend.core.tasks import defer_drain
from tests.support import emptying, migrated, results

JOURNEYS = Path(__file__).parent / "journeys"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's driver keeps an event loop in this thread until the end, so whatever starts its own loop goes first."""
    items.sort(key=lambda item: item.path.is_relative_to(JOURNEYS))


def pytest_sessionfinish(exitstatus: int) -> None:
    # A run that was broken off has measured half.
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
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


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Hashing is slow on purpose, and hundreds of tests sign in. Servers that tests start hash as in life."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _drains_at_once() -> None:
    """A test that imports the server's entry point would have those of all later ones gathered on a thread of its own."""
    outbox.set_drain(defer_drain)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database is a copy of the migrated one, if there is one; what is missing in it is migrated as ever."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated.template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """Tests with real transactions empty the tables when they end; a run that was killed has not. With `--reuse-db` the
    next one would meet its rows.
    """
    if request.config.getoption("reuse_db"):
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)
    with django_db_blocker.unblock():
        emptying.restore_instead_of_flush()
