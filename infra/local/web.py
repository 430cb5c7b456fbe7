"""The product's own processes: where they listen and how they start."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from infra.local import node, qr, venv
from infra.local.children import Child, Program
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT
from infra.local.ports import free_port, wished_port

ASGI = "backend.config.asgi:application"
# Sockets: our protocol hands its transport to the rooms; small messages, and no compression of what is small.
# Who answers no ping within half a minute is gone.
SOCKETS = (
    *("--ws", "backend.live.protocol:RoomProtocol", "--ws-max-size", "65536", "--ws-per-message-deflate", "false"),
    *("--ws-ping-interval", "10", "--ws-ping-timeout", "15"),
)
EVERYWHERE = "0.0.0.0"
MEND_SECONDS = 3.0


@dataclass(frozen=True)
class Address:
    """Where the server listens, and how a person reaches it."""

    host: str
    port: int
    name: str

    @property
    def url(self) -> str:
        return f"http://{self.name}:{self.port}"

    @property
    def local_url(self) -> str:
        """How this machine asks it, whatever it listens on."""
        return f"http://{'127.0.0.1' if self.host == EVERYWHERE else self.host}:{self.port}"

    @property
    def is_open(self) -> bool:
        """Whether other devices can reach it."""
        return self.host == EVERYWHERE


def choose_address(variable: str = "PORT", default: int = 8000) -> Address:
    """HOST and PORT of the environment, or the next free port. Raises LocalError."""
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    port = free_port(wished_port(variable, default), host=host)
    return Address(host, port, qr.local_address() if host == EVERYWHERE else host)


def environment(address: Address) -> dict[str, str]:
    """What every process of the demo is told about itself; what is set from outside stays."""
    hosts = ["localhost", "127.0.0.1", "[::1]", address.name]
    told = {
        "XMH_LOCAL": "1",
        "XMH_DEMO": "1",
        "PUBLIC_URL": address.url,
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(hosts)),
        "PYTHONUNBUFFERED": "1",
    }
    return {name: value for name, value in told.items() if not os.environ.get(name)}


def server(address: Address, told: Mapping[str, str], *, reload: bool = False) -> Program:
    """The web server. It speaks on our terminal: the demo prints its mails and messages there."""
    command = [str(venv.python()), "-m", "uvicorn", ASGI, "--host", address.host, "--port", str(address.port)]
    command += ["--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "3", *SOCKETS]
    if reload:
        command += ["--reload", "--reload-dir", "backend", "--reload-dir", "search"]
    return Program("web", command, {**os.environ, **told}, CHECKOUT, grace=6)


def behind(address: Address) -> Address:
    """Where the server of the interface listens in development, for this machine only."""
    port = free_port(address.port + 1, avoid=(address.port,))
    return Address("127.0.0.1", port, "127.0.0.1")


def pages(address: Address, interface: Address, told: Mapping[str, str]) -> Program:
    """The development server of the pages; it passes on to the interface what is not a page."""
    used = node.require()
    command = [*used.npm, "run", "dev", "--", "--host", address.host, "--port", str(address.port), "--strictPort"]
    surroundings = {**os.environ, **told, "PATH": used.search_path, "XMH_BACKEND": interface.local_url}
    return Program("pages", command, surroundings, CHECKOUT / "frontend", grace=5)


def worker(told: Mapping[str, str], *, reload: bool = False) -> Program:
    """The worker of queued jobs."""
    command = manage("run_worker")
    if reload:
        command = [str(venv.python()), "-m", "watchfiles", "--filter", "python", " ".join(command), "backend", "search"]
    return Program("worker", command, {**os.environ, **told}, CHECKOUT, grace=10)


def _status(url: str) -> int:
    """The HTTP status of a page, 0 while nobody answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_first_page(address: Address, child: Child, seconds: float = 90.0) -> int:
    """Wait until the first page answers and return its HTTP status.

    An answer other than 200 gets a few seconds to mend. Raises LocalError when the server ends or nobody answers.
    """
    end = time.monotonic() + seconds
    answered_at: float | None = None
    while time.monotonic() < end:
        if child.exit_code is not None:
            raise LocalError(f"The web server ended with exit code {child.exit_code}; its reason stands above.")
        status = _status(address.local_url + "/")
        if status and answered_at is None:
            answered_at = time.monotonic()
        if status == 200 or (answered_at is not None and time.monotonic() - answered_at > MEND_SECONDS):
            return status
        time.sleep(0.15 if answered_at is None else 1.0)
    raise LocalError(f"The first page does not answer after {seconds:.0f} s.")


def manage(*arguments: str) -> list[str]:
    """A management command."""
    return [str(venv.python()), str(CHECKOUT / "manage.py"), *arguments]
