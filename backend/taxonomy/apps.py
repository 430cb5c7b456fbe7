from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _load(sender: AppConfig, **kwargs: Any) -> None:
    """A migrated database has the tree."""
    connection = connections[kwargs["using"]]
    if "taxonomy_sectormove" not in connection.introspection.table_names():
        # Migrated back to before this app.
        return
    # Models can be imported only when all apps are ready, which is later than this module.
    from backend.taxonomy import editions, services  # noqa: PLC0415

    for folder in editions.shipped():
        services.load_edition(editions.read(folder))


class TaxonomyConfig(AppConfig):
    name = "backend.taxonomy"

    def ready(self) -> None:
        post_migrate.connect(_load, sender=self, dispatch_uid="taxonomy.load")
