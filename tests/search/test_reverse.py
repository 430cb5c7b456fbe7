"""Both directions agree: a stored question is found by a pitch exactly when the question finds the pitch."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import bulk, criteria, indices, rendering, reverse
from search.engine import Engine
from search.records import (
    AmountRange,
    CriteriaKind,
    DealFacts,
    DealRecord,
    ObjectKind,
    Place,
    SavedSearchRecord,
    ThesisRecord,
)
from search.request import RangeChoice, RangeFacet, SearchRequest, Sort, TermChoice, TermFacet
from search.scope import Scope
from search.searching import search
from search.stored import request_of_thesis
from tests.search.conftest import NOW, SECTORS, Write, deal, facts, thesis, word_tokens

CODES = [code for code, *_ in SECTORS]
STAGES = ["angel", "pre_a", "series_a", "series_b"]
WORDS = [
    "芯片",
    "AI",
    "机器人",
    "深圳",
    "A轮",
    "云图",
    "yuntu",
    "edge",
    "边缘计算",
    "3000万",
    "上海",
    "钢琴",
    "大模型",
    "robots",
    "天使",
    "software",
    "领投",
    "不要芯片",
    "除了深圳",
    "-edge",
    "不要边缘计算",
    "不要天使轮",
]
PLACES = [Place(city="深圳", district="福田"), Place(city="上海"), Place(country="us", city="Palo Alto"), Place()]
PATHS = ["cn", "cn/guangdong", "cn/guangdong/shenzhen", "cn/shanghai", "us"]

money = st.sampled_from([None, Decimal(1_000_000), Decimal(20_000_000), Decimal(25_000_000), Decimal(90_000_000)])


@st.composite
def amounts(draw: st.DrawFn) -> AmountRange | None:
    low, high = draw(money), draw(money)
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        low, high = high, low
    return AmountRange(low=low, high=high, currency=draw(st.sampled_from(["CNY", "USD"])))


pitches = st.builds(
    facts,
    names=st.lists(st.sampled_from(["云图芯科技", "Yuntu Chips", "蓝河机器人", "Blue River"]), min_size=1, max_size=2).map(tuple),
    one_liners=st.lists(st.sampled_from(["边缘计算 AI芯片", "大模型训练", "robots for the edge", "仓库"]), max_size=2).map(tuple),
    sectors=st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple),
    stage=st.sampled_from(["", *STAGES]),
    ask=amounts(),
    min_ticket=st.sampled_from([None, Decimal(500_000)]),
    place=st.sampled_from(PLACES),
    founded_year=st.sampled_from([None, 2015, 2023]),
    lead_wanted=st.sampled_from([None, True, False]),
    last_confirmed_on=st.sampled_from([None, date(2026, 11, 1)]),
)  # fmt: skip
requests = st.builds(
    SearchRequest,
    text=st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    sectors=st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple),
    sectors_exclude=st.lists(st.sampled_from(CODES), max_size=1).map(tuple),
    stages=st.lists(st.sampled_from(STAGES), max_size=2, unique=True).map(tuple),
    places=st.lists(st.sampled_from(PATHS), max_size=1).map(tuple),
    places_exclude=st.sampled_from([(), (), ("cn/guangdong",), ("us",)]),
    stages_exclude=st.sampled_from([(), (), ("angel",)]),
    words_exclude=st.sampled_from([(), (), ("仓库",), ("Blue River", "大模型训练")]),
    amount=amounts(),
    ticket=amounts(),
    terms=st.sampled_from([(), (TermChoice(TermFacet.LEAD_WANTED, ("true",)),)]),
    ranges=st.sampled_from([(), (RangeChoice(RangeFacet.FOUNDED, Decimal(2020), None),)]),
    sort=st.just(Sort.NEWEST),
    size=st.just(50),
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_directions_agree(shared_engine: Engine, data: st.DataObject) -> None:
    engine = shared_engine
    deals: list[DealFacts] = data.draw(st.lists(pitches, min_size=12, max_size=12))
    asked: list[SearchRequest] = data.draw(st.lists(requests, min_size=12, max_size=12))
    # Every example overwrites the documents of the one before.
    version = next(_versions)
    records = [
        DealRecord(id=f"d{i}", version=version, published_at=NOW, startup_id="", public=each, verified=None)
        for i, each in enumerate(deals)
    ]
    saved = [SavedSearchRecord(id=f"q{i}", version=version, owner_id="o", request=each) for i, each in enumerate(asked)]
    report = bulk.write(engine, [*records, *saved])
    assert len(report.written) == 24
    indices.refresh(engine)

    forward = {(f"q{i}", hit.id) for i, each in enumerate(asked) for hit in search(engine, each, Scope(), now=NOW).hits}
    backward = {
        (hit.id, f"d{i}")
        for i, each in enumerate(deals)
        for hit in reverse.fitting(engine, each, kinds=[CriteriaKind.SAVED_SEARCH]).hits
    }

    assert forward == backward


_versions = count(1)


# Each text with a word it says, whose exclusion must keep it out in both directions: Han characters that fold otherwise when
# they stand alone, blanks of every kind, marks without a width, units beyond the BMP and of more than 255 characters.
SPEAKS = (
    ("知识产权与著作权管理", "著作权"),
    ("乾坤一号", "乾坤"),
    ("云端\u3000机器\xa0人", "机器人"),
    ("量子\u200b计算", "量子计算"),
    ("光\u2060芯片", "光芯片"),
    ("𠮷野家咖啡", "𠮷野家"),
    ("𠮷𠮷 robots", "𠮷𠮷 robots"),
    ("Model_3 glasses", "3 glasses"),
    ("5G 通信 2026", "5g通信"),
    ("㌖" * 50, "㌖" * 50),
)


def test_what_is_said_is_excluded_in_both_directions(engine: Engine, write: Write) -> None:
    write(
        *(deal(f"d{at:02}", names=("云图",), one_liners=(text,)) for at, (text, _) in enumerate(SPEAKS)),
        *(
            SavedSearchRecord(id=f"q{at:02}", version=1, owner_id="o", request=SearchRequest(words_exclude=(word,)))
            for at, (_, word) in enumerate(SPEAKS)
        ),
    )
    asked = [SearchRequest(words_exclude=(word,), sort=Sort.NEWEST, size=50) for _, word in SPEAKS]
    texts = [facts(names=("云图",), one_liners=(text,)) for text, _ in SPEAKS]

    forward = {(at, hit.id) for at, each in enumerate(asked) for hit in search(engine, each, Scope(), now=NOW).hits}
    backward = {
        (int(hit.id[1:]), f"d{at:02}") for at, each in enumerate(texts) for hit in reverse.fitting(engine, each).hits
    }

    pairs = {(asks, says) for asks in range(len(SPEAKS)) for says in range(len(SPEAKS))}
    kept_out = pairs - {(asks, int(one[1:])) for asks, one in forward}
    assert forward == backward
    assert kept_out == {(at, at) for at in range(len(SPEAKS))}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet="芯片設計公司著作权𠮷㌖ソｱ５G aichips-_.+/，\u3000\u200b", max_size=80))
def test_engine_cuts_a_text_into_the_atoms_a_question_names(shared_engine: Engine, text: str) -> None:
    """What is written are words with blanks between them; the pairs of characters are the engine's work."""
    engine = shared_engine
    view = rendering.deal_view(facts(summaries=(text,)), engine.knowledge, engine.model)

    cut = {
        (field, token["token"])
        for field in (criteria.WORDS, criteria.CHINESE)
        for token in engine.connection.reads.indices.analyze(
            index=engine.read_alias(ObjectKind.DEAL), field=f"public.{field}", text="\n".join(view[field])
        )["tokens"]
    }

    assert cut == {one for one in map(criteria.field_of, criteria.tokens_of(view)) if one[0] != criteria.ABOUT}
    assert word_tokens(text) <= {atom for _, atom in cut}


def test_thesis_finds_what_it_asks_for(engine: Engine, write: Write) -> None:
    record = ThesisRecord(id="t", version=1, investor_id="i1", facts=thesis())
    write(
        record,
        replace(record, id="other_stage", facts=thesis(stages=("series_b",))),
        replace(record, id="other_place", facts=thesis(places=(Place(city="上海"),))),
        replace(record, id="excluded", facts=thesis(sectors_exclude=("SEMI_DES",))),
        replace(record, id="too_big", facts=thesis(ticket=AmountRange(low=Decimal(40_000_000)))),
        replace(record, id="anything", facts=thesis(stages=(), sectors_include=(), ticket=None, places=())),
        deal("d1"),
    )

    page = reverse.fitting(engine, facts(), kinds=[CriteriaKind.THESIS])

    assert [(hit.id, hit.owner_id) for hit in page.hits] == [("anything", "i1"), ("t", "i1")]
    assert page.total == 2
    asked = request_of_thesis(thesis(), engine.knowledge)
    assert [hit.id for hit in search(engine, asked, Scope(), now=NOW).hits] == ["d1"]


def test_a_pitch_that_says_more_than_the_engine_compares_finds_what_its_headline_meets(
    engine: Engine, write: Write
) -> None:
    """Fifty people of four thousand different signs each."""
    write(ThesisRecord(id="t", version=1, investor_id="i1", facts=thesis()))
    chance = random.Random(3)
    signs = [chr(code) for code in range(0x4E00, 0x9FA5)]
    people = tuple("".join(chance.choices(signs, k=4000)) for _ in range(50))

    page = reverse.newly_fitting(
        engine, reverse.view_of(engine, facts(summaries=people)), reverse.view_of(engine, facts(stage="series_b"))
    )

    assert [hit.id for hit in page.hits] == ["t"]


@pytest.mark.parametrize("size", [2, 5])
def test_fitting_pages(engine: Engine, write: Write, size: int) -> None:
    write(*[ThesisRecord(id=f"t{i}", version=1, investor_id="i", facts=thesis()) for i in range(5)])
    seen, after = [], ""

    for _ in range(4):
        page = reverse.fitting(engine, facts(), size=size, after=after)
        seen += [hit.id for hit in page.hits]
        after = page.cursor
        if not after:
            break

    assert seen == [f"t{i}" for i in range(5)]
