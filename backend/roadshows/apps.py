from importlib import import_module

from django.apps import AppConfig


class RoadshowsConfig(AppConfig):
    name = "backend.roadshows"

    def ready(self) -> None:
        for module in ("handlers", "notices", "own_data", "rooms", "tasks"):
            import_module(f"backend.roadshows.{module}")
