from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from backend.payments.gateways import stripe as stripe_gateway
from tests.support.till import Till, open_till


@pytest.fixture
def till(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    # The library waits between its own tries; ours are told apart without.
    monkeypatch.setattr(stripe_gateway, "_RETRIES", 0)
    with open_till(tmp_path, settings) as opened:
        yield opened
