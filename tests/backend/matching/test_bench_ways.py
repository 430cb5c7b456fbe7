"""What `make bench` times beside each other, on a street of a few dozen: every way must give the same answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import Settings
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.deals.models import Pitch
from backend.matching.projections import deal_records
from backend.matching.rechecking import still_matches
from search import bulk, indices, rendering
from search.criteria import compile_request
from search.engine import Engine
from search.records import CriteriaKind, DealFacts, ObjectKind, SavedSearchRecord
from search.reverse import fitting
from tests.bench import freshness, pipelines, rival, saved
from tests.bench import street as streets
from tests.bench.deal_search import DealSearch
from tests.bench.investor_matches import InvestorMatches
from tests.bench.measuring import Straight, interleaved
from tests.bench.questions import COUNT, drawn, questions
from tests.bench.serving import member_of, verified_investors
from tests.bench.street import TINY
from tests.support.clients import client_of
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db


class Inside:
    """A person's client, in this process."""

    def __init__(self, person: User | None) -> None:
        self._client: APIClient = client_of(person)

    def get(self, path: str) -> bytes:
        answer: HttpResponse = self._client.get(path)
        assert answer.status_code == 200, answer.content
        return answer.content


@pytest.fixture
def street(index: Index) -> Index:
    """A tiny one, indexed."""
    streets.fill(TINY)
    for kind in (ObjectKind.DEAL, ObjectKind.INVESTOR):
        streets.index(kind)
    return index


@pytest.fixture
def straight(settings: Settings) -> Iterator[Straight]:
    held = Straight(settings.ELASTICSEARCH_URL)
    yield held
    held.close()


def _ids(answers: Sequence[Mapping[str, Any]]) -> list[str]:
    """Of what was found, in its order; what is marked in it is another answer."""
    return [hit["_source"]["id"] for answer in answers for hit in answer["hits"]["hits"] if "sort" in hit]


def test_kept_questions_are_those_of_the_seed() -> None:
    assert questions() == drawn()
    assert len({str(one) for one in questions()}) == COUNT


def test_deal_search_gives_one_answer_each_way(street: Index, straight: Straight) -> None:
    assert rival.build(street.engine) == TINY.companies
    ways = DealSearch([Inside(None), *map(Inside, verified_investors(2))], straight)
    asked = ways.prepared(questions()[: TINY.questions])

    for one in asked:
        product = ways.product(one)
        assert product["mode"] == "full"
        assert [card["id"] for card in product["results"]] == _ids(ways.straight(one))
        count, page = ways.rival(one)
        if "q=" not in one.path:
            assert (count, page) == (product["count"], [card["id"] for card in product["results"]]), one.path
    assert any("q=" not in one.path and ways.product(one)["count"] for one in asked)
    assert any("q=" in one.path and ways.product(one)["count"] >= ways.rival(one)[0] > 0 for one in asked)
    times = interleaved(asked[:4], {"product": ways.product, "engine": ways.straight})
    assert [len(times.by[name]) for name in ("product", "engine")] == [4, 4]


def test_matches_are_the_engines_own_ranking(street: Index, straight: Straight) -> None:
    pitches = list(Pitch.objects.select_related("organization").order_by("pk")[:3])
    ways = InvestorMatches(straight)
    for one in ways.prepared(pitches, [Inside(member_of(pitch.organization)) for pitch in pitches]):
        shown = ways.product(one)["results"]
        best, by_fit = ways.straight(one)
        explored = {match["investor"]["id"] for match in shown if match["is_explored"]}
        kept = [match["investor"]["id"] for match in shown if not match["is_explored"]]
        assert kept == [firm for firm in _ids([best]) if firm not in explored][: len(kept)]
        assert explored <= set(_ids([by_fit]))
        assert all(match["reasons"] for match in shown)


def test_copies_of_saved_searches_are_found_as_the_saved_ones_are(index: Index) -> None:
    streets.fill(replace(TINY, companies=12, theses=0))
    records = saved.records(TINY.saved, index.engine)
    pitches = dict.fromkeys(Pitch.objects.values_list("pk", flat=True), 1)
    facts = [record.public for record in deal_records(pitches) if record.public is not None]

    saved.write(TINY.saved, index.engine)
    by_copies = [_fitting(index.engine, one) for one in facts]
    with pipelines.own_indices("saved") as own:
        assert len(bulk.write(own, records).written) == TINY.saved
        indices.refresh(own)
        by_product = [_fitting(own, one) for one in facts]

    wanted = [_wanted(records, one, index.engine) for one in facts]
    assert by_copies == wanted
    assert by_product == wanted
    assert any(wanted)


def _fitting(engine: Engine, facts: DealFacts) -> set[str]:
    found: set[str] = set()
    after = ""
    while True:
        page = fitting(engine, facts, kinds=(CriteriaKind.SAVED_SEARCH,), after=after)
        found |= {hit.id for hit in page.hits}
        after = page.cursor
        if not after:
            assert len(found) == page.total
            return found


def _wanted(records: Sequence[SavedSearchRecord], facts: DealFacts, engine: Engine) -> set[str]:
    """By the rule the database judges an old document by."""
    view = rendering.deal_view(facts, engine.knowledge, engine.model)
    compiled = ((record.id, compile_request(record.request, engine.knowledge)[0]) for record in records)
    return {identity for identity, criteria in compiled if still_matches(criteria, view)}


def test_both_pipelines_write_the_same_documents(street: Index) -> None:
    ids = list(Pitch.objects.values_list("pk", flat=True))
    made = pipelines.documents(street.engine, ids)
    ours, theirs = pipelines.Rate(), pipelines.Rate()

    with pipelines.own_indices("bare") as bare:
        pipelines.by_the_client(bare, made, theirs)
        written = [pipelines.documents(bare, ids)]
    pipelines.through_the_product(ids, ours)
    written.append(pipelines.documents(street.engine, ids))

    assert [[{**one, "version": 0} for one in held] for held in written] == [
        [{**one, "version": 0} for one in made],
        [{**one, "version": 0} for one in made],
    ]
    assert (ours.documents, theirs.documents) == (TINY.companies, TINY.companies)


def test_changes_are_seen_when_they_can_be_found(street: Index) -> None:
    fresh = freshness.Fresh()
    ids = list(Pitch.objects.order_by("pk").values_list("pk", flat=True)[:5])
    freshness.make_changes(ids, 1000, fresh, "tiny")
    indices.refresh(street.engine)
    freshness.look(street.engine, fresh)
    assert len(fresh.pending) == len(ids)

    street.catch_up()
    freshness.look(street.engine, fresh)

    assert sorted(fresh.seconds) == [f"tiny{number}x" for number in range(len(ids))]
    assert fresh.pending == []
