"""A bounded share of places for those who are rarely shown.

Who is active is shown to everybody, so a list ordered by the score alone shows the same few again and again, and a new firm
never. One place in ten of the first page goes to the best of the others by fit alone, without what only activity earns.
On the measured sets that costs nothing that can be told from chance and shows a third more investors (docs/matching.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from search.matching.parts import PartCode

EVERY = 10
# What is earned by activity and not by fit.
FAMILIAR = (PartCode.RECENT_ACTIVITY, PartCode.TIME_SINCE_LAST_DEAL, PartCode.FIRST_ROUND_SHARE)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """One of a page: whether its place was given away, and how many of the best had been reached by then."""

    one: T
    is_explored: bool
    reached: int


def places(size: int) -> int:
    """How many places of a first page of `size` are given away."""
    return size // EVERY


def woven(best: Sequence[T], others: Sequence[T], size: int, identity: Callable[[T], str]) -> list[Placed[T]]:
    """A page of at most `size`: the best in order, and in every tenth place the first of `others` nobody has seen yet."""
    first, second = iter(enumerate(best, start=1)), iter(others)
    seen: set[str] = set()
    page: list[Placed[T]] = []
    reached = 0
    while len(page) < size:
        given = _unseen(second, seen, identity) if (len(page) + 1) % EVERY == 0 else None
        if given is not None:
            page.append(Placed(given, is_explored=True, reached=reached))
            seen.add(identity(given))
            continue
        following = next(((rank, one) for rank, one in first if identity(one) not in seen), None)
        if following is None:
            break
        reached, one = following
        page.append(Placed(one, is_explored=False, reached=reached))
        seen.add(identity(one))
    return page


def _unseen(others: Iterator[T], seen: set[str], identity: Callable[[T], str]) -> T | None:
    return next((one for one in others if identity(one) not in seen), None)
