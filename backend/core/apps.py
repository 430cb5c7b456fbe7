from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from backend.core.roles import grant_to_app_role


def _grant(sender: AppConfig, **kwargs: Any) -> None:
    grant_to_app_role(using=kwargs["using"])


class CoreConfig(AppConfig):
    name = "backend.core"

    def ready(self) -> None:
        # Importing registers the jobs and tells the outbox how to defer its drain.
        import_module("backend.core.tasks")
        import_module("backend.core.checks")
        # Every app names its rules in `permissions.py`; a rule nobody imported would refuse in silence.
        autodiscover_modules("permissions")
        post_migrate.connect(_grant, sender=self, dispatch_uid="core.grant_to_app_role")
