"""Who works at the desk. What may be decided about a case is its own app's rule."""

from backend.accounts.permissions import is_operator
from backend.core.permissions import add_rule

add_rule("console.use", is_operator)
