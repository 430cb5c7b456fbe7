from importlib import import_module

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "backend.matching"

    def ready(self) -> None:
        # Importing registers the news, the listeners and the jobs.
        for module in ("notices", "ranking_notices", "handlers", "tasks"):
            import_module(f"backend.matching.{module}")
