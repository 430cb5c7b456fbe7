"""Work off everything that waits to be indexed, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.core import clock
from backend.matching.services import indexing


class Command(BaseCommand):
    help = "Index everything that is marked as changed."

    def handle(self, *args: Any, **options: Any) -> None:
        done = indexing.drain(now=clock.now())
        if done.is_engine_away:
            raise CommandError("The search engine is away; what waits stays marked and is indexed when it is back.")
        self.stdout.write(f"indexed {done.indexed}, set aside {done.rejected}, put back {done.busy}")
