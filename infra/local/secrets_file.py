"""Passwords of one stack, drawn once and readable by its owner alone."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path

NAMES = ("postgres", "owner", "valkey", "django", "till")


def load(file: Path) -> dict[str, str]:
    """The stack's passwords by name; missing ones are drawn and kept. Letters and digits only, so they fit into addresses.

    Services start side by side, in threads and in processes: one draws, the others wait for it and read the same.
    Raises OSError where the file is there and cannot be read: new passwords would shut everybody out of the old data.
    """
    known = _read(file)
    if all(name in known for name in NAMES):
        return known
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = _read(file)
        full = {name: known.get(name) or secrets.token_hex(25) for name in NAMES}
        if full != known:
            _write(file, full)
    return full


def _read(file: Path) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in json.loads(file.read_text(encoding="utf-8")).items()}
    except (FileNotFoundError, ValueError, AttributeError):
        return {}


def _write(file: Path, words: dict[str, str]) -> None:
    draft = file.with_name(f".{file.name}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as output:
        json.dump(words, output)
    draft.replace(file)
