"""Who runs the street is named at the server, by whoever has its keys: no page and no token gives these rights."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.accounts import limits, selectors, services
from backend.core.actors import SYSTEM


class Command(BaseCommand):
    help = "Make somebody who has signed up an operator of the street, or with --dismiss an ordinary person again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email_or_phone")
        parser.add_argument("--dismiss", action="store_true", help="take the rights away")

    def handle(self, *args: Any, email_or_phone: str, dismiss: bool, **options: Any) -> None:
        person = selectors.person_known_as(limits.named_account(email_or_phone))
        if person is None or not person.is_active:
            raise CommandError("Nobody has signed up with this address or number and proved it.")
        changed = services.set_operator(actor=SYSTEM, person=person, is_operator=not dismiss)
        self.stdout.write("done" if changed else "nothing to change")
        if not dismiss and not person.has_second_factor:
            self.stdout.write("The rights hold once this person has set up the second factor on the account page.")
