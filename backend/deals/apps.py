from importlib import import_module

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "backend.deals"

    def ready(self) -> None:
        for module in ("notices", "handlers"):
            import_module(f"backend.deals.{module}")
