from importlib import import_module

from django.apps import AppConfig


class ReplaysConfig(AppConfig):
    name = "backend.replays"

    def ready(self) -> None:
        for module in ("handlers", "rooms"):
            import_module(f"backend.replays.{module}")
