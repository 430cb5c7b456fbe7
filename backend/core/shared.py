"""Objects that many answers of one moment tell of: what is said of one is made once (`serializers.ToldOnce`)."""

from collections.abc import Iterable
from typing import Any

_TOLD = "_told"


def share(objects: Iterable[Any]) -> None:
    """From now on these are told as they are first told; they must not change, nor be told differently to different people."""
    for one in objects:
        vars(one).setdefault(_TOLD, {})


def told_of(one: Any) -> dict[Any, Any] | None:
    """What was made of a shared object so far; None for any other."""
    told: dict[Any, Any] | None = vars(one).get(_TOLD)
    return told
