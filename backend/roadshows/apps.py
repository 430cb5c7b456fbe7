from importlib import import_module

from django.apps import AppConfig


class RoadshowsConfig(AppConfig):
    name = "backend.roadshows"

    def ready(self) -> None:
        for module in (
            *("agenda_handlers", "agenda_notices", "deck_handlers", "deck_notices"),
            *("approval_handlers", "approval_notices", "handlers", "notices", "own_data", "rooms", "tasks"),
            *("closed_handlers", "helper_handlers", "helper_notices", "hook_handlers", "money_handlers"),
            "transfer_handlers",
            *("waiting_handlers", "waiting_notices"),
        ):
            import_module(f"backend.roadshows.{module}")
