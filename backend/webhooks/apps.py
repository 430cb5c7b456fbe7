from importlib import import_module

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "backend.webhooks"

    def ready(self) -> None:
        for module in ("handlers", "notices", "tasks"):
            import_module(f"backend.webhooks.{module}")
