from importlib import import_module

from django.apps import AppConfig


class RoadshowsConfig(AppConfig):
    name = "backend.roadshows"

    def ready(self) -> None:
        for module in ("handlers", "notices", "own_data", "rooms", "tasks", "waiting_handlers", "waiting_notices"):
            import_module(f"backend.roadshows.{module}")
