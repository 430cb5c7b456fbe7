"""Somebody is shut out by the server's keys, and let in again: no page and no token does it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.accounts import limits, selectors, services
from backend.core.actors import SYSTEM


class Command(BaseCommand):
    help = "Close somebody's account at once, with everything that is open for them, or with --open let them in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email_or_phone")
        parser.add_argument("--open", action="store_true", dest="is_opened", help="let them in again")

    def handle(self, *args: Any, email_or_phone: str, is_opened: bool, **options: Any) -> None:
        person = selectors.person_known_as(limits.named_account(email_or_phone))
        if person is None:
            raise CommandError("Nobody has signed up with this address or number and proved it.")
        changed = services.set_closed(actor=SYSTEM, person=person, is_closed=not is_opened)
        self.stdout.write("done" if changed else "nothing to change")
