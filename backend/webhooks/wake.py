"""Waking the job. `tasks` says how, so that services stay below it."""

from collections.abc import Callable

_wakers: dict[str, Callable[[], None]] = {}


def on(name: str, defer: Callable[[], None]) -> None:
    _wakers[name] = defer


def sending() -> None:
    _wakers["sending"]()
