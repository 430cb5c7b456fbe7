from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "backend.live"

    def ready(self) -> None:
        for topic in ("announcements", "backstage", "interests", "polls", "questions", "stage"):
            import_module(f"backend.live.commands.{topic}")
        import_module("backend.live.handlers")
        import_module("backend.feeds.services").set_announcer(import_module("backend.live.bus").announce)
