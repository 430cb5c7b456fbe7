"""The product as a user meets it: a database of its own with the demo in it, indexed, behind a real server and worker."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from infra.local.stripe_standin.server import StandIn
from infra.local.web import SOCKETS
from tests.support import migrated
from tests.support.till import WEBHOOK

ROOT = Path(__file__).resolve().parents[2]
BOOT_SECONDS = 240


@dataclass(slots=True)
class Server:
    """The server of the product, which a story may kill and start again at the same address."""

    url: str
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        port = str(urlsplit(self.url).port)
        command = [sys.executable, "-m", "uvicorn", "backend.config.asgi:application", "--port", port, *SOCKETS]
        self.process = _started(command, self.environment, self.log)
        _wait_until_it_answers(self.url, self.process, self.log)

    def kill(self) -> None:
        """At once, in the middle of whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None:
            _stop(self.process)


@dataclass(frozen=True, slots=True)
class DemoStack:
    """Where the running product is, and the environment its processes got."""

    url: str
    environment: dict[str, str]
    log: Path
    server: Server

    def manage(self, *command: str) -> str:
        """Run a management command beside the running server and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _database(name: str) -> Iterator[str]:
    """A fresh database beside the one DATABASE_URL names; dropped afterwards."""
    try:
        yield migrated.make_database(name, migrated.template())
    finally:
        migrated.drop_database(name)


def _started(arguments: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as sink:
        return subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=sink, stderr=sink)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/api/v1/status/", timeout=5):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer; its log ends:\n{log.read_text()[-4000:]}")


@contextmanager
def _till(folder: Path, url: str) -> Iterator[dict[str, str]]:
    """The stand-in for Stripe, as `make run` starts it; what the product is told of it."""
    key, secret = "sk_test_of_the_journeys", "whsec_of_the_journeys"
    server = StandIn(0, folder / "till", key=key, webhook_secret=secret, target=url + WEBHOOK)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield {"STRIPE_SECRET_KEY": key, "STRIPE_WEBHOOK_SECRET": secret, "STRIPE_API_BASE": base}
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextmanager
def demo_stack(folder: Path) -> Iterator[DemoStack]:
    """Migrate, seed, index and serve. Everything it starts and makes is gone afterwards."""
    name = f"journeys_{os.getpid()}"
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / "server.log"
    with _database(name) as database_url, _till(folder, url) as keys:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "backend.config.settings",
            "DATABASE_URL": database_url,
            "XMH_SEARCH_PREFIX": name,
            "XMH_STORAGE": str(folder / "storage"),
            "XMH_LOCAL": "1",
            "XMH_DEMO": "1",
            "PUBLIC_URL": url,
            **keys,
        }
        server = Server(url, environment, log)
        stack = DemoStack(url, environment, log, server)
        if not migrated.is_there():
            stack.manage("migrate", "--verbosity", "0")
        stack.manage("seed_demo")
        stack.manage("reindex", "--if-needed")
        worker = [sys.executable, "-m", "django", "run_worker", "--concurrency", "2"]
        with ExitStack() as running:
            running.callback(_stop, _started(worker, environment, folder / "worker.log"))
            running.callback(server.stop)
            server.start()
            yield stack
        stack.manage("drop_indices", "--yes")
