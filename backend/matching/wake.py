"""How a committed mark wakes the indexer, without this app's services knowing its jobs."""

from collections.abc import Callable

_wake: list[Callable[[], None]] = []


def set_indexer(defer: Callable[[], None]) -> None:
    """Name the function that defers the indexing job; `tasks` does it when the app is ready."""
    _wake[:] = [defer]


def indexer() -> None:
    """Ask for the marks to be worked off. A lost call is made good by the periodic sweep."""
    for defer in _wake:
        defer()
