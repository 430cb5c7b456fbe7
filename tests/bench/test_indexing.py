"""The indexing pipeline beside the client's own helper, which is given finished documents."""

import random
from functools import partial

import pytest

from backend.deals.models import Pitch
from backend.matching import engine as engines
from tests.bench.measuring import say
from tests.bench.pipelines import Rate, as_before, by_the_client, documents, own_indices, through_the_product
from tests.bench.street import Size
from tests.support.results import record

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

SHARE = 0.6
ROUNDS, A_ROUND = 6, 4_000


def test_pipeline_beside_client(street: Size) -> None:
    ids = list(Pitch.objects.values_list("pk", flat=True))
    chosen = random.Random(street.companies).sample(ids, k=ROUNDS * A_ROUND)
    held, ours, theirs = engines.current(), Rate(), Rate()

    with as_before(), own_indices("bare") as bare, own_indices("product"):
        for turn in range(ROUNDS):
            some = chosen[turn * A_ROUND : (turn + 1) * A_ROUND]
            made = documents(held, some)
            ways = [partial(through_the_product, some, ours), partial(by_the_client, bare, made, theirs)]
            for way in ways if turn % 2 else reversed(ways):
                way()

    say(what="documents a second", product=round(ours.a_second), client=round(theirs.a_second))
    share = ours.a_second / theirs.a_second
    record(
        "B5 indexing, share of the client's rate",
        value=round(share, 2),
        bound=SHARE,
        unit="share",
        passed=share >= SHARE,
    )
    assert share >= SHARE
