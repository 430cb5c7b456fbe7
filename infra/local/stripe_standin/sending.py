"""Events on their way to our webhook: signed as Stripe signs them, tried again until they are taken."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from infra.local.stripe_standin.store import Body, Store

_LONGEST_WAIT = 30.0
_GIVE_UP = 20
_AT_ONCE = 8


def signature(body: bytes, secret: str, at: int) -> str:
    """The header that proves who sent the body, and when."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Sender(threading.Thread):
    """Delivers what is due. `target` may be changed while it runs; without one, events wait."""

    def __init__(self, store: Store, secret: str, target: str) -> None:
        super().__init__(name="stripe-standin-sender", daemon=True)
        self.target = target
        self._store = store
        self._secret = secret
        self._woken = threading.Event()
        self._ended = threading.Event()

    def wake(self) -> None:
        self._woken.set()

    def end(self) -> None:
        self._ended.set()
        self._woken.set()

    def run(self) -> None:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            while not self._ended.is_set():
                due = self._store.due(time.time()) if self.target else []
                for outcome in pool.map(self._deliver, due):
                    self._store.tried(outcome[0], state=outcome[1], again_at=outcome[2])
                if not due:
                    self._woken.wait(0.2)
                    self._woken.clear()

    def _deliver(self, one: tuple[int, Body, int]) -> tuple[int, str, float]:
        number, event, tries = one
        if self._post(event):
            return number, "delivered", 0.0
        state = "waiting" if tries + 1 < _GIVE_UP else "given_up"
        return number, state, time.time() + min(2.0**tries, _LONGEST_WAIT)

    def _post(self, event: Body) -> bool:
        body = json.dumps(event).encode()
        headers = {
            "Content-Type": "application/json",
            "Stripe-Signature": signature(body, self._secret, int(time.time())),
        }
        request = urllib.request.Request(self.target, data=body, headers=headers, method="POST")  # noqa: S310 - our own address
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return bool(200 <= answer.status < 300)
        except (urllib.error.URLError, OSError):
            return False
