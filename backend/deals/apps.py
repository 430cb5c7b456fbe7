from importlib import import_module

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "backend.deals"

    def ready(self) -> None:
        import_module("backend.deals.handlers")
