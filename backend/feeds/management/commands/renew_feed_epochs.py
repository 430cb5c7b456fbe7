"""`manage.py renew_feed_epochs`: after restoring a backup, so that no reader trusts numbers of the lost time."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.feeds import services


class Command(BaseCommand):
    help = "Give every feed a new epoch: readers start from a snapshot. Run it after a database was restored."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{services.renew_epochs()} feeds renewed")
