"""The stand-in for Stripe in this process, and its notices handed over by hand, in any order and any number."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test import Client
from pytest_django import Settings

from infra.local.stripe_standin.sending import signature
from infra.local.stripe_standin.server import StandIn

KEY, SECRET = "sk_test_of_the_stand_in", "whsec_of_the_stand_in"
WEBHOOK = "/api/v1/payments/webhooks/stripe/"


class Till:
    """What payers and Stripe do; `hand_over` is Stripe telling us."""

    def __init__(self, server: StandIn) -> None:
        self.server = server

    def pay(self, session_id: str | None, *, method: str = "card", outcome: str = "paid", late: bool = False) -> None:
        self.server.till.pay(str(session_id), method=method, outcome=outcome, even_expired=late)

    def settle(self, session_id: str | None, *, is_paid: bool) -> None:
        self.server.till.settle(str(session_id), is_paid=is_paid)

    def refund_at_desk(self, session_id: str | None, amount: int | None = None) -> str:
        """Money given back at Stripe's own desk, all that is left or as much; the id Stripe gives it."""
        return str(self.server.till.refund_at_desk(str(session_id), amount=amount)["id"])

    def turn(self, **faults: Any) -> None:
        self.server.knob.turn(faults)

    def told(self) -> list[dict[str, Any]]:
        """Notices on their way, taken off it: whoever calls this delivers them, or loses them."""
        due = self.server.store.due(time.time() + 3600, most=10_000)
        for number, _, _ in due:
            self.server.store.tried(number, state="delivered", again_at=0.0)
        return [event for _, event, _ in due]

    def hand_over(self) -> list[int]:
        """Deliver all that is on its way, in order; the statuses we answered."""
        return [deliver(event) for event in self.told()]

    def sessions(self) -> list[dict[str, Any]]:
        return self.server.store.all_of("checkout.session")

    def ledger(self) -> list[dict[str, Any]]:
        """Each session with what was paid and given back."""
        return list(self.server.till.ledger()["payments"])


def deliver(
    event: dict[str, Any],
    *,
    at: int | None = None,
    secret: str = SECRET,
    body: bytes | None = None,
    is_signed: bool = True,
) -> int:
    """One notice, signed unless told otherwise; the status we answered."""
    raw = json.dumps(event).encode() if body is None else body
    stamp = int(time.time()) if at is None else at
    headers = {"Stripe-Signature": signature(raw, secret, stamp)} if is_signed else {}
    answer = Client().post(WEBHOOK, raw, content_type="application/json", headers=headers)
    return answer.status_code


@contextmanager
def open_till(folder: Path, settings: Settings) -> Iterator[Till]:
    """A stand-in that remembers nothing of earlier tests; its notices wait until they are handed over."""
    server = StandIn(0, folder, key=KEY, webhook_secret=SECRET)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = KEY, SECRET
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield Till(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
