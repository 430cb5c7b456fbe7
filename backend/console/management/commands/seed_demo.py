"""Fill an empty street with the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.console.demo import seed
from backend.console.demo.invariants import BrokenInvariant
from backend.core import clock


class Command(BaseCommand):
    help = "Write about 2,000 invented startups, 400 firms and 6,000 past deals, and a story told through the services."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when the demo is already there.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.LOCAL):
            # Its people have passwords everybody knows, and its companies would stand among real ones.
            raise CommandError("This is no demo: set XMH_DEMO=1 where invented companies may be shown to the public.")
        if options["if_empty"] and seed.is_seeded():
            self.stdout.write("the demo is already there")
            return
        try:
            done = seed.seed_demo(now=clock.now())
        except seed.AlreadySeeded as error:
            raise CommandError(
                "The demo is already there. To make it anew, stop the stack and delete .local/demo first."
            ) from error
        except BrokenInvariant as error:
            raise CommandError(f"The demo was not kept: {error.detail}") from error
        self.stdout.write(
            f"demo: {done.startups} startups with {done.pitches} pitches, {done.firms} firms with {done.theses} theses, "
            f"{done.deals} deals in {done.rounds} rounds"
        )
