"""Telling people something, and their say in it."""

from backend.notifications.services.preferences import change_preferences
from backend.notifications.services.reading import mark_all_read, mark_read
from backend.notifications.services.subscriptions import subscription, unsubscribe
from backend.notifications.services.telling import notify, notify_all

__all__ = ["change_preferences", "mark_all_read", "mark_read", "notify", "notify_all", "subscription", "unsubscribe"]
