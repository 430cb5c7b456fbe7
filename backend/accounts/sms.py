"""Text messages. `SMS_BACKEND` names the class that sends them; without a carrier they are printed.

What goes to a carrier goes through the job queue, so that a slow or absent one delays nobody's page and a message is
tried again. A job holds number and code sealed: the queue's rows and its log lines show neither.
"""

import hashlib
import hmac
import json
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import ClassVar, Protocol, cast
from urllib.error import HTTPError, URLError

from django.conf import settings
from django.utils.module_loading import import_string

from backend.accounts.sealing import seal, unseal
from backend.core.ids import new_id

TIMEOUT_SECONDS = 5
_PURPOSE = "accounts.sms"


class SmsNotTaken(Exception):
    """The carrier did not take a message. Says why, and neither number nor text."""


@dataclass(frozen=True, slots=True)
class Sms:
    """One message; `to` in E.164. `id` stays the same when it is tried again."""

    to: str
    text: str
    id: str = field(default_factory=lambda: str(new_id()))


class SmsBackend(Protocol):
    # Whether a message waits in the job queue, which repeats what fails, or is sent at once.
    is_queued: ClassVar[bool]

    def send(self, message: Sms) -> None:
        """Hand the message to a carrier. Raises SmsNotTaken."""


class ConsoleSms:
    """For a local demo: prints the message where the server was started, and never into the logs."""

    is_queued: ClassVar[bool] = False

    def send(self, message: Sms) -> None:
        sys.stderr.write(f"\n[SMS] {message.to}\n{message.text}\n\n")
        sys.stderr.flush()


class MemorySms:
    """For tests: keeps what was sent."""

    is_queued: ClassVar[bool] = False
    outbox: list[Sms] = []

    def send(self, message: Sms) -> None:
        self.outbox.append(message)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """A message goes to the address that was set and to no other."""


class GatewaySms:
    """Posts `{"id", "to", "text"}` to `SMS_URL`, signed with `SMS_SECRET`; `docs/decisions/0009` says how."""

    is_queued: ClassVar[bool] = True

    def send(self, message: Sms) -> None:
        body = json.dumps(asdict(message), ensure_ascii=False).encode()
        at = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": message.id,
            "X-Timestamp": at,
            "X-Signature": signature(settings.SMS_SECRET, at, body),
        }
        request = urllib.request.Request(settings.SMS_URL, body, headers, method="POST")  # noqa: S310 - our own setting
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
                status = answer.status
        except HTTPError as error:
            error.close()
            status = error.code
        except (URLError, OSError) as error:
            # Without its cause: an error of the connection may name what was being sent.
            raise SmsNotTaken(f"the gateway cannot be reached: {type(error).__name__}") from None
        if not 200 <= status < 300:
            raise SmsNotTaken(f"the gateway answered {status}")


def signature(secret: str, at: str, body: bytes) -> str:
    """HMAC-SHA256 in hex over the time in seconds, a full stop, and the body as sent."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def backend() -> SmsBackend:
    return cast(SmsBackend, import_string(settings.SMS_BACKEND)())


_defer: list[Callable[[str], None]] = []


def set_defer(defer: Callable[[str], None]) -> None:
    """Name the function that queues a sealed message; `accounts.tasks` does it, so that this module stays below tasks."""
    _defer[:] = [defer]


def send_sms(*, to: str, text: str) -> None:
    """Send one message, or queue it where the backend says so."""
    message, chosen = Sms(to=to, text=text), backend()
    if chosen.is_queued:
        _defer[0](seal(_PURPOSE, json.dumps(asdict(message))))
    else:
        chosen.send(message)


def send_sms_now(*, to: str, text: str, key: str) -> None:
    """Send from a job that tries again by itself. A message with a key that was sent before is known by the carrier."""
    backend().send(Sms(to=to, text=text, id=key))


def send_sealed(sealed: str) -> None:
    """Raises SmsNotTaken. The same message may be sent twice; its id tells the carrier so."""
    backend().send(Sms(**json.loads(unseal(_PURPOSE, sealed))))
