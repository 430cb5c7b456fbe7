"""One new pitch against stored searches: ten times as many take less than five times as long."""

from dataclasses import replace
from itertools import islice

import pytest
from django.conf import settings

from backend.deals.models import Pitch
from backend.matching import engine as engines
from backend.matching.projections import deal_records
from search import indices
from search.engine import Engine
from search.records import CriteriaKind, DealFacts
from search.reverse import FittingPage, fitting
from tests.bench import saved
from tests.bench.measuring import interleaved, say
from tests.bench.street import Size
from tests.support.results import record

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

TIMES = 10
GROWTH = 5.0
PITCHES = 200


def test_pitch_against_saved_searches(street: Size) -> None:
    few, many = _engine("few"), _engine("many")
    try:
        saved.write(street.saved, few)
        saved.write(street.saved * TIMES, many)
        pitches = _pitches()
        ways = {"few": lambda facts: _ask(few, facts), "many": lambda facts: _ask(many, facts)}
        interleaved(pitches, ways)
        times = interleaved(pitches, ways)
        say(what="stored searches a pitch fits", few=_ask(few, pitches[0]).total, many=_ask(many, pitches[0]).total)
    finally:
        for engine in (few, many):
            indices.drop_all(engine)

    growth = times.ratio("many", "few")
    took = times.p95("many") * 1000
    record(
        "B4 pitch against ten times as many saved searches",
        value=round(growth, 2),
        bound=GROWTH,
        unit="times",
        passed=growth < GROWTH,
    )
    record(
        "B4 pitch against a million saved searches p95", value=round(took), bound=1_000, unit="ms", passed=took <= 1_000
    )
    assert growth < GROWTH


def _engine(name: str) -> Engine:
    return replace(engines.current(), prefix=f"{settings.SEARCH_PREFIX}_{name}-")


def _pitches() -> list[DealFacts]:
    ids = Pitch.objects.order_by("pk").values_list("pk", flat=True)[::997]
    records = deal_records(dict.fromkeys(islice(ids, PITCHES), 1))
    return [one.public for one in records if one.public is not None]


def _ask(engine: Engine, facts: DealFacts) -> FittingPage:
    return fitting(engine, facts, kinds=(CriteriaKind.SAVED_SEARCH,))
