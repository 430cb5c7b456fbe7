"""Say aloud whether search and matching work: the engine, what it holds, and one pitch matched with its reasons."""

from time import perf_counter, sleep
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.migrated import require_migrated
from backend.matching import matchmaking
from backend.matching.answers import InvestorMatch, Matches
from backend.matching.eligibility import public_pitches
from backend.matching.enums import Mode
from backend.matching.selectors.health import IndexingHealth, indexing_health

# An engine that is up may be too slow for a page while everything else starts. Seconds between tries.
_WAITS = (3.0, 6.0, 12.0)


def _matched(pitch_id: UUID) -> tuple[Matches[InvestorMatch], int]:
    """With how long it took, in milliseconds."""
    started = perf_counter()
    found = matchmaking.match_pitch(SYSTEM, pitch_id, {}, now=clock.now())
    return found, round((perf_counter() - started) * 1000)


class Command(BaseCommand):
    help = "Check search and matching, and print what was found."

    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated()
        with translation.override("en"):
            now = clock.now()
            health = indexing_health(now=now)
            self._say_engine(health)
            self._match_one(is_engine_up=health.is_engine_up)
            self._complain(health)

    def _say_engine(self, health: IndexingHealth) -> None:
        if health.is_engine_up:
            self.stdout.write(f"search: {health.engine} {health.version}, {health.documents} documents")
            return
        hint = f" {settings.SEARCH_HINT}" if settings.SEARCH_HINT else ""
        self.stdout.write(f"search: reduced mode, answered by the database alone.{hint}")

    def _match_one(self, *, is_engine_up: bool) -> None:
        pitch = public_pitches().select_related("organization").order_by("-published_at", "-pk").first()
        if pitch is None:
            self.stdout.write("match: there is no published pitch yet")
            return
        # The first call of a process also learns vocabularies and opens connections; the second is what a page waits for.
        matchmaking.match_pitch(SYSTEM, pitch.pk, {}, now=clock.now())
        found, took = _matched(pitch.pk)
        for wait in _WAITS if is_engine_up else ():
            if found.mode == Mode.FULL:
                break
            sleep(wait)
            found, took = _matched(pitch.pk)
        self._say_match(pitch.organization.display_name, found, took)
        if settings.ELASTICSEARCH_URL and found.mode != Mode.FULL:
            raise CommandError("The search engine is configured but does not answer.")

    def _say_match(self, company: str, found: Matches[InvestorMatch], took: int) -> None:
        if not found.results:
            self.stdout.write(f"match: nobody for {company} yet ({took} ms)")
            return
        best = found.results[0]
        reasons = ", ".join(f"{reason.code} {reason.share:.0%}" for reason in best.why.reasons[:4])
        gates = ", ".join(f"{gate.code} {gate.state.value}" for gate in best.why.gates)
        name = best.investor.organization.display_name
        self.stdout.write(f"match: {company} → {name}, score {best.why.score:.2f} in {took} ms")
        self.stdout.write(f"  reasons: {reasons}")
        self.stdout.write(f"  gates: {gates}")

    def _complain(self, health: IndexingHealth) -> None:
        """Raises CommandError for anything a person should look at."""
        wrong = []
        if settings.ELASTICSEARCH_URL and not health.is_engine_up:
            wrong.append("The search engine is configured but does not answer.")
        if health.is_engine_up:
            broken = [one.alias for one in health.indices if len(one.indices) != 1]
            wrong += [f"{alias} does not stand for exactly one index; run reindex." for alias in broken]
        if health.dead_letters:
            wrong.append(f"The index refused {health.dead_letters} documents; see the operator's desk.")
        if wrong:
            raise CommandError(" ".join(wrong))
