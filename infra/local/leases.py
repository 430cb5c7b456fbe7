"""Leases: a stack runs as long as somebody holds one, and the kernel takes it back from whoever dies."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from infra.local.errors import LocalError


@contextlib.contextmanager
def hold(file: Path, *, patience: float = 60.0) -> Iterator[None]:
    """Hold a lease. While the supervisor clears up it holds the file alone; then wait up to `patience` seconds for it."""
    with file.open("a") as handle:
        _lock(handle, fcntl.LOCK_SH, patience)
        yield


@contextlib.contextmanager
def alone(file: Path, *, patience: float = 60.0) -> Iterator[None]:
    """Be the only one inside, waiting up to `patience` seconds."""
    with file.open("a") as handle:
        _lock(handle, fcntl.LOCK_EX, patience)
        yield


def _lock(handle: IO[str], mode: int, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise LocalError(f"{handle.name} is still locked by another command after {patience:.0f} s.") from None
            time.sleep(0.1)
        else:
            return


def try_alone(handle: IO[str]) -> bool:
    """Take the file alone when nobody holds a lease on it; the lock stays until `handle` is closed."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
