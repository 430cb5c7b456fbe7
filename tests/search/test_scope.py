"""What a viewer may not match shows nowhere: no hit, total, facet, suggestion, highlight or match."""

from dataclasses import replace
from decimal import Decimal

import pytest

from search import reverse
from search.engine import Engine
from search.matching.query import match_investors, match_startups
from search.records import AmountRange, DealRecord, InvestorRecord, ObjectKind, Removal, ThesisRecord
from search.request import SearchRequest, Target
from search.scope import Audience, Scope
from search.searching import count, facet_counts, marks, search
from search.suggest import suggest
from search.understanding import understand
from tests.search.conftest import NOW, Write, deal, facts, investor, thesis

CANARY = "金丝雀zyxcanary"
PUBLIC = Scope()
VERIFIED = Scope(audience=Audience.VERIFIED)
INSIDER = Scope(audience=Audience.VERIFIED, reader_keys=frozenset({"org:7"}))


def guarded() -> DealRecord:
    """Public view without the canary, verified view with it, in every field a viewer could probe."""
    secret = facts(
        names=("深圳市云图芯科技有限公司", CANARY),
        one_liners=(f"芯片 {CANARY}",),
        summaries=(CANARY,),
        keywords=(CANARY,),
        sectors=("BIO_CGT",),
        qualifications=(CANARY,),
        revenue=Decimal(777_000_000),
        ask=AmountRange(low=Decimal(999_000_000), high=Decimal(999_000_000), currency="HKD"),
        stage="pre_ipo",
    )
    return replace(deal("split"), verified=secret)


def probes() -> list[SearchRequest]:
    return [
        SearchRequest(text=CANARY),
        SearchRequest(text="金丝雀"),
        SearchRequest(text="zyxcanary"),
        SearchRequest(text="jinsique"),
        SearchRequest(text="细胞与基因"),
        SearchRequest(sectors=("BIO",)),
        SearchRequest(stages=("pre_ipo",)),
        SearchRequest(amount=AmountRange(low=Decimal(800_000_000))),
    ]


def test_verified_view_never_reaches_the_public(engine: Engine, write: Write) -> None:
    write(guarded())

    for request in probes():
        page = search(engine, request, PUBLIC, now=NOW)
        assert (page.hits, page.total, count(engine, request, PUBLIC)) == ((), 0, 0), request
        assert search(engine, request, VERIFIED, now=NOW).total == 1, request
        # A facet's own choice is left out of its counts, so those of a choice alone show what else there is to choose.
        counted = {one.value for values in facet_counts(engine, request, PUBLIC).values() for one in values}
        assert not counted & {"BIO", "BIO_CGT", "pre_ipo", CANARY}, request
        understood = understand(request.text, engine.knowledge)
        assert not any(marks(engine, understood, PUBLIC, Target.DEALS, ["split"]).values()), request
    everything = search(engine, SearchRequest(text="芯片"), PUBLIC, now=NOW)
    assert everything.total == 1
    shown = repr((facet_counts(engine, SearchRequest(text="芯片"), PUBLIC), everything.hits))
    assert all(word not in shown for word in ("金丝雀", "zyx", "BIO", "pre_ipo", "HKD"))
    for typed in ("金", "jin", "zyx", "jsq"):
        assert suggest(engine, typed, PUBLIC) == ()
    assert suggest(engine, "zyx", VERIFIED) == ("split",)


@pytest.mark.parametrize("scope", [PUBLIC, VERIFIED])
def test_named_readers_only(engine: Engine, write: Write, scope: Scope) -> None:
    record = replace(deal("named", names=(CANARY,)), readers=("org:7",))
    write(record, replace(investor("firm", names=(CANARY,)), readers=("org:7",)))

    page = search(engine, SearchRequest(), scope, now=NOW)
    assert (page.hits, page.total) == ((), 0)
    assert not any(facet_counts(engine, SearchRequest(), scope).values())
    assert suggest(engine, "金丝雀", scope) == ()
    assert suggest(engine, "金丝雀", scope, target=Target.INVESTORS) == ()
    assert match_investors(engine, facts(), scope, now=NOW).total == 0
    assert match_startups(engine, investor().facts, scope, now=NOW).total == 0

    assert [hit.id for hit in search(engine, SearchRequest(), INSIDER, now=NOW).hits] == ["named"]
    of_firms = replace(INSIDER, audience=Audience.PUBLIC)
    assert match_investors(engine, facts(), of_firms, now=NOW).total == 1


def test_view_that_does_not_exist_is_not_matched(engine: Engine, write: Write) -> None:
    write(replace(deal("hidden"), public=None), investor("fund"))

    assert search(engine, SearchRequest(), PUBLIC, now=NOW).total == 0
    assert search(engine, SearchRequest(), VERIFIED, now=NOW).total == 1
    # All of a firm is public, so it has no other view.
    assert match_investors(engine, facts(), PUBLIC, now=NOW).total == 1
    assert match_investors(engine, facts(), VERIFIED, now=NOW).total == 0


def test_excluded_ids_are_not_matched(engine: Engine, write: Write) -> None:
    write(deal("mine"), deal("other"))

    scope = Scope(excluded_ids=frozenset({"mine"}))

    assert [hit.id for hit in search(engine, SearchRequest(), scope, now=NOW).hits] == ["other"]
    assert [one.count for one in facet_counts(engine, SearchRequest(), scope)["stages"]] == [1]


def test_scores_of_the_public_do_not_depend_on_hidden_words(engine: Engine, write: Write) -> None:
    write(deal("one"), deal("two", one_liners=("芯片",)))
    before = [hit.score for hit in search(engine, SearchRequest(text="芯片"), PUBLIC, now=NOW).hits]

    write(*[replace(deal(f"secret{i}"), public=None) for i in range(20)])

    assert [hit.score for hit in search(engine, SearchRequest(text="芯片"), PUBLIC, now=NOW).hits] == before


def test_removed_object_is_found_nowhere(engine: Engine, write: Write) -> None:
    write(guarded(), investor("firm"), ThesisRecord(id="t", version=1, investor_id="firm", facts=thesis()))

    write(
        Removal(kind=ObjectKind.DEAL, id="split", version=2),
        Removal(kind=ObjectKind.INVESTOR, id="firm", version=2),
        Removal(kind=ObjectKind.CRITERIA, id="t", version=2),
    )

    assert search(engine, SearchRequest(), INSIDER, now=NOW).total == 0
    assert suggest(engine, "云图", INSIDER) == ()
    assert match_investors(engine, facts(), INSIDER, now=NOW).total == 0
    assert reverse.fitting(engine, facts()).total == 0


def test_public_to_private_leaves_the_index_with_one_write(engine: Engine, write: Write) -> None:
    record: DealRecord = deal("flip")
    write(record)
    write(replace(record, version=2, public=None))

    assert search(engine, SearchRequest(), PUBLIC, now=NOW).total == 0
    assert search(engine, SearchRequest(), VERIFIED, now=NOW).total == 1


def test_kinds_of_record_are_told_apart(engine: Engine, write: Write) -> None:
    firm: InvestorRecord = investor("same")
    write(deal("same"), firm)

    assert search(engine, SearchRequest(), PUBLIC, now=NOW).total == 1
    assert search(engine, SearchRequest(target=Target.INVESTORS), PUBLIC, now=NOW).total == 1
