"""Stripe Checkout, with cards, Alipay and WeChat Pay."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import stripe
import structlog

from backend.core.languages import Language
from backend.payments.errors import BadWebhook, GatewayAway, GatewayRefused, StaleWebhook
from backend.payments.gateways.base import Fee, Notice, Returned, Session, SessionRequest, SessionStatus

# Stripe's library refuses notices that are too old, but takes any from the future.
TOLERANCE = 300
_SECONDS = 8.0
_RETRIES = 2
_METHODS = ["card", "alipay", "wechat_pay"]
_LOCALES = {Language.ZH_HANS: "zh", Language.ZH_HANT: "zh-HK", Language.EN: "en"}
# As many as Stripe lists at once.
_PAGE = 100
# With a session its payment, and with that what was charged, which knows how much of it went back.
_EXPANDED = ["payment_intent.latest_charge"]
log = structlog.get_logger(__name__)

# The error codes under which a request may still succeed.
_PASSING = frozenset({"lock_timeout", "rate_limit", "idempotency_key_in_use"})


class StripeGateway:
    """One account. `base` is set where the stand-in plays Stripe."""

    name = "stripe"

    def __init__(self, key: str, webhook_secret: str, base: str = "") -> None:
        self.is_live = not base and "_live_" in key
        self._secret = webhook_secret
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": base} if base else {},
            max_network_retries=_RETRIES,
            http_client=stripe.RequestsClient(timeout=_SECONDS),
        )

    def open_session(self, asked: SessionRequest) -> Session:
        # Its types list every method and language there is; what is sent is asserted in a test.
        wish: Any = {
            "mode": "payment",
            "client_reference_id": asked.reference,
            "metadata": {"reference": asked.reference},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": asked.currency.lower(),
                        "unit_amount": asked.amount_minor,
                        "product_data": {"name": asked.description},
                    },
                }
            ],
            "payment_method_types": _METHODS,
            "payment_method_options": {"wechat_pay": {"client": "web"}},
            "locale": _LOCALES.get(Language(asked.language), "auto"),
            "success_url": asked.success_url,
            "cancel_url": asked.cancel_url,
            "expires_at": int(asked.expires_at.timestamp()),
        }
        with _our_errors():
            found = self._client.v1.checkout.sessions.create(wish, {"idempotency_key": asked.key})
        return _session(found)

    def session(self, session_id: str) -> Session:
        with _our_errors():
            return _session(self._client.v1.checkout.sessions.retrieve(session_id, {"expand": _EXPANDED}))

    def expire_session(self, session_id: str) -> Session:
        try:
            with _our_errors():
                return _session(self._client.v1.checkout.sessions.expire(session_id))
        except GatewayRefused:
            return self.session(session_id)

    def refund(self, *, key: str, payment_id: str, amount_minor: int) -> Returned:
        with _our_errors():
            found = self._client.v1.refunds.create(
                # The key is said in the refund as well: one whose answer was lost is known by it for ours.
                {"payment_intent": payment_id, "amount": amount_minor, "metadata": {"key": key}},
                {"idempotency_key": key},
            )
        return _returned(found)

    def refund_of(self, refund_id: str) -> Returned:
        with _our_errors():
            return _returned(self._client.v1.refunds.retrieve(refund_id))

    def refunds_of(self, payment_id: str) -> list[Returned]:
        with _our_errors():
            listed = self._client.v1.refunds.list({"payment_intent": payment_id, "limit": _PAGE})
            return [_returned(one) for one in listed.auto_paging_iter()]

    def refunds_since(self, moment: datetime) -> Iterator[Returned]:
        with _our_errors():
            listed = self._client.v1.refunds.list({"created": {"gte": int(moment.timestamp())}, "limit": _PAGE})
            for one in listed.auto_paging_iter():
                yield _returned(one)

    def fee_of(self, payment_id: str) -> Fee | None:
        with _our_errors():
            found: Any = self._client.v1.payment_intents.retrieve(
                payment_id, {"expand": ["latest_charge.balance_transaction"]}
            )
        moved = getattr(found.latest_charge, "balance_transaction", None)
        return Fee(moved.fee, moved.currency.upper()) if moved else None

    def read_notice(self, body: bytes, signature: str) -> Notice:
        told = _verified(body, signature, self._secret)
        if bool(told["livemode"]) is not self.is_live:
            raise BadWebhook
        about = told["data"]["object"]
        return Notice(told["id"], told["type"], **_ids_of(about))


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
        raise GatewayAway(type(error).__name__) from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        # A key that is wrong or may not do this is for us to mend: it says nothing of what was asked.
        log.error("gateway_key_refused", error=type(error).__name__)
        raise GatewayAway(type(error).__name__) from error
    except stripe.StripeError as error:
        if error.code in _PASSING or (error.http_status or 400) >= 500:
            raise GatewayAway(str(error.code)) from error
        raise GatewayRefused(str(error.code or type(error).__name__)) from error


def _session(found: stripe.checkout.Session) -> Session:
    intent: Any = found.payment_intent
    return Session(
        id=found.id,
        status=_status(found, intent),
        url=found.url or "",
        reference=found.client_reference_id or "",
        amount_minor=found.amount_total or 0,
        currency=(found.currency or "").upper(),
        payment_id=getattr(intent, "id", intent) or "",
        returned_minor=getattr(getattr(intent, "latest_charge", None), "amount_refunded", 0),
        is_live=found.livemode,
    )


def _status(found: stripe.checkout.Session, intent: Any) -> SessionStatus:
    if found.status == "expired" and found.payment_status != "paid":
        return SessionStatus.EXPIRED
    if found.payment_status == "paid":
        return SessionStatus.PAID
    if found.status == "open":
        return SessionStatus.OPEN
    # Complete and not paid: a payment that takes its time, or did not come.
    has_failed = getattr(intent, "status", "") in ("requires_payment_method", "canceled")
    return SessionStatus.FAILED if has_failed else SessionStatus.PROCESSING


def _returned(found: stripe.Refund) -> Returned:
    payment: Any = found.payment_intent
    return Returned(
        id=found.id,
        is_done=found.status == "succeeded",
        is_pending=found.status in ("pending", "requires_action"),
        payment_id=getattr(payment, "id", payment) or "",
        amount_minor=found.amount,
        currency=found.currency.upper(),
        key=getattr(found.metadata, "key", ""),
    )


def _verified(body: bytes, signature: str, secret: str) -> dict[str, Any]:
    """The event, once its signature is right, its time is near ours and its shape is an event's. Raises BadWebhook."""
    try:
        text = body.decode()
        stripe.WebhookSignature.verify_header(text, signature, secret)
        stamp = int(dict(part.split("=", 1) for part in signature.split(",") if "=" in part)["t"])
        told = json.loads(text)
        if abs(ahead := stamp - round(time.time())) > TOLERANCE:
            raise StaleWebhook(ahead)
        if told["object"] != "event" or told.get("account"):
            raise BadWebhook
        shape: list[tuple[Any, type]] = [
            (told["id"], str), (told["type"], str), (told["livemode"], bool), (told["data"]["object"], dict),
        ]  # fmt: skip
        if not all(isinstance(value, kind) for value, kind in shape):
            raise BadWebhook
        return dict(told)
    except (
        stripe.SignatureVerificationError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise BadWebhook from error


def _ids_of(about: dict[str, Any]) -> dict[str, str]:
    """Which objects of ours an event may be about."""

    def text(value: Any) -> str:
        return value[:255] if isinstance(value, str) else ""

    readers: dict[str, Callable[[], dict[str, str]]] = {
        "checkout.session": lambda: {"session_id": text(about.get("id"))},
        "payment_intent": lambda: {"payment_id": text(about.get("id"))},
        "charge": lambda: {"payment_id": text(about.get("payment_intent"))},
        "refund": lambda: {"refund_id": text(about.get("id")), "payment_id": text(about.get("payment_intent"))},
    }
    kind = about.get("object")
    return readers[kind]() if isinstance(kind, str) and kind in readers else {}
