"""Waking the jobs. `tasks` says how, so that services stay below it."""

from collections.abc import Callable

_wakers: dict[str, Callable[[], None]] = {}


def on(name: str, defer: Callable[[], None]) -> None:
    _wakers[name] = defer


def letters() -> None:
    _wakers["letters"]()
