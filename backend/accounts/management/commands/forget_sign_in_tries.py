"""Let somebody sign in at once whom others' wrong tries have shut out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backend.accounts import limits, selectors
from backend.core import audit
from backend.core.actors import SYSTEM


class Command(BaseCommand):
    help = "Forget the tries counted at an e-mail address or phone number; limits by caller's address stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email_or_phone")

    def handle(self, *args: Any, email_or_phone: str, **options: Any) -> None:
        person = selectors.person_known_as(limits.named_account(email_or_phone))
        limits.forget_tries(email_or_phone, str(person.pk) if person else "")
        if person:
            audit.record(SYSTEM, "person.tries_forgotten", person)
        self.stdout.write("forgotten")
