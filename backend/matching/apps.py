from importlib import import_module

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "backend.matching"

    def ready(self) -> None:
        # Importing registers the news, the listeners and the jobs.
        import_module("backend.matching.ranking_notices")
        import_module("backend.matching.handlers")
        import_module("backend.matching.tasks")
