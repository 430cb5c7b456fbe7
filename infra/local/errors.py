"""The one exception of the runner: a sentence a person can act on."""

from __future__ import annotations


class LocalError(Exception):
    """Something is missing or broken; `str(error)` is one sentence with its fix."""
