"""How a committed mark wakes the indexer, and a wish the trainer, without this app's services knowing its jobs."""

from collections.abc import Callable
from uuid import UUID

_wake: list[Callable[[], None]] = []
_rank: list[Callable[[UUID], None]] = []


def set_indexer(defer: Callable[[], None]) -> None:
    """Name the function that defers the indexing job; `tasks` does it when the app is ready."""
    _wake[:] = [defer]


def indexer() -> None:
    """Ask for the marks to be worked off. A lost call is made good by the periodic sweep."""
    for defer in _wake:
        defer()


def set_ranker(defer: Callable[[UUID], None]) -> None:
    """Name the function that defers the work on a `RankingRun`."""
    _rank[:] = [defer]


def ranker(run_id: UUID) -> None:
    """Ask for a run to be worked on."""
    for defer in _rank:
        defer(run_id)
