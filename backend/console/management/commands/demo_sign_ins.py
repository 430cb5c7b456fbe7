"""Say who one may be in the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backend.console.demo.people import demo_sign_ins


class Command(BaseCommand):
    help = "Print the demo's sign-ins: role, e-mail, password, and the key of the second factor."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This installation is no demo (XMH_DEMO is not set).")
        width = max(len(sign_in.role) for sign_in in demo_sign_ins())
        for sign_in in demo_sign_ins():
            line = f"  {sign_in.role:<{width}}  {sign_in.email}  {sign_in.password}"
            self.stdout.write(line + (f"  TOTP {sign_in.totp_secret}" if sign_in.totp_secret else ""))
