"""How a committed notification wakes the job that sends, without this app's services knowing its jobs."""

from collections.abc import Callable

_wake: list[Callable[[], None]] = []


def set_sender(defer: Callable[[], None]) -> None:
    """Name the function that defers the sending job; `tasks` does it when the app is ready."""
    _wake[:] = [defer]


def sender() -> None:
    """Ask for what is due to be sent. A lost call is made good by the periodic sweep."""
    for defer in _wake:
        defer()
