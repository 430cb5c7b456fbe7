from importlib import import_module

from django.apps import AppConfig


class BackstageConfig(AppConfig):
    name = "backend.backstage"

    def ready(self) -> None:
        for module in ("forgetting", "own_data", "rooms"):
            import_module(f"backend.backstage.{module}")
