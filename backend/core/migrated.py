"""A command that reads tables says so plainly where there are none yet."""

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def require_migrated() -> None:
    """Raises CommandError on a database that was never migrated."""
    if not MigrationRecorder(connection).has_table():
        raise CommandError("This database holds no tables yet. Run ./manage.py migrate first.")
