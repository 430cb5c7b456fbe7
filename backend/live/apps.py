from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "backend.live"

    def ready(self) -> None:
        import_module("backend.live.commands.stage")
        import_module("backend.feeds.services").set_announcer(import_module("backend.live.bus").announce)
