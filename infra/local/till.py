"""The stand-in for Stripe beside the demo: how it starts, and what the product is told of it."""

from __future__ import annotations

import os
import sys

from infra.local import secrets_file
from infra.local.children import Program
from infra.local.paths import CHECKOUT, StackPlaces
from infra.local.ports import free_port
from infra.local.web import Address

VARIABLE = "STRIPE_SECRET_KEY"
_WEBHOOK = "/api/v1/payments/webhooks/stripe/"


def is_wanted() -> bool:
    """Whoever brings keys of an account talks to Stripe itself."""
    return not os.environ.get(VARIABLE)


def choose_address(web: Address) -> Address:
    """Where the payer's page is: for whom the demo is, beside it. Raises LocalError."""
    return Address(web.host, free_port(web.port + 50, host=web.host), web.name)


def told(places: StackPlaces, address: Address) -> dict[str, str]:
    """What the product is told."""
    word = secrets_file.load(places.secrets)["till"]
    return {
        VARIABLE: f"sk_test_{word}",
        "STRIPE_WEBHOOK_SECRET": f"whsec_{word}",
        "STRIPE_API_BASE": address.local_url,
    }


def program(places: StackPlaces, address: Address, web: Address) -> Program:
    """What it remembers is kept with the demo, so that a payment outlives a restart."""
    folder = places.data / "till"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "infra.local.stripe_standin", address.host, str(address.port), str(folder)]
    environment = {
        **os.environ,
        **told(places, address),
        "STRIPE_STANDIN_PAGES": address.url,
        "STRIPE_STANDIN_TARGET": web.local_url + _WEBHOOK,
    }
    return Program("till", command, environment, CHECKOUT, log=places.logs / "till.log", grace=3)
