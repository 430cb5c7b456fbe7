"""Measure the ranking on recorded deals: learn from a folder's past, rank what came after, through the site's own search."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import amounts, client, places
from search.errors import SearchError
from search.evaluation import folder as folders
from search.evaluation import output, ranking
from search.evaluation.errors import BadFolder
from search.evaluation.folder import Direction
from search.knowledge import Knowledge
from search.sectors import SectorTree

# Nobody waits for a page here, and a busy machine is no reason to give up.
_PATIENCE = 120.0


class Command(BaseCommand):
    help = "Rank every query of a folder of recorded deals and write PRED.csv and run.json. Reads no file named truth…"
    # It measures what a folder holds, so it needs the engine and no database.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", required=True, type=Path, help="folder with companies.csv.gz and the others")
        parser.add_argument("--out", required=True, type=Path, help="folder for PRED.csv and run.json")
        parser.add_argument("--direction", choices=[one.value for one in Direction], default=Direction.STARTUP.value)
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument(
            "--cold", action="store_true", help="keep the shipped weights, as a street without a history"
        )
        parser.add_argument("--without-exploration", action="store_true", help="give no places away (to compare)")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        direction = Direction(options["direction"])
        if not settings.ELASTICSEARCH_URL:
            raise CommandError("ELASTICSEARCH_URL is not set; the ranking runs inside Elasticsearch.")
        try:
            output.claim(options["out"], direction)
            folder = folders.read(options["data"], direction)
            self.stdout.write(
                f"{len(folder.deals)} deals up to {folder.cut}, {len(folder.queries)} queries, "
                f"{len(folder.candidates)} candidates"
            )
            connection = client.connect(settings.ELASTICSEARCH_URL, read_timeout=_PATIENCE)
            try:
                ranked = ranking.rank(
                    connection,
                    folder,
                    direction,
                    _knowledge(),
                    seed=options["seed"],
                    progress=self._progress(),
                    fit=not options["cold"],
                    explore=not options["without_exploration"],
                )
            finally:
                connection.close()
        except BadFolder as problem:
            raise CommandError(str(problem)) from problem
        except SearchError as problem:
            raise CommandError(f"Elasticsearch did not answer: {problem}") from problem
        details = {
            "data": options["data"].resolve().name,
            "seed": options["seed"],
            "cold": options["cold"],
            "exploration": not options["without_exploration"],
            "seconds": round(time.monotonic() - begun, 1),
        }
        output.write(options["out"], folder, direction, ranked, details)
        self.stdout.write(f"{len(ranked.ranked)} queries ranked in {details['seconds']} s: {options['out']}")

    def _progress(self) -> ranking.Progress:
        said: dict[str, int] = {}
        begun = time.monotonic()

        def tell(what: str, share: float) -> None:
            tenths = int(share * 10)
            if said.get(what) != tenths:
                said[what] = tenths
                self.stdout.write(f"{time.monotonic() - begun:7.1f} s  {what} {share:.0%}")
                self.stdout.flush()

        return tell


def _knowledge() -> Knowledge:
    """Places and rates as shipped. Sectors are the source's own words, so a folder means the same on every installation."""
    return Knowledge(sectors=SectorTree(version="none", sectors=()), places=places.shipped(), rates=amounts.shipped())
