"""What we ask of any gateway, in our own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class SessionStatus(StrEnum):
    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRequest:
    """A page on which somebody pays. `key` makes asking twice one page; the same key must come with the same rest."""

    key: str
    reference: str
    amount_minor: int
    currency: str
    description: str
    language: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A page as it is at the gateway now. `payment_id` is what a refund names; empty until there is one. `returned_minor` is
    all that went back or is on its way, whoever asked for it.
    """

    id: str
    status: SessionStatus
    url: str
    reference: str
    amount_minor: int
    currency: str
    payment_id: str
    returned_minor: int
    is_live: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """A refund as it is at the gateway now: done, on its way, or failed (both False). `key` is the one it was asked for
    under; empty for one that somebody made at the gateway's own desk.
    """

    id: str
    is_done: bool
    is_pending: bool
    payment_id: str
    amount_minor: int
    currency: str
    key: str


@dataclass(frozen=True, slots=True)
class Fee:
    """What a gateway kept of a payment, in the currency it settles in."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a gateway tells: which of its objects changed, not how. Empty ids are about nothing of ours."""

    event_id: str
    kind: str
    session_id: str = ""
    payment_id: str = ""
    refund_id: str = ""


class Gateway(Protocol):
    """All verbs raise GatewayAway when it may be tried again, and GatewayRefused when not."""

    name: str
    # Whether money moves: keys of a test account, or the stand-in, move none.
    is_live: bool

    def open_session(self, asked: SessionRequest) -> Session: ...
    def session(self, session_id: str) -> Session: ...
    def expire_session(self, session_id: str) -> Session:
        """Close an open page. One that is closed already is answered as it is."""
        ...

    def refund(self, *, key: str, payment_id: str, amount_minor: int) -> Returned: ...
    def refund_of(self, refund_id: str) -> Returned: ...
    def refunds_of(self, payment_id: str) -> list[Returned]:
        """All of a payment, whoever asked for them."""
        ...

    def refunds_since(self, moment: datetime) -> Iterator[Returned]:
        """All of the account that were asked for since, newest first."""
        ...

    def fee_of(self, payment_id: str) -> Fee | None:
        """What it kept of a payment; None where it has not settled that yet."""
        ...

    def read_notice(self, body: bytes, signature: str) -> Notice:
        """Raises BadWebhook for anything that is not a fresh notice of this gateway to this account."""
        ...
