"""Asking a named rule. The rules themselves live in each app's `permissions.py`."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast

from rules import predicates, rulesets
from rules.rulesets import test_rule

from backend.core.actors import Actor, Viewer
from backend.core.errors import NotPermitted


class Predicate(Protocol):
    """A named fact about an actor and an object; joined with `&`, `|` and `~`."""

    def __call__(self, actor: Any, obj: Any = None, /) -> bool: ...
    def __and__(self, other: "Predicate", /) -> "Predicate": ...
    def __or__(self, other: "Predicate", /) -> "Predicate": ...
    def __invert__(self) -> "Predicate": ...


def predicate(fact: Callable[..., bool]) -> Predicate:
    """Typed form of `rules.predicate`: `fact(actor, obj=None)`."""
    return cast(Predicate, predicates.predicate(fact))


def add_rule(name: str, rule: Predicate) -> None:
    """Name a rule, such as `deals.publish_pitch`. Raises KeyError when the name is taken."""
    rulesets.add_rule(name, rule)


def may(viewer: Viewer, rule: str, obj: Any = None) -> bool:
    """Does the named rule let this viewer do it? Raises LookupError for a rule nobody wrote."""
    if not rulesets.rule_exists(rule):
        raise LookupError(f"there is no rule {rule}")
    if not getattr(viewer, "is_active", False):
        # Visitors have is_active False too; rules written for them say so with `is_anyone`.
        return bool(test_rule(rule, viewer, obj)) if viewer.is_anonymous else False
    return bool(test_rule(rule, viewer, obj))


def require(actor: Actor, rule: str, obj: Any = None) -> None:
    """Raise NotPermitted unless the named rule lets the actor do it."""
    if not may(actor, rule, obj):
        raise NotPermitted(rule=rule)


def allowed_actions(viewer: Viewer, prefix: str, names: Iterable[str], obj: Any) -> list[str]:
    """The subset of `names` the viewer may do with `obj`; pages show buttons from this alone."""
    return [name for name in names if may(viewer, f"{prefix}.{name}", obj)]
