"""Text messages. `SMS_BACKEND` names the class that sends them; without a carrier they are printed."""

import sys
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Sms:
    """One message; `to` in E.164."""

    to: str
    text: str


class SmsBackend(Protocol):
    def send(self, message: Sms) -> None:
        """Hand the message to a carrier. Raises when it was not taken."""


class ConsoleSms:
    """For a local demo: prints the message where the server was started, and never into the logs."""

    def send(self, message: Sms) -> None:
        sys.stderr.write(f"\n[SMS] {message.to}\n{message.text}\n\n")
        sys.stderr.flush()


class MemorySms:
    """For tests: keeps what was sent."""

    outbox: list[Sms] = []

    def send(self, message: Sms) -> None:
        self.outbox.append(message)


def send_sms(*, to: str, text: str) -> None:
    backend = cast(SmsBackend, import_string(settings.SMS_BACKEND)())
    backend.send(Sms(to=to, text=text))
