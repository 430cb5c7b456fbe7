"""A bounded share of places for those who are rarely shown.

Who is active is shown to everybody, so a list ordered by the score alone shows the same few again and again, and a new firm
never. One place in ten of the first page goes to the best of the others by fit alone, without what only activity earns.
On the measured sets that costs nothing that can be told from chance and shows a third more investors (docs/matching.md).
A startup earns nothing by activity; of startups, the place goes to the best of those published lately, whom few have seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.matching.parts import PartCode

EVERY = 10
# What is earned by activity and not by fit.
FAMILIAR = (PartCode.RECENT_ACTIVITY, PartCode.TIME_SINCE_LAST_DEAL, PartCode.FIRST_ROUND_SHARE)
# How long a published pitch counts as new.
NEW_FOR = timedelta(days=30)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """One of a page: whether its place was given away, and how many of the best had been reached by then."""

    one: T
    is_explored: bool
    reached: int


def gives(size: int) -> bool:
    """Whether a first page of `size` has places to give away."""
    return size >= EVERY


def only_new(inner: Query, *, now: datetime) -> Query:
    """The same question to those published lately alone."""
    since = int((now - NEW_FOR).timestamp() * 1000)
    return Q("bool", filter=[inner, Q("range", published_at={"gte": since})])


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
