"""The machine's cache of unpacked Elasticsearch: whole folders only, whatever dies in between."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from infra.local import paths
from infra.local.errors import LocalError
from infra.local.releases import Release


def find(release: Release) -> Path | None:
    """The unpacked release in a cache of this machine that may be read, or None."""
    for root in paths.cache_roots():
        folder = root / "elasticsearch" / release.version
        with contextlib.suppress(PermissionError):
            if release.is_whole(folder):
                return folder
    return None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One fetch a machine: others wait and then find it done. The lock ends with its process."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fill(release: Release, unpack: Callable[[Path], Path]) -> Path:
    """Return the cached release; when absent, `unpack(draft)` makes it inside a draft folder and it is moved in whole.

    A fetch that was killed leaves only a draft, which the next one removes. Raises LocalError when the result is not whole.
    """
    folder = paths.cache_root() / "elasticsearch"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        present = find(release)
        if present is not None:
            return present
        for leftover in folder.glob(".draft-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
        try:
            unpacked = unpack(draft)
            if not release.is_whole(unpacked):
                raise LocalError(f"The fetched package does not hold Elasticsearch {release.version}; try again.")
            target = folder / release.version
            shutil.rmtree(target, ignore_errors=True)
            _readable(unpacked)
            os.rename(unpacked, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return target


def _readable(folder: Path) -> None:
    """Everybody may read the programs, nobody but the owner may change them."""
    for base, _, files in os.walk(folder):
        Path(base).chmod(0o755)
        for name in files:
            file = Path(base) / name
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
