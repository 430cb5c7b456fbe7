"""Fifty changes a second, and how soon each is found: the product's worker does the indexing."""

import random
import time
from pathlib import Path

import pytest

from backend.deals.models import Pitch
from tests.bench import freshness
from tests.bench.measuring import percentile
from tests.bench.street import Size
from tests.support.results import record
from tests.support.workers import Worker

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

A_SECOND, SECONDS = 50, 60
AT_MOST_S = 2.0


def test_changes_are_found_in_time(street: Size, tmp_path: Path) -> None:
    ids = random.Random(street.companies).sample(list(Pitch.objects.values_list("pk", flat=True)), k=A_SECOND * SECONDS)
    worker = Worker(tmp_path / "worker.log")
    try:
        # Until it has come up, what it finds later tells of its start alone.
        assert freshness.run(ids[:1], A_SECOND, patience=60, tag="warm").pending == []
        time.sleep(2)
        fresh = freshness.run(ids, A_SECOND, patience=30, tag="measured")
    finally:
        worker.stop()

    slowest = percentile([*fresh.seconds.values(), *(float("inf") for _ in fresh.pending)], 99)
    record(
        "B6 seconds until a change is found, p99",
        value=round(slowest, 2),
        bound=AT_MOST_S,
        unit="s",
        passed=slowest <= AT_MOST_S,
    )
    record("B6 changes not found", value=len(fresh.pending), bound=0, unit="changes", passed=not fresh.pending)
    assert fresh.pending == []
    assert slowest <= AT_MOST_S
