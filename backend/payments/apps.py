from importlib import import_module

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "backend.payments"

    def ready(self) -> None:
        for module in ("handlers", "hook_handlers", "notices", "own_data", "permissions", "tasks"):
            import_module(f"backend.payments.{module}")
