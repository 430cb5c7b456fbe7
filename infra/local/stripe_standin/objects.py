"""Checkout sessions, payments and refunds as Stripe has them: their states, what is refused, and which events they cause."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.stripe_standin.faults import Knob
from infra.local.stripe_standin.store import Body, Store, new_id

API_VERSION = "2026-09-30.endive"
SHORTEST, LONGEST = 30 * 60, 24 * 3600
METHODS = ("card", "alipay", "wechat_pay")
# The stand-in's own, so that a report of fees has something to show: 3 %.
FEE_PERMILLE = 30


class Refused(Exception):
    """An answer with Stripe's error body."""

    def __init__(
        self, message: str, *, status: int = 400, code: str = "", kind: str = "invalid_request_error", param: str = ""
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: Body = {"error": {"type": kind, "message": message, "code": code or None, "param": param or None}}


@dataclass
class Till:
    """The one place where objects change; each change and its events are kept together."""

    store: Store
    knob: Knob
    pages: str
    clock: Callable[[], float] = time.time

    # Sessions

    def open_session(self, asked: Mapping[str, Any]) -> Body:
        now = int(self.clock())
        items = asked.get("line_items") or []
        if asked.get("mode") != "payment":
            raise Refused("Only mode=payment is known here.", param="mode")
        if not items:
            raise Refused("You must provide line_items.", param="line_items")
        methods = asked.get("payment_method_types") or ["card"]
        if unknown := [method for method in methods if method not in METHODS]:
            raise Refused(f"Invalid payment_method_types: {unknown[0]}", param="payment_method_types")
        expires = int(asked.get("expires_at") or now + LONGEST)
        # Stripe refuses a session shorter than half an hour or longer than a day.
        if not now + SHORTEST - 5 <= expires <= now + LONGEST + 5:
            raise Refused(
                "The `expires_at` timestamp must be from 30 minutes to 24 hours from now.", param="expires_at"
            )
        currency, total = _total(items)
        identity = new_id("cs_test")
        session: Body = {
            "id": identity,
            "object": "checkout.session",
            "amount_subtotal": total,
            "amount_total": total,
            "cancel_url": asked.get("cancel_url"),
            "client_reference_id": asked.get("client_reference_id"),
            "created": now,
            "currency": currency,
            "customer_email": asked.get("customer_email"),
            "expires_at": expires,
            "livemode": False,
            "locale": asked.get("locale"),
            "metadata": dict(asked.get("metadata") or {}),
            "mode": "payment",
            "payment_intent": None,
            "payment_method_types": list(methods),
            "payment_status": "unpaid",
            "status": "open",
            "success_url": asked.get("success_url"),
            "url": f"{self.pages}/pay/{identity}",
            "description": _named(items),
        }
        self.store.put(session)
        return session

    def session(self, identity: str) -> Body:
        """As it is now: one whose time is over has expired."""
        with self.store.changing():
            found = self.store.get("checkout.session", identity)
            if found is None:
                raise Refused(
                    f"No such checkout.session: '{identity}'", status=404, code="resource_missing", param="id"
                )
            if found["status"] == "open" and found["expires_at"] <= self.clock():
                self._expire(found)
            return found

    def session_with(self, identity: str, expand: list[str]) -> Body:
        """The session, with its payment instead of the payment's id where that or something in it is asked for."""
        found = self.session(identity)
        inner = [one.partition(".")[2] for one in expand if one.partition(".")[0] == "payment_intent"]
        if inner and found["payment_intent"]:
            found["payment_intent"] = self.intent(found["payment_intent"], inner)
        return found

    def expire_session(self, identity: str) -> Body:
        with self.store.changing():
            found = self.session(identity)
            if found["status"] != "open":
                raise Refused(
                    f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {found["status"]}.',
                    code="checkout_session_not_open",
                )
            self._expire(found)
            return found

    def expire_old(self) -> None:
        for one in self.store.all_of("checkout.session"):
            if one["status"] == "open" and one["expires_at"] <= self.clock():
                self.session(one["id"])

    def _expire(self, session: Body) -> None:
        session.update(status="expired", url=None)
        self.store.put(session)
        self._tell("checkout.session.expired", session)

    # Paying

    def pay(self, identity: str, *, method: str, outcome: str, even_expired: bool = False) -> Body:
        """`outcome` is paid, processing (told later by `settle`) or declined. `even_expired` pays what was closed already."""
        with self.store.changing():
            session = self.session(identity)
            if session["status"] == "complete" or (session["status"] == "expired" and not even_expired):
                raise Refused("This session is not open.", code="checkout_session_not_open")
            if method not in session["payment_method_types"]:
                raise Refused(f"This session does not take {method}.", param="method")
            if outcome == "declined":
                intent = self._intent(session, method, "requires_payment_method")
                self._tell("payment_intent.payment_failed", intent)
                return session
            intent = self._intent(session, method, "processing")
            session.update(status="complete", url=None, payment_intent=intent["id"])
            if outcome == "paid":
                self._capture(session, intent)
            self.store.put(session)
            self._tell("checkout.session.completed", session)
            return session

    def settle(self, identity: str, *, is_paid: bool) -> Body:
        """How a payment that was processing ended."""
        with self.store.changing():
            session = self.session(identity)
            intent = self.store.get("payment_intent", session["payment_intent"] or "")
            if intent is None or intent["status"] != "processing":
                raise Refused("Nothing is processing here.")
            if is_paid:
                self._capture(session, intent)
                self.store.put(session)
                self._tell("checkout.session.async_payment_succeeded", session)
            else:
                intent["status"] = "requires_payment_method"
                self.store.put(intent)
                self._tell("payment_intent.payment_failed", intent)
                self._tell("checkout.session.async_payment_failed", session)
            return session

    def _intent(self, session: Body, method: str, status: str) -> Body:
        intent: Body = {
            "id": session["payment_intent"] or new_id("pi"),
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": 0,
            "created": int(self.clock()),
            "currency": session["currency"],
            "latest_charge": None,
            "livemode": False,
            "metadata": session["metadata"],
            "payment_method_types": [method],
            "status": status,
        }
        self.store.put(intent)
        return intent

    def _capture(self, session: Body, intent: Body) -> None:
        amount = intent["amount"]
        fee = amount * FEE_PERMILLE // 1000
        moved: Body = {
            "id": new_id("txn"), "object": "balance_transaction", "amount": amount, "currency": intent["currency"],
            "fee": fee, "net": amount - fee, "type": "charge",
        }  # fmt: skip
        charge: Body = {
            "id": new_id("ch"), "object": "charge", "amount": amount, "amount_refunded": 0,
            "balance_transaction": moved["id"], "created": int(self.clock()), "currency": intent["currency"], "livemode": False,
            "metadata": session["metadata"], "paid": True, "payment_intent": intent["id"], "refunded": False, "status": "succeeded",
            "payment_method_details": {"type": intent["payment_method_types"][0]},
        }  # fmt: skip
        intent.update(status="succeeded", amount_received=amount, latest_charge=charge["id"])
        session["payment_status"] = "paid"
        for one in (moved, charge, intent):
            self.store.put(one)
        self._tell("payment_intent.succeeded", intent)
        self._tell("charge.succeeded", charge)

    def intent(self, identity: str, expand: list[str]) -> Body:
        found = self.store.get("payment_intent", identity)
        if found is None:
            raise Refused(f"No such payment_intent: '{identity}'", status=404, code="resource_missing")
        if any(one.startswith("latest_charge") for one in expand) and found["latest_charge"]:
            charge = self.store.get("charge", found["latest_charge"]) or {}
            if "latest_charge.balance_transaction" in expand:
                charge["balance_transaction"] = self.store.get("balance_transaction", charge["balance_transaction"])
            found["latest_charge"] = charge
        return found

    # Refunds

    def refund(self, asked: Mapping[str, Any]) -> Body:
        with self.store.changing():
            intent = self.store.get("payment_intent", str(asked.get("payment_intent", "")))
            charge = self.store.get("charge", (intent or {}).get("latest_charge") or "")
            if intent is None or charge is None:
                raise Refused(
                    "No such payment_intent with a charge.", status=404, code="resource_missing", param="payment_intent"
                )
            left = charge["amount"] - charge["amount_refunded"]
            amount = int(asked.get("amount") or left)
            if left == 0:
                raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
            if not 0 < amount <= left:
                raise Refused(
                    f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).", param="amount"
                )
            refund: Body = {
                "id": new_id("re"), "object": "refund", "amount": amount, "charge": charge["id"], "created": int(self.clock()),
                "currency": charge["currency"], "metadata": dict(asked.get("metadata") or {}), "payment_intent": intent["id"],
                "reason": asked.get("reason"), "status": "pending" if self.knob.faults.slow_refunds else "succeeded",
            }  # fmt: skip
            self.store.put(refund)
            charge["amount_refunded"] += amount
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
            self.store.put(charge)
            self._tell("refund.created", refund)
            self._tell("charge.refunded", charge)
            return refund

    def refund_at_desk(self, session_id: str, *, amount: int | None = None) -> Body:
        """As somebody does at Stripe's own desk: of a session, all that is left unless told how much."""
        payment = self.session(session_id)["payment_intent"]
        return self.refund(
            {"payment_intent": payment, "reason": "requested_by_customer"} | ({"amount": amount} if amount else {})
        )

    def refunds(self, query: Mapping[str, list[str]]) -> Body:
        """A page of them, newest first, as Stripe lists them."""
        (payment,), (since,), (limit,), (after,) = (
            query.get(name, [default])
            for name, default in (
                ("payment_intent", ""),
                ("created[gte]", "0"),
                ("limit", "10"),
                ("starting_after", ""),
            )
        )
        found = [
            one
            for one in reversed(self.store.all_of("refund"))
            if payment in ("", one["payment_intent"]) and one["created"] >= int(since)
        ]
        if after:
            found = found[[one["id"] for one in found].index(after) + 1 :]
        return {
            "object": "list",
            "url": "/v1/refunds",
            "data": found[: int(limit)],
            "has_more": len(found) > int(limit),
        }

    def refund_of(self, identity: str) -> Body:
        found = self.store.get("refund", identity)
        if found is None:
            raise Refused(f"No such refund: '{identity}'", status=404, code="resource_missing")
        return found

    def settle_refund(self, identity: str, *, is_done: bool) -> Body:
        """How a pending refund ended, or that one which had succeeded came back; what failed is with the charge again."""
        with self.store.changing():
            refund = self.refund_of(identity)
            if refund["status"] != "pending" and (is_done or refund["status"] != "succeeded"):
                raise Refused("This refund is not pending.")
            refund["status"] = "succeeded" if is_done else "failed"
            self.store.put(refund)
            if not is_done:
                charge = self.store.get("charge", refund["charge"]) or {}
                charge["amount_refunded"] -= refund["amount"]
                charge["refunded"] = False
                self.store.put(charge)
            self._tell("refund.updated" if is_done else "refund.failed", refund)
            return refund

    def ledger(self) -> Body:
        """Every payment with what was taken and given back, for the oracle of money."""
        charges = {one["payment_intent"]: one for one in self.store.all_of("charge")}
        return {
            "payments": [
                {
                    "session": one["id"], "order": one["client_reference_id"], "status": one["status"],
                    "payment_status": one["payment_status"], "currency": one["currency"],
                    "paid": charges[one["payment_intent"]]["amount"] if one["payment_intent"] in charges else 0,
                    "refunded": charges[one["payment_intent"]]["amount_refunded"] if one["payment_intent"] in charges else 0,
                }
                for one in self.store.all_of("checkout.session")
            ]
        }  # fmt: skip

    # Events

    def _tell(self, kind: str, about: Body) -> None:
        event: Body = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": int(self.clock()),
            "data": {"object": dict(about)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        self.store.put(event)
        faults = self.knob.faults
        if self.knob.chance(faults.lost_events):
            return
        for _ in range(faults.copies):
            self.store.send(event, at=self.clock() + self.knob.pick(faults.delay))


def _total(items: list[Mapping[str, Any]]) -> tuple[str, int]:
    currencies, total = set[str](), 0
    for item in items:
        price = item.get("price_data") or {}
        amount, quantity = int(price.get("unit_amount", -1)), int(item.get("quantity", 1))
        if amount < 1 or quantity < 1:
            raise Refused("Each line needs price_data with a unit_amount, and a quantity.", param="line_items")
        currencies.add(str(price.get("currency", "")).lower())
        total += amount * quantity
    if len(currencies) != 1 or "" in currencies:
        raise Refused("All lines must have one currency.", param="line_items")
    return currencies.pop(), total


def _named(items: list[Mapping[str, Any]]) -> str:
    names = (((item.get("price_data") or {}).get("product_data") or {}).get("name", "") for item in items)
    return ", ".join(name for name in names if name)
