"""Deal search over HTTP beside its own bodies sent straight to the engine, and beside PostgreSQL's text search and trigrams."""

import pytest

from tests.bench.deal_search import deal_search
from tests.bench.measuring import interleaved
from tests.bench.questions import questions
from tests.bench.street import Size
from tests.support.results import record

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

OVER_ENGINE = 1.6
OVER_POSTGRES, GOAL_OVER_POSTGRES = 1.0, 5.0
AT_MOST_MS = 1_000.0


def test_deal_search_beside_engine_and_postgres(street: Size) -> None:
    with deal_search() as ways:
        asked = ways.prepared(questions()[: street.questions])
        times = interleaved(asked, {"product": ways.product, "engine": ways.straight, "postgres": ways.rival})

    over, faster = times.ratio("product", "engine"), times.ratio("postgres", "product")
    took = times.p95("product") * 1000
    record(
        "B1 deal search p95 over the engine's own",
        value=round(over, 2),
        bound=OVER_ENGINE,
        unit="times",
        passed=over <= OVER_ENGINE,
    )
    record("B1 deal search p95", value=round(took), bound=AT_MOST_MS, unit="ms", passed=took <= AT_MOST_MS)
    record(
        "B2 PostgreSQL p95 over deal search",
        value=round(faster, 2),
        bound=OVER_POSTGRES,
        unit="times",
        passed=faster > OVER_POSTGRES,
    )
    record(
        "B2 goal: PostgreSQL p95 over deal search",
        value=round(faster, 2),
        bound=GOAL_OVER_POSTGRES,
        unit="times",
        passed=faster >= GOAL_OVER_POSTGRES,
    )
    assert over <= OVER_ENGINE
    assert faster > OVER_POSTGRES
