"""A checkout of its own for each test that starts services, and a PATH that holds only what a test puts there."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from infra.local import paths, processes, users
from infra.local import state as states
from infra.local.state import StackState

ADDRESSES = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")
SET_BY_RUNNER = (
    *ADDRESSES,
    "DATABASE_APP_ROLE",
    "SECRET_KEY",
    "XMH_CACHE",
    "XMH_JAVA_DIRS",
    "ES_JAVA_HOME",
    "JAVA_HOME",
)
# What the runner itself may call; everything a test wants to be absent is absent.
BASE_COMMANDS = ("sh", "env", "ps", "sleep", "cat")


@dataclass
class Checkout:
    """A copy of the runner in a folder of its own, so that its stacks are no others'."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def command(self, *arguments: str, python: str = sys.executable) -> list[str]:
        return [python, "-m", "infra.local", *arguments]

    def run(self, *arguments: str, extra: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env={**self.environment, **(extra or {})},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *arguments: str, extra: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env={**self.environment, **(extra or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def stack_folder(self, name: str) -> Path:
        """Where the runner keeps this checkout's stack, also when the checkout cannot be entered by everybody."""
        outside = Path(self.environment["XMH_CACHE"]) / "checkouts" / paths.checkout_key(self.folder) / name
        return outside if outside.exists() else self.folder / ".local" / name

    def state(self, name: str) -> StackState:
        state = states.read(self.stack_folder(name) / "state.json")
        assert state is not None
        return state

    def processes(self) -> list[int]:
        """Every process that carries one of this checkout's folders in its arguments."""
        marks = (str(self.folder) + "/", str(self.stack_folder("demo").parent) + "/")
        return [
            pid
            for pid, arguments in processes.command_lines()
            if any(argument.startswith(marks) for argument in arguments) and processes.start_mark(pid)
        ]


def _clean_environment(cache: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in SET_BY_RUNNER and "PYTEST" not in name}
    # The servers are wheels of the Python that runs the tests, wherever the copied checkout lies.
    site = [entry for entry in sys.path if entry.endswith("site-packages")]
    return {**kept, "XMH_CACHE": str(cache), "PYTHONPATH": os.pathsep.join(site)}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A temporary folder that every user may enter, as pytest's own may not be."""
    folder = Path(tempfile.mkdtemp(prefix="xmh-infra-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def make_checkout(folder: Path, cache: Path) -> Checkout:
    """Copy the runner into `folder`."""
    folder.mkdir(parents=True)
    cache.mkdir(parents=True, exist_ok=True)
    source = paths.CHECKOUT / "infra"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source / "local", folder / "infra" / "local", ignore=ignored)
    shutil.copytree(source / "requirements", folder / "infra" / "requirements")
    shutil.copyfile(source / "__init__.py", folder / "infra" / "__init__.py")
    (folder / "frontend" / "src").mkdir(parents=True)
    return Checkout(folder, _clean_environment(cache))


@pytest.fixture
def checkout(open_folder: Path) -> Iterator[Checkout]:
    """A checkout that nobody else uses; whatever of it still runs afterwards is ended."""
    made = make_checkout(open_folder / "checkout", open_folder / "cache")
    yield made
    for name in ("demo", "test"):
        state = states.read(made.stack_folder(name) / "state.json")
        if state is not None and state.alive:
            processes.stop([state.supervisor.pid], grace=30)
    processes.stop(made.processes(), grace=5)


@pytest.fixture
def masked_path(open_folder: Path) -> Callable[..., str]:
    """`masked_path("node", java="17…")`: a PATH with the named commands of this machine and nothing else."""

    def build(*commands: str, **scripts: str) -> str:
        folder = Path(tempfile.mkdtemp(prefix="bin-", dir=open_folder))
        folder.chmod(0o755)
        for name in (*BASE_COMMANDS, *commands):
            found = shutil.which(name)
            if found is not None:
                (folder / name).symlink_to(found)
        for name, text in scripts.items():
            script = folder / name
            script.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
            script.chmod(0o755)
        return str(folder)

    return build


def make_java(folder: Path, version: str, *, modules: str | None = None) -> Path:
    """A Java installation as its `release` file describes it, with a program that only has to be there."""
    full = "java.base java.sql jdk.incubator.vector jdk.jdi jdk.net"
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "java"
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", encoding="utf-8")
    program.chmod(0o755)
    listed = full if modules is None else modules
    (folder / "release").write_text(f'JAVA_VERSION="{version}"\nMODULES="{listed}"\n', encoding="utf-8")
    return folder


@pytest.fixture
def as_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend not to be root, for the parts that only ask."""
    monkeypatch.setattr(users, "is_root", lambda: False)


@contextlib.contextmanager
def stranger(argument: str) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody else's program, which nothing of ours may end."""
    running = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", argument])
    try:
        yield running
    finally:
        running.kill()
        running.wait()
