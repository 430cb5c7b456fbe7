"""Say where the count of a quota is not the number of rows that hold its places; with --repair set it to theirs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core.actors import SYSTEM
from backend.core.migrated import require_migrated
from backend.roadshows.models import Quota
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import proving


class Command(BaseCommand):
    help = "Compare the count of every quota with the registrations and vouchers that hold its places."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set what is wrong to the number of rows")

    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated()
        found = proving.repair(actor=SYSTEM) if options["repair"] else miscounted()
        for one in found:
            self.stdout.write(f"event {one.event_id}, quota {one.quota_id}: {one.taken} counted, {one.held} held")
        self.stdout.write(f"{Quota.objects.count()} quotas compared, {len(found)} wrong.")
        if found and not options["repair"]:
            raise CommandError("Run prove_seats --repair.")
