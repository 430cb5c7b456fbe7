from importlib import import_module

from django.apps import AppConfig


class JudgingConfig(AppConfig):
    name = "backend.judging"

    def ready(self) -> None:
        for module in ("forgetting", "own_data", "rooms"):
            import_module(f"backend.judging.{module}")
