from importlib import import_module

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "backend.console"

    def ready(self) -> None:
        # Importing a queue module registers its kinds of cases.
        for module in ("events", "organizations", "pitches", "revisions", "standings"):
            import_module(f"backend.console.queues.{module}")
        for module in ("notices", "clock_notices", "handlers", "tasks"):
            import_module(f"backend.console.{module}")
