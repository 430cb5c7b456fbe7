"""A person's own data, gathered from every app that keeps some (PIPL art. 45)."""

from collections.abc import Callable
from typing import Any

from backend.accounts.models import User

Section = Callable[[User], Any]
_sections: dict[str, Section] = {}


def register_section(name: str, read: Section) -> None:
    """An app names its part of the export; `read(person)` answers plain JSON values. Called when apps are ready."""
    if name in _sections:
        raise RuntimeError(f"two parts of the export are called {name}")
    _sections[name] = read


def gather(person: User) -> dict[str, Any]:
    """Section → that app's rows about the person, in a stable order."""
    return {name: _sections[name](person) for name in sorted(_sections)}
