"""Facts about who reads or acts. Every predicate takes `(actor, obj)` and bears visitors and the system."""

from typing import Any

from backend.core.actors import Viewer
from backend.core.actors import is_system as _is_system
from backend.core.permissions import add_rule, predicate


@predicate
def is_system(actor: Viewer, obj: Any = None) -> bool:
    return _is_system(actor)


@predicate
def is_person(actor: Viewer, obj: Any = None) -> bool:
    """An active account; neither a visitor nor the system."""
    return bool(not _is_system(actor) and actor.is_authenticated and actor.is_active)


@predicate
def is_operator(actor: Viewer, obj: Any = None) -> bool:
    """Runs the street, with a second factor that is set up and that this session (if there is one) has passed.

    Without it an operator is an ordinary person to every rule.
    """
    return bool(is_person(actor) and getattr(actor, "acts_as_operator", False))


@predicate
def is_self(actor: Viewer, obj: Any = None) -> bool:
    """The object is the person, or belongs to the person."""
    owner_id = getattr(obj, "owner_id", getattr(obj, "pk", None))
    return bool(is_person(actor) and actor.pk is not None and owner_id == actor.pk)


@predicate
def is_anyone(actor: Viewer, obj: Any = None) -> bool:
    return True


add_rule("accounts.update_me", is_person & is_self)
add_rule("accounts.create_token", is_person)
add_rule("accounts.revoke_token", is_person & is_self)
add_rule("accounts.export_me", is_person)
add_rule("accounts.view_console", is_operator | is_system)
add_rule("accounts.appoint_operators", is_system)
add_rule("accounts.close_accounts", is_system)
