"""Passwords of one stack, drawn once and readable by its owner alone."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

NAMES = ("postgres", "owner", "valkey", "django")


def load(file: Path) -> dict[str, str]:
    """The stack's passwords by name; missing ones are drawn and kept. Letters and digits only, so they fit into addresses."""
    try:
        known = {str(name): str(value) for name, value in json.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        known = {}
    if all(name in known for name in NAMES):
        return known
    full = {name: known.get(name) or secrets.token_hex(25) for name in NAMES}
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as output:
        json.dump(full, output)
    draft.replace(file)
    return full
