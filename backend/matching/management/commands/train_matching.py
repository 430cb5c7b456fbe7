"""Train the ranking on all past deals, and say how it did on the last twelve months."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.errors import DomainError
from backend.core.migrated import require_migrated
from backend.matching import models_of_deals
from backend.matching.enums import RunKind, RunState
from backend.matching.models import RankingRun, TrainedRanking
from backend.matching.services import ranking_runs, training
from backend.matching.services.ranking_tables import figures_table
from search.matching.training.figures import MIN_QUERIES

_WHY_NOT = {
    "too_few_queries": f"fewer than {MIN_QUERIES} companies to judge it on",
    "worse_than_shipped": "its nDCG@10 is below that of the shipped weights",
    "not_asked": "nobody asked for it; --switch-on does, or matching_model --use VERSION",
    "rebuild_running": "an index was being rebuilt",
    "engine_away": "the search engine is away",
}


class Command(BaseCommand):
    help = "Train a ranking on the recorded past deals; with --switch-on rank by it if it is no worse than the shipped weights."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=0, help="the same deals and seed give the same ranking")
        parser.add_argument("--switch-on", action="store_true", help="rank by it at once, if it is good enough")
        parser.add_argument("--if-never", action="store_true", help="do nothing when one was trained before")

    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated()
        if options["if_never"] and TrainedRanking.objects.exists():
            self.stdout.write("a ranking was trained before")
            return
        begun = time.monotonic()
        try:
            run = ranking_runs.begin(
                actor=SYSTEM, kind=RunKind.TRAIN, now=clock.now(), seed=options["seed"], switch_on=options["switch_on"]
            )
        except DomainError as refused:
            raise CommandError(f"{refused.code}: {refused.detail}") from refused
        run = ranking_runs.work(run_id=run.pk, now=clock.now(), progress=self._progress(begun))
        self._report(run, time.monotonic() - begun)

    def _report(self, run: RankingRun, seconds: float) -> None:
        ranking = run.ranking
        if run.state != RunState.DONE or ranking is None:
            raise CommandError(f"The training ended without a ranking: {run.problem}.")
        self.stdout.write(
            f"ranking {ranking.version}: {ranking.deals} deals of {ranking.investors} investors, judged on "
            f"{ranking.queries} companies, in {seconds:.1f} s"
        )
        for line in figures_table(ranking):
            self.stdout.write(f"  {line}")
        if ranking == models_of_deals.in_force():
            self.stdout.write("it orders the site now")
        else:
            self.stdout.write(f"it stays a candidate: {_WHY_NOT.get(ranking.withheld, ranking.withheld)}")

    def _progress(self, begun: float) -> training.Progress:
        said: dict[str, int] = {}

        def tell(what: str, share: float) -> None:
            quarters = int(share * 4)
            if said.get(what) != quarters:
                said[what] = quarters
                self.stdout.write(f"{time.monotonic() - begun:7.1f} s  {what} {share:.0%}")
                self.stdout.flush()

        return tell
