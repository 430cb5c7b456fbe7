"""Build the indices anew beside the live ones and swap them in; changes go on meanwhile."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core import clock
from backend.matching import engine as engines
from backend.matching import models_of_deals
from backend.matching.services import drift, indexing, rebuild
from search.errors import SearchUnavailable
from search.records import ObjectKind

PAUSE_SECONDS = 3.0


class Command(BaseCommand):
    help = "Rebuild the search indices. With --if-needed only what is missing, outdated or was never indexed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-needed", action="store_true")
        parser.add_argument("--kind", choices=[kind.value for kind in ObjectKind])
        parser.add_argument(
            "--patience", type=float, default=120.0, help="seconds to go on trying while the engine is slow or away"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = (ObjectKind(options["kind"]),) if options["kind"] else tuple(ObjectKind)
        try:
            self._reindex_patiently(kinds, only_needed=options["if_needed"], patience=options["patience"])
        except SearchUnavailable as problem:
            raise CommandError(
                f"The search engine is away ({problem.code}); the site answers in reduced mode."
            ) from problem
        except rebuild.RebuildRunning as problem:
            raise CommandError("Another rebuild is running.") from problem

    def _reindex_patiently(self, kinds: tuple[ObjectKind, ...], *, only_needed: bool, patience: float) -> None:
        """A busy machine makes an engine slow, and nobody waits for a page here: begin again, which does no harm."""
        end = time.monotonic() + patience
        while True:
            try:
                self._reindex(kinds, only_needed=only_needed)
            except SearchUnavailable as problem:
                if time.monotonic() + PAUSE_SECONDS > end:
                    raise
                self.stderr.write(f"The search engine did not answer ({problem.code}); trying again.")
                time.sleep(PAUSE_SECONDS)
            else:
                return

    def _reindex(self, kinds: tuple[ObjectKind, ...], *, only_needed: bool) -> None:
        # The ranking in force must not change between learning and swapping.
        with rebuild.only_one():
            self._rebuild(kinds, only_needed=only_needed)
        now = clock.now()
        marked = sum(drift.mark_unknown(kind, now=now) for kind in kinds)
        done = indexing.drain(now=clock.now(), kinds=kinds)
        if done.is_engine_away:
            raise SearchUnavailable("search.unavailable")
        self.stdout.write(f"marked {marked} new, indexed {done.indexed}, set aside {done.rejected}")

    def _rebuild(self, kinds: tuple[ObjectKind, ...], *, only_needed: bool) -> None:
        now = clock.now()
        outgrown = models_of_deals.is_outgrown()
        if only_needed and not outgrown:
            outdated = rebuild.needed(engines.current())
            counts = rebuild.rebuild(tuple(kind for kind in kinds if kind in outdated), now=now)
        elif only_needed and rebuild.is_empty():
            models_of_deals.make_current(models_of_deals.learn(now=now))
            counts = rebuild.rebuild(rebuild.needed(engines.current()), now=now)
        elif set(kinds) >= {ObjectKind.INVESTOR, ObjectKind.DEAL}:
            # Both are ranked by the model of past deals, so this is the moment to learn it anew.
            counts = rebuild.rebuild(kinds, now=now, model=models_of_deals.learn(now=now))
        else:
            counts = rebuild.rebuild(kinds, now=now)
        for kind, count in counts.items():
            self.stdout.write(f"{kind.value}: rebuilt, {count} objects known")
