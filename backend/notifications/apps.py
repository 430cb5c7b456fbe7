from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "backend.notifications"

    def ready(self) -> None:
        for module in ("own_data", "tasks"):
            import_module(f"backend.notifications.{module}")
