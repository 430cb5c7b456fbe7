"""Investors with reasons for a startup, among a hundred thousand theses, beside the engine's bare ranking."""

import pytest

from tests.bench.investor_matches import investor_matches
from tests.bench.measuring import interleaved
from tests.bench.street import Size
from tests.support.results import record

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

OVER_ENGINE = 2.0
PITCHES = 120


def test_matches_beside_engine(street: Size) -> None:
    with investor_matches(PITCHES) as (ways, asked):
        times = interleaved(asked, {"product": ways.product, "engine": ways.straight})

    over = times.ratio("product", "engine")
    record(
        "B3 matches with reasons p95 over the engine's own",
        value=round(over, 2),
        bound=OVER_ENGINE,
        unit="times",
        passed=over <= OVER_ENGINE,
    )
    record(
        "B3 matches with reasons p95",
        value=round(times.p95("product") * 1000),
        bound=1_000,
        unit="ms",
        passed=times.p95("product") <= 1,
    )
    assert over <= OVER_ENGINE
