"""Which ranking orders the site: list what was trained, switch to one, or take it back to the one before."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.errors import DomainError
from backend.core.migrated import require_migrated
from backend.matching import models_of_deals
from backend.matching.enums import RunKind, RunState
from backend.matching.selectors import rankings
from backend.matching.services import ranking_runs
from backend.matching.services.ranking_tables import figures_table


class Command(BaseCommand):
    help = "List the trained rankings, use one of them (or `shipped`), or roll back to the one before."

    def add_arguments(self, parser: CommandParser) -> None:
        wish = parser.add_mutually_exclusive_group()
        wish.add_argument("--list", action="store_true", help="what was trained, newest first (the default)")
        wish.add_argument("--use", metavar="VERSION", help="a version of the list, or `shipped`")
        wish.add_argument("--roll-back", action="store_true", help="what was in force before")

    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated()
        if options["use"] or options["roll_back"]:
            kind = RunKind.SWITCH if options["use"] else RunKind.ROLL_BACK
            self._change(kind, options["use"] or "")
        else:
            self._list()

    def _change(self, kind: RunKind, wanted: str) -> None:
        try:
            run = ranking_runs.begin(actor=SYSTEM, kind=kind, now=clock.now(), wanted=wanted)
        except DomainError as refused:
            raise CommandError(f"{refused.code}: {refused.detail}") from refused
        run = ranking_runs.work(run_id=run.pk, now=clock.now())
        if run.state != RunState.DONE:
            raise CommandError(f"Nothing was changed: {run.problem}.")
        self.stdout.write(f"the site is ordered by {run.ranking.version if run.ranking else 'the shipped weights'}")

    def _list(self) -> None:
        found = rankings.overview(SYSTEM)
        model = models_of_deals.current()
        self.stdout.write(f"in force: {model.version}, weights {model.weights.version} ({model.weights.source})")
        for one in found.rankings:
            why = f", {one.withheld}" if one.withheld else ""
            forgotten = "" if one.is_usable else ", figures only"
            self.stdout.write(f"{one.version}  {one.state}{why}{forgotten}, trained {one.trained_at:%Y-%m-%d %H:%M}")
            for line in figures_table(one):
                self.stdout.write(f"    {line}")
