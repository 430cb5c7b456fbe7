"""Delete this installation's indices. The database is untouched; `reindex` builds them again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.matching import engine as engines
from backend.matching.services import dropping
from search.errors import SearchUnavailable


class Command(BaseCommand):
    help = "Delete all search indices of this installation's prefix."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="really do it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            raise CommandError(f"This deletes every index named {engines.prefix()}…; say --yes.")
        try:
            dropped = dropping.drop_all()
        except SearchUnavailable as problem:
            raise CommandError(f"The search engine is away ({problem.code}).") from problem
        self.stdout.write(f"dropped {len(dropped)} indices")
