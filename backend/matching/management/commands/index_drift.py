"""Say where index and database differ; with --repair mark it to be indexed again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core import clock
from backend.core.migrated import require_migrated
from backend.matching.services import drift
from search.errors import SearchUnavailable


class Command(BaseCommand):
    help = "Compare the search index with the database, object by object."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mark what differs, so that it is indexed again")

    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated()
        now = clock.now()
        try:
            found = drift.repair(now=now) if options["repair"] else drift.find(now=now)
        except SearchUnavailable as problem:
            raise CommandError(f"The search engine is away ({problem.code}).") from problem
        for one in found:
            self.stdout.write(
                f"{one.kind.value}: {one.compared} compared, {len(one.missing)} missing, "
                f"{len(one.surplus)} surplus, {len(one.stale)} stale"
            )
        differing = sum(len(one.differing) for one in found)
        if differing and not options["repair"]:
            raise CommandError(f"{differing} objects differ. Run index_drift --repair, then index_now.")
