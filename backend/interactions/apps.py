from importlib import import_module

from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "backend.interactions"

    def ready(self) -> None:
        for module in ("forgetting", "handlers", "notices", "own_data", "report_room", "report_steps", "rooms"):
            import_module(f"backend.interactions.{module}")
