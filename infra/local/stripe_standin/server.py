"""The stand-in over HTTP: Stripe's addresses under /v1, the payer's page under /pay, a test's hand under /_control."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from infra.local.stripe_standin import forms, pages
from infra.local.stripe_standin.faults import Knob
from infra.local.stripe_standin.objects import Refused, Till
from infra.local.stripe_standin.sending import Sender
from infra.local.stripe_standin.store import Answer, Body, Store


class StandIn(ThreadingHTTPServer):
    """One stand-in: its store, its faults, its sender."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self,
        port: int,
        folder: Path,
        *,
        key: str,
        webhook_secret: str,
        target: str = "",
        host: str = "127.0.0.1",
        pages: str = "",
    ) -> None:
        super().__init__((host, port), _Handler)
        self.key = key
        self.store = Store(folder / "stripe.sqlite3")
        self.knob = Knob()
        self.till = Till(self.store, self.knob, pages or f"http://127.0.0.1:{self.server_address[1]}")
        self.sender = Sender(self.store, webhook_secret, target)

    def serve(self) -> None:
        """Until `shutdown`."""
        self.sender.start()
        try:
            self.serve_forever(poll_interval=0.2)
        finally:
            self.sender.end()

    def aim(self, url: str) -> Body:
        """Send notices there from now on."""
        self.sender.target = url
        return {"target": url}

    def forget(self) -> Body:
        """As if nothing had ever been asked, and nothing goes wrong."""
        self.store.clear()
        return self.knob.turn(Knob().to_wire())

    def service_actions(self) -> None:
        """Between requests: sessions whose time is over say so."""
        if time.monotonic() - getattr(self, "_swept", 0.0) > 1.0:
            self._swept = time.monotonic()
            self.till.expire_old()


class _Handler(BaseHTTPRequestHandler):
    server: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, query = self._asked()
        if path[:1] == ["_control"]:
            self._control(path[1:], {})
        elif path[:1] == ["pay"] and len(path) == 2:
            self._html(200, pages.checkout(self.server.till.session(path[1])))
        elif path == ["health"]:
            self._json(200, {"ok": True})
        else:
            self._api(lambda: self._read(path, query))

    def do_POST(self) -> None:
        path, _ = self._asked()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        if path[:1] == ["_control"]:
            self._control(path[1:], json.loads(body or "{}"))
        elif path[:1] == ["pay"] and len(path) == 2:
            self._paid(path[1], forms.read(body))
        else:
            self._api(lambda: self._write(path, forms.read(body)), question=f"{self.path}\n{body}")
        self.server.sender.wake()

    def _asked(self) -> tuple[list[str], dict[str, list[str]]]:
        parts = urlsplit(self.path)
        return [step for step in parts.path.split("/") if step], parse_qs(parts.query)

    # Stripe's addresses

    def _read(self, path: list[str], query: dict[str, list[str]]) -> Body:
        till = self.server.till
        match path:
            case ["v1", "checkout", "sessions", identity]:
                return till.session_with(identity, _expanded(query))
            case ["v1", "payment_intents", identity]:
                return till.intent(identity, _expanded(query))
            case ["v1", "refunds"]:
                return till.refunds(query)
            case ["v1", "refunds", identity]:
                return till.refund_of(identity)
        raise Refused(f"Unrecognized request URL (GET: {self.path}).", status=404)

    def _write(self, path: list[str], asked: dict[str, Any]) -> Body:
        till = self.server.till
        match path:
            case ["v1", "checkout", "sessions"]:
                return till.open_session(asked)
            case ["v1", "checkout", "sessions", identity, "expire"]:
                return till.expire_session(identity)
            case ["v1", "refunds"]:
                return till.refund(asked)
        raise Refused(f"Unrecognized request URL (POST: {self.path}).", status=404)

    def _api(self, answer: Callable[[], Body], question: str = "") -> None:
        if self.headers.get("Authorization") != f"Bearer {self.server.key}":
            self._json(401, Refused("Invalid API Key provided.", kind="invalid_request_error").body)
            return
        knob = self.server.knob
        if knob.chance(knob.faults.failing_calls):
            self._fail()
            return
        found = self._once(answer, question)
        if question and knob.chance(knob.faults.unanswered_calls):
            self._hang_up()
            return
        self._json(found.status, found.body)

    def _once(self, answer: Callable[[], Body], question: str) -> Answer:
        """The same key has the same answer; another question under it is refused."""
        key, store = self.headers.get("Idempotency-Key", ""), self.server.store
        digest = hashlib.sha256(question.encode()).hexdigest()
        with store.changing():
            before = store.answer_of(key) if key and question else None
            if before is not None:
                if before[0] != digest:
                    return _refusal(
                        Refused(
                            "Keys for idempotent requests can only be used with the same parameters.",
                            kind="idempotency_error",
                        )
                    )
                return before[1]
            try:
                found = Answer(200, answer())
            except Refused as refused:
                found = _refusal(refused)
            if key and question:
                store.remember(key, digest, found)
            return found

    def _fail(self) -> None:
        kind = int(self.server.knob.pick(3))
        if kind == 0:
            self._json(429, Refused("Too many requests.", code="rate_limit", kind="rate_limit_error").body)
        elif kind == 1:
            self._json(500, Refused("Something went wrong on Stripe's end.", kind="api_error").body)
        else:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    # The payer's page

    def _paid(self, identity: str, asked: dict[str, Any]) -> None:
        try:
            session = self.server.till.pay(
                identity, method=asked.get("method", "card"), outcome=asked.get("outcome", "paid")
            )
        except Refused:
            session = self.server.till.session(identity)
        to = session["success_url"] if session["status"] == "complete" else ""
        if not to:
            self._html(200, pages.checkout(session))
            return
        self.send_response(303)
        self.send_header("Location", to.replace("{CHECKOUT_SESSION_ID}", identity))
        self.send_header("Content-Length", "0")
        self.end_headers()

    # A test's hand

    def _control(self, path: list[str], asked: dict[str, Any]) -> None:
        server, till = self.server, self.server.till
        name, identity = (*path, "", "")[:2]
        acts: dict[str, Callable[[], Body]] = {
            "faults": lambda: server.knob.turn(asked),
            "target": lambda: server.aim(asked["url"]),
            "pay": lambda: till.pay(identity, **asked),
            "settle": lambda: till.settle(identity, is_paid=asked["is_paid"]),
            "refund": lambda: till.refund_at_desk(identity, **asked),
            "settle_refund": lambda: till.settle_refund(identity, is_done=asked["is_done"]),
            "ledger": lambda: till.ledger() | {"undelivered": server.store.undelivered()},
            "events": lambda: {"events": server.store.all_of("event")},
            "clear": server.forget,
        }
        # The payer's page may be open to a phone beside the machine; this is not.
        if name not in acts or not ipaddress.ip_address(self.client_address[0]).is_loopback:
            self._json(404, {})
            return
        try:
            self._json(200, acts[name]())
        except Refused as refused:
            self._json(refused.status, refused.body)
        except (ValueError, KeyError, TypeError) as error:
            self._json(400, {"error": str(error)})

    # Answers

    def _json(self, status: int, body: Body) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _html(self, status: int, text: str) -> None:
        self._send(status, "text/html; charset=utf-8", text.encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", "req_standin")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, _format: str, *_values: Any) -> None:
        """Silent: what was asked is in the store."""


def _expanded(query: dict[str, list[str]]) -> list[str]:
    return [value for name, values in query.items() if name.startswith("expand") for value in values]


def _refusal(refused: Refused) -> Answer:
    return Answer(refused.status, refused.body)
