"""The worker: jobs, the outbox, the indexer. One command, so that every way of deploying runs it alike."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from backend.core import garbage
from backend.core.checks import refuse_to_start_unready

# A new job is announced, but the worker forgets what is announced while it looks for another one, and then finds the job only
# when it looks again by the clock: with the library's five seconds a hidden pitch stayed in the index as long.
_LOOKED_FOR_EVERY = 0.5


class Command(BaseCommand):
    help = "Run jobs until stopped; a stop lets running jobs finish for ten seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=4)

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_to_start_unready()
        garbage.settle()
        call_command(
            "procrastinate",
            "worker",
            concurrency=options["concurrency"],
            shutdown_graceful_timeout=10,
            fetch_job_polling_interval=_LOOKED_FOR_EVERY,
        )
