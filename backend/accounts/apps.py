from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "backend.accounts"

    def ready(self) -> None:
        for module in ("checks", "handlers", "openapi", "own_data", "tasks"):
            import_module(f"backend.accounts.{module}")
