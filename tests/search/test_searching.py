"""Searches over real indices: the same company in four scripts, facets, orders, pages, highlights."""

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from search import bulk, indices
from search.engine import Engine
from search.errors import SearchRejected
from search.records import AmountRange, Place
from search.request import RangeChoice, RangeFacet, SearchRequest, Sort, Target, TermChoice, TermFacet
from search.results import FacetValue
from search.scope import Scope
from search.searching import count, facet_counts, marks, search
from tests.search.conftest import NOW, Write, deal, facts, investor, thesis

EVERYONE = Scope()


def found(engine: Engine, request: SearchRequest) -> list[str]:
    return [hit.id for hit in search(engine, request, EVERYONE, now=NOW).hits]


@pytest.fixture(scope="module")
def table(shared_engine: Engine) -> Engine:
    """A chip company and one that shares nothing with it."""
    robot = deal(
        "robot",
        names=("蓝河机器人", "Blue River"),
        one_liners=("仓库搬运", "warehouse carts"),
        sectors=("ROBO_HUM",),
        place=Place(city="上海"),
        stage="series_b",
        ask=None,
    )
    bulk.write(shared_engine, [deal("chip"), robot])
    indices.refresh(shared_engine)
    return shared_engine


@pytest.mark.parametrize(
    "text",
    [
        "人工智能芯片", "人工智慧晶片", "人工智慧 晶片", "AI chip", "ai CHIP", "ＡＩ　ｃｈｉｐ", "rengongzhineng", "ren gong zhi neng",
        "rengongzhinengxinpian", "Artificial Intelligence", "半导体", "半導體", "積體電路", "semiconductor", "bandaoti",
        "芯片设计", "晶片設計", "chip design", "云图", "雲圖", "yuntu", "Yuntu Chips", "ytxkj", "深圳市云图芯", "shenzhenshiyuntu",
        "边缘计算", "邊緣計算", "edge", "深圳 芯片", "福田 晶片 A輪", "shenzhen semiconductor series a", "芯片 2500万",
    ],
)  # fmt: skip
def test_same_company_in_every_script(table: Engine, text: str) -> None:
    assert found(table, SearchRequest(text=text)) == ["chip"]


@pytest.mark.parametrize("text", ["钢琴", "violin", "gangqin", "机器人", "上海 芯片", "event", "芯片 B轮", "芯片 9亿"])
def test_other_words_do_not_find_it(table: Engine, text: str) -> None:
    assert "chip" not in found(table, SearchRequest(text=text))


def test_filters_are_or_inside_and_across(engine: Engine, write: Write) -> None:
    write(
        deal("a1", sectors=("SEMI_DES",), stage="series_a"),
        deal("a2", sectors=("ROBO_HUM",), stage="series_a"),
        deal("b1", sectors=("SEMI_EDA",), stage="series_b"),
        deal("b2", sectors=("BIO_CGT",), stage="series_b"),
    )

    assert set(found(engine, SearchRequest(sectors=("SEMI", "ROBO_HUM")))) == {"a1", "a2", "b1"}
    assert set(found(engine, SearchRequest(sectors=("SEMI", "ROBO_HUM"), stages=("series_a",)))) == {"a1", "a2"}
    assert set(found(engine, SearchRequest(sectors_exclude=("SEMI",)))) == {"a2", "b2"}


def test_facet_counts_ignore_only_their_own_choice(engine: Engine, write: Write) -> None:
    write(
        deal("a1", sectors=("SEMI_DES",), stage="series_a", qualifications=("high_tech",)),
        deal("a2", sectors=("SEMI_EDA",), stage="series_a"),
        deal("b1", sectors=("SEMI_DES",), stage="series_b"),
        deal("c1", sectors=("ROBO_HUM",), stage="series_a"),
    )
    request = SearchRequest(sectors=("SEMI",), stages=("series_a",))

    facets = facet_counts(engine, request, EVERYONE)

    assert set(facets["stages"]) == {FacetValue("series_a", 2), FacetValue("series_b", 1)}
    assert set(facets["sectors"]) == {
        FacetValue("SEMI", 2), FacetValue("SEMI_DES", 1), FacetValue("SEMI_EDA", 1), FacetValue("ROBO", 1), FacetValue("ROBO_HUM", 1),
    }  # fmt: skip
    assert facets["qualification"] == (FacetValue("high_tech", 1),)
    assert count(engine, request, EVERYONE) == 2


def test_every_facet_counts_what_all_other_choices_leave(engine: Engine, write: Write) -> None:
    """Each count is the total of the same question with that value chosen in place of the facet's own choice."""
    kinds = itertools.product(("SEMI_DES", "ROBO_HUM"), ("series_a", "series_b"), ("equity", "safe"), (2015, 2024))
    write(
        *(deal(f"d{at}", sectors=(sector,), stage=stage, instrument=instrument, founded_year=year)
          for at, (sector, stage, instrument, year) in enumerate(kinds) if at % 5)
    )  # fmt: skip
    terms, ranges = (
        TermChoice(TermFacet.INSTRUMENT, ("equity",)),
        RangeChoice(RangeFacet.FOUNDED, Decimal(2020), None),
    )
    sectors, stages = {"sectors": ("SEMI",)}, {"stages": ("series_a",)}
    spoken = {"text": "芯片 天使轮 B轮", "sectors_exclude": ("ROBO_HUM",)}
    chosen = {"terms": (terms,)}
    for choices in ({}, sectors, {**sectors, **stages}, {**sectors, **stages, **chosen}, {**stages, "ranges": (ranges,)},
                    {**sectors, **stages, **chosen, "ranges": (ranges,)}, {**stages, **chosen, **spoken}):  # fmt: skip
        request = SearchRequest(**choices)
        facets = facet_counts(engine, request, EVERYONE)
        for name, values in {"sectors": ("SEMI", "ROBO"), "stages": ("series_a", "series_b")}.items():
            wanted = {one: count(engine, replace(request, **{name: (one,)}), EVERYONE) for one in values}  # type: ignore[arg-type]
            assert {one.value: one.count for one in facets[name] if one.value in values} == {
                one: held for one, held in wanted.items() if held
            }
        instruments = ("equity", "safe")
        wanted = {
            one: count(engine, replace(request, terms=(TermChoice(TermFacet.INSTRUMENT, (one,)),)), EVERYONE)
            for one in instruments
        }
        assert {one.value: one.count for one in facets["instrument"]} == {o: h for o, h in wanted.items() if h}


def test_facets_of_investors_ignore_only_their_own_choice(engine: Engine, write: Write) -> None:
    kinds = [("vc", "lead"), ("vc", "follow"), ("cvc", "lead"), ("cvc", "follow"), ("cvc", "follow")]
    write(
        *(investor(f"i{at}", theses=(thesis(fund_type=kind, lead_or_follow=role),))
          for at, (kind, role) in enumerate(kinds))
    )  # fmt: skip
    chosen = (TermChoice(TermFacet.FUND_TYPE, ("cvc",)), TermChoice(TermFacet.LEAD_OR_FOLLOW, ("lead",)))
    request = SearchRequest(target=Target.INVESTORS, terms=chosen, stages=("pre_a",))
    facets = facet_counts(engine, request, EVERYONE)
    assert {name: {one.value: one.count for one in facets[name]} for name in ("fund_type", "lead_or_follow")} == {
        "fund_type": {"vc": 1, "cvc": 1},
        "lead_or_follow": {"lead": 1, "follow": 2},
    }
    assert {one.value: one.count for one in facets["stages"]}["pre_a"] == 1


def test_amounts_are_compared_across_currencies(engine: Engine, write: Write) -> None:
    usd = AmountRange(low=Decimal(3_000_000), high=Decimal(4_000_000), currency="USD")
    write(deal("cny"), deal("usd", ask=usd), deal("silent", ask=None))

    def within(low: int | None, high: int | None) -> set[str]:
        ends = (None if end is None else Decimal(end) for end in (low, high))
        return set(found(engine, SearchRequest(amount=AmountRange(low=next(ends), high=next(ends)))))

    assert within(28_000_000, None) == {"cny", "usd"}
    assert within(29_000_000, None) == {"cny"}
    assert within(31_000_000, None) == set()
    assert within(None, 21_000_000) == {"cny"}
    assert within(None, 22_000_000) == {"cny", "usd"}


def test_ranges_and_terms(engine: Engine, write: Write) -> None:
    write(
        deal("old", founded_year=2012, lead_wanted=True, close_by=date(2026, 12, 1)),
        deal("new", founded_year=2024, lead_wanted=False),
        deal("unknown", founded_year=None, lead_wanted=None),
    )
    founded = (RangeChoice(RangeFacet.FOUNDED, Decimal(2020), None),)
    closing = (RangeChoice(RangeFacet.CLOSE_BY, date(2026, 11, 22), date(2026, 12, 31)),)

    assert found(engine, SearchRequest(ranges=founded)) == ["new"]
    assert found(engine, SearchRequest(ranges=closing)) == ["old"]
    assert found(engine, SearchRequest(terms=(TermChoice(TermFacet.LEAD_WANTED, ("false",)),))) == ["new"]


@pytest.mark.parametrize(
    "sort", [Sort.RELEVANCE, Sort.NEWEST, Sort.AMOUNT_UP, Sort.AMOUNT_DOWN, Sort.CONFIRMED, Sort.CLOSING]
)
def test_pages_hold_each_hit_once_although_all_tie(engine: Engine, write: Write, sort: Sort) -> None:
    write(*[deal(f"d{i:02}", ask=None if i % 3 == 0 else facts().ask) for i in range(23)])
    request = SearchRequest(text="芯片", sort=sort, size=5)
    seen: list[str] = []

    for _ in range(6):
        page = search(engine, request, EVERYONE, now=NOW)
        seen += [hit.id for hit in page.hits]
        if not page.cursor:
            break
        request = replace(request, cursor=page.cursor)

    assert sorted(seen) == [f"d{i:02}" for i in range(23)]


def test_page_stays_in_place_when_earlier_hits_appear_and_vanish(engine: Engine, write: Write) -> None:
    write(*[deal(f"d{i:02}") for i in range(10, 20)])
    first = SearchRequest(sort=Sort.AMOUNT_UP, size=5)
    page = search(engine, first, EVERYONE, now=NOW)

    write(deal("d00"), deal("d11", version=2, names=("改名",)))

    rest = search(engine, replace(first, cursor=page.cursor), EVERYONE, now=NOW)
    assert [hit.id for hit in rest.hits] == [f"d{i}" for i in range(15, 20)]


def test_cursor_of_another_question_or_changed_is_refused(engine: Engine, write: Write) -> None:
    write(*[deal(f"d{i}") for i in range(4)])
    cursor = search(engine, SearchRequest(text="芯片", size=2), EVERYONE, now=NOW).cursor
    other_scope = Scope(reader_keys=frozenset({"org:1"}))
    flipped = ("B" if cursor[0] == "A" else "A") + cursor[1:]

    for request, scope in (
        (SearchRequest(text="机器人", size=2, cursor=cursor), EVERYONE),
        (SearchRequest(text="芯片", size=2, cursor=flipped), EVERYONE),
        (SearchRequest(text="芯片", size=2, cursor="é"), EVERYONE),
        (SearchRequest(text="芯片", size=2, cursor="W10"), EVERYONE),
        (SearchRequest(text="芯片", size=2, cursor=cursor), other_scope),
    ):
        with pytest.raises(SearchRejected) as refusal:
            search(engine, request, scope, now=NOW)
        assert refusal.value.code == "search.cursor_invalid"


def test_highlight_is_plain_text_as_written_with_spans(engine: Engine, write: Write) -> None:
    write(deal("d1", names=("<b>雲圖</b>晶片",), one_liners=("面向邊緣的晶片<script>",), keywords=()))

    page = search(engine, SearchRequest(text="芯片"), EVERYONE, now=NOW)
    found = marks(engine, page.understood, EVERYONE, Target.DEALS, [hit.id for hit in page.hits])

    assert found.keys() == {"d1"}
    marked = {(mark.field, mark.text, tuple(mark.text[a:b] for a, b in mark.marks)) for mark in found["d1"]}
    assert marked == {
        ("names", "<b>雲圖</b>晶片", ("晶片",)),
        ("one_liners", "面向邊緣的晶片<script>", ("晶片",)),
    }


def test_investors_are_found_by_theses_and_by_deals(engine: Engine, write: Write) -> None:
    write(investor("both"), investor("says", deals=()), investor("silent", deals=(), theses=()))

    def hits(request: SearchRequest) -> set[str]:
        return set(found(engine, request))

    assert hits(SearchRequest(target=Target.INVESTORS, sectors=("SEMI",))) == {"both", "says"}
    assert hits(SearchRequest(target=Target.INVESTORS, text="xiangmi")) == {"both", "says", "silent"}
    ticket = AmountRange(low=Decimal(20_000_000), high=None)
    assert hits(SearchRequest(target=Target.INVESTORS, amount=ticket)) == {"both", "says"}
    recent = (RangeChoice(RangeFacet.LAST_DEAL, date(2026, 1, 1), None),)
    assert hits(SearchRequest(target=Target.INVESTORS, ranges=recent)) == {"both"}
