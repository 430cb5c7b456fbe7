"""What the tests of index and database share."""

import pytest

from backend.core import clock
from backend.deals.models import Pitch
from backend.matching.services import drift
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.history import RoundInvestorFactory
from tests.support.search_index import Index


@pytest.fixture
def pitches(index: Index) -> list[Pitch]:
    made = [PitchFactory.create(published=True, one_liner=f"第{number}个") for number in range(5)]
    RoundInvestorFactory.create()
    for kind in ObjectKind:
        drift.mark_unknown(kind, now=clock.now())
    index.catch_up()
    return made
