"""Who may see orders, and who may give money back."""

from typing import Any

from backend.accounts.permissions import is_operator, is_system
from backend.core.actors import Viewer
from backend.core.permissions import add_rule, predicate
from backend.organizations.permissions import is_admin, is_member


@predicate
def is_of_payee(actor: Viewer, obj: Any = None) -> bool:
    """Member or above of the organization an order's money is for."""
    return obj is not None and is_member(actor, obj.payee)


@predicate
def runs_payee(actor: Viewer, obj: Any = None) -> bool:
    """Its admin or owner."""
    return obj is not None and is_admin(actor, obj.payee)


# The street's operators hold the account at the gateway, so they see what stands in it and mend what failed.
add_rule("payments.view_order", is_of_payee | is_operator | is_system)
add_rule("payments.refund_order", runs_payee | is_system)
add_rule("payments.manage_terms", is_admin | is_system)
add_rule("payments.review_transfer", is_of_payee | is_system)
add_rule("payments.issue_fapiao", is_of_payee | is_system)
add_rule("payments.mend_refund", runs_payee | is_operator | is_system)

ORDER_ACTIONS = ("refund_order", "mend_refund")
