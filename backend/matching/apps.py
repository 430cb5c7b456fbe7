from importlib import import_module

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "backend.matching"

    def ready(self) -> None:
        # Importing registers the listeners, the jobs, what is told and what is taken along.
        for module in ("handlers", "notices", "index_notices", "ranking_notices", "own_data", "tasks", "turning_off"):
            import_module(f"backend.matching.{module}")
