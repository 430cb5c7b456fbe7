from importlib import import_module

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "backend.payments"

    def ready(self) -> None:
        import_module("backend.payments.tasks")
