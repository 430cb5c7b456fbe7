"""What our gateway asks of Stripe is taken by stripe-mock, which knows Stripe's own description of its API; and of the answers
that our code reads, the stand-in gives what stripe-mock gives.
"""

import inspect
import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import stripe

from backend.core.languages import Language
from backend.payments.errors import GatewayRefused
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.gateways.base import Gateway, SessionRequest
from backend.payments.gateways.stripe import StripeGateway
from infra.local import stripe_mock
from infra.local.stripe_standin.server import StandIn

# stripe-mock wants no underscore after this beginning.
KEY = "sk_test_shapes"


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with stripe_mock.running(Path(os.environ[stripe_mock.VARIABLE]), tmp_path_factory.mktemp("mock")) as address:
        yield address


@pytest.fixture(scope="module")
def gateway(mock: str) -> StripeGateway:
    return StripeGateway(KEY, "whsec_of_the_shapes", mock)


def _asked(language: str = Language.ZH_HANS) -> SessionRequest:
    return SessionRequest(
        key="checkout-1",
        reference="0197f3a0-0000-7000-8000-000000000001",
        amount_minor=12_000,
        currency="CNY",
        description="闭门路演 · 标准票",
        language=language,
        success_url="https://street.example/pay/ABC?paid=1",
        cancel_url="https://street.example/pay/ABC",
        expires_at=datetime.now(UTC) + timedelta(minutes=31),
    )


ASKED: dict[str, Callable[[Gateway], object]] = {
    "open_session": lambda gateway: [gateway.open_session(_asked(one)) for one in Language.values],
    "session": lambda gateway: gateway.session("cs_test_1"),
    "expire_session": lambda gateway: gateway.expire_session("cs_test_1"),
    "refund": lambda gateway: gateway.refund(key="refund-1", payment_id="pi_1", amount_minor=100),
    "refund_of": lambda gateway: gateway.refund_of("re_1"),
    "refunds_of": lambda gateway: gateway.refunds_of("pi_1"),
    "refunds_since": lambda gateway: list(gateway.refunds_since(datetime.now(UTC))),
    "fee_of": lambda gateway: gateway.fee_of("pi_1"),
}
# Asks nothing: it reads what Stripe sends.
SILENT = {"read_notice"}


def test_every_verb_of_the_gateway_is_asked() -> None:
    verbs = {name for name, _ in inspect.getmembers(Gateway, inspect.isfunction) if not name.startswith("_")}
    assert verbs == ASKED.keys() | SILENT


@pytest.mark.parametrize("verb", ASKED)
def test_stripe_takes_what_we_ask(gateway: StripeGateway, verb: str) -> None:
    ASKED[verb](gateway)


def test_page_that_is_not_as_stripe_describes_it_is_refused(
    gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: our own question with one wrong value, so that being taken means something."""
    gateway.open_session(_asked())
    monkeypatch.setattr(stripe_gateway, "_METHODS", ["card", "cowries"])
    with pytest.raises(GatewayRefused, match="InvalidRequestError"):
        gateway.open_session(_asked())


WRONG: dict[str, Callable[[Any], object]] = {
    "open_session": lambda api: api.checkout.sessions.create({"mode": "payment", "amount": 1}),
    "session": lambda api: api.checkout.sessions.retrieve("cs_1", {"expanded": ["payment_intent"]}),
    "expire_session": lambda api: api.checkout.sessions.expire("cs_1", {"at": 1}),
    "refund": lambda api: api.refunds.create({"payment_intent": "pi_1", "amount_minor": 100}),
    "refund_of": lambda api: api.refunds.retrieve("re_1", {"payment": "pi_1"}),
    "refunds_of": lambda api: api.refunds.list({"payment": "pi_1"}),
    "refunds_since": lambda api: api.refunds.list({"since": 1}),
    "fee_of": lambda api: api.payment_intents.retrieve("pi_1", {"expanded": ["latest_charge"]}),
}


@pytest.mark.parametrize("verb", ASKED)
def test_wrong_parameter_is_refused(mock: str, verb: str) -> None:
    client = stripe.StripeClient(KEY, base_addresses={"api": mock}, max_network_retries=0)
    with pytest.raises(stripe.InvalidRequestError):
        WRONG[verb](client.v1)


# What our code reads, by the kind of object.
READ = {
    "checkout.session": (
        *("id", "status", "payment_status", "url", "client_reference_id", "amount_total", "currency", "livemode"),
    ),
    "payment_intent": ("id", "status", "latest_charge"),
    "charge": ("amount_refunded", "balance_transaction"),
    "balance_transaction": ("fee", "currency"),
    "refund": ("id", "status", "amount", "currency", "payment_intent", "metadata"),
}
# Of these stripe-mock's example is empty, so there is nothing to compare.
EMPTY_THERE = {
    "checkout.session": {"amount_total", "client_reference_id", "currency"},
    "payment_intent": set[str](),
    "charge": set[str](),
    "balance_transaction": set[str](),
    "refund": set[str](),
}


def _answers(address: str, session_id: str, pay: Callable[[], str]) -> dict[str, dict[str, Any]]:
    """One object of each kind, as it is answered: an open session, and after `pay` the payment it names."""
    api: Any = stripe.StripeClient(KEY, base_addresses={"api": address}).v1
    session = json.loads(str(api.checkout.sessions.retrieve(session_id)))
    payment = pay()
    refund = json.loads(str(api.refunds.create({"payment_intent": payment, "amount": 100})))
    intent = json.loads(str(api.payment_intents.retrieve(payment, {"expand": ["latest_charge.balance_transaction"]})))
    charge = intent["latest_charge"]
    return {one["object"]: one for one in (session, refund, intent, charge, charge["balance_transaction"])}


def _of_the_stand_in(folder: Path) -> dict[str, dict[str, Any]]:
    server = StandIn(0, folder, key=KEY, webhook_secret="whsec_of_the_shapes")
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        session_id = StripeGateway(KEY, "whsec_of_the_shapes", address).open_session(_asked()).id
        pay = partial(server.till.pay, session_id, method="card", outcome="paid")
        return _answers(address, session_id, lambda: str(pay()["payment_intent"]))
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def test_stand_in_answers_in_the_shapes_that_stripe_answers_in(mock: str, tmp_path: Path) -> None:
    ours, theirs = _of_the_stand_in(tmp_path), _answers(mock, "cs_test_1", lambda: "pi_1")
    differing = {
        f"{kind}.{name}": (type(ours[kind][name]), type(theirs[kind][name]))
        for kind, names in READ.items()
        for name in names
        if name not in EMPTY_THERE[kind] and type(ours[kind][name]) is not type(theirs[kind][name])
    }
    assert differing == {}
    assert {kind: {name for name in names if theirs[kind][name] is None} for kind, names in READ.items()} == EMPTY_THERE
