"""Where things lie: the checkout, its stacks and the machine's cache."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from infra.local import users

CHECKOUT = Path(__file__).resolve().parents[2]
# The stack of tests, which is thrown away.
TESTS = "test"
MACHINE_CACHE = Path("/var/cache/xiangmihu")


def cache_root() -> Path:
    """The per-machine cache that this user may write."""
    named = os.environ.get("XMH_CACHE")
    if named:
        return Path(named)
    return MACHINE_CACHE if users.is_root() else Path.home() / ".cache" / "xiangmihu"


def cache_roots() -> list[Path]:
    """Every cache that may be read, the writable one first: what root fetched serves everybody."""
    roots = [cache_root()]
    if not os.environ.get("XMH_CACHE") and MACHINE_CACHE not in roots:
        roots.append(MACHINE_CACHE)
    return roots


def checkout_key(checkout: Path = CHECKOUT) -> str:
    """A short name for this checkout, the same as long as it is not moved."""
    return hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]


def local_root(checkout: Path = CHECKOUT) -> Path:
    """The git-ignored folder for everything the runner keeps.

    As root below a home that nobody may enter, the services could not reach it, so it moves beside the cache.
    """
    inside = checkout / ".local"
    if users.is_root() and not users.can_enter(checkout):
        return cache_root() / "checkouts" / checkout_key(checkout)
    return inside


@dataclass(frozen=True)
class StackPlaces:
    """The folders of one stack. `demo` keeps its data; every other, such as `test`, throws it away at its end."""

    name: str
    folder: Path

    @property
    def state(self) -> Path:
        return self.folder / "state.json"

    @property
    def lease(self) -> Path:
        return self.folder / "lease.lock"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def keep(self) -> Path:
        return self.folder / "keep"

    @property
    def wanted(self) -> Path:
        return self.folder / "wanted"

    @property
    def held(self) -> Path:
        return self.folder / "held"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets.json"

    @property
    def throw_away(self) -> bool:
        return self.name != "demo"

    @property
    def is_brief(self) -> bool:
        """It serves runs of tests that measure nothing, a quarter of an hour at most."""
        return self.name == TESTS

    @property
    def data(self) -> Path:
        return self.folder / "data"


def stack_places(name: str) -> StackPlaces:
    """The folders of the checkout's stack `name`, created."""
    places = StackPlaces(name, local_root() / name)
    for folder in (places.folder, places.wanted, places.held, places.logs):
        folder.mkdir(parents=True, exist_ok=True)
    return places
