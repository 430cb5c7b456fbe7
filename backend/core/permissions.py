"""Asking a named rule. The rules themselves live in each app's `permissions.py`."""

from collections.abc import Iterable
from typing import Any

from rules.rulesets import test_rule

from backend.core.actors import Actor, Viewer
from backend.core.errors import NotPermitted


def may(viewer: Viewer, rule: str, obj: Any = None) -> bool:
    """Does the named rule let this viewer do it? The system itself may do everything."""
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
