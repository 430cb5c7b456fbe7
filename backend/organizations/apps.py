from importlib import import_module

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "backend.organizations"

    def ready(self) -> None:
        for module in ("own_data", "notices", "handlers", "tasks"):
            import_module(f"backend.organizations.{module}")
