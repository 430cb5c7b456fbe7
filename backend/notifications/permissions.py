"""Notifications are their recipient's alone; nobody else reads, switches or counts them."""

from backend.accounts.permissions import is_person, is_self
from backend.core.permissions import add_rule

add_rule("notifications.change_preferences", is_person & is_self)
add_rule("notifications.mark_read", is_person & is_self)
