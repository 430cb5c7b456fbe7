"""`search/…`, `suggest/`, `status/`, `street/summary/` over HTTP, by the engine and by the database alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import randrange
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from backend.core import clock
from backend.deals.enums import Instrument, Stage, ThesisState
from backend.deals.models import Pitch, Thesis
from backend.matching import gateway
from backend.matching.models import IndexedObject
from backend.matching.services.drift import mark_unknown
from backend.matching.services.marks import mark_dirty
from backend.organizations.models import Organization
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.history import FundingRoundFactory, RoundInvestorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.clients import client_of
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db
Get = Callable[..., dict[str, Any]]


@pytest.fixture
def get() -> Get:
    client = client_of()
    # Limits count by address; every test calls from its own.
    client.defaults["REMOTE_ADDR"] = f"10.{randrange(256)}.{randrange(256)}.{randrange(1, 255)}"

    def read(path: str, status: int = 200, **parameters: Any) -> dict[str, Any]:
        answer = client.get(f"/api/v1/{path}", parameters)
        assert answer.status_code == status, answer.content
        found: dict[str, Any] = answer.json()
        return found

    return read


def _today() -> date:
    return timezone.localdate(clock.now())


def _thesis(firm: Organization, **fields: Any) -> Thesis:
    return Thesis.objects.create(
        firm=firm, title="方向", state=ThesisState.PUBLISHED, published_at=clock.now(), **fields
    )


@pytest.fixture
def street(index: Index) -> dict[str, str]:
    """Six deals and three investors, different in every filter; names → ids."""
    today = _today()
    rows: dict[str, dict[str, Any]] = {
        "chip": {
            "sectors": ["SEMI_DES"],
            "city": "深圳",
            "region": "广东",
            "stage": Stage.SERIES_A,
            "lead_wanted": True,
        },
        "eda": {"sectors": ["SEMI_EDA"], "city": "上海", "region": "上海", "stage": Stage.SERIES_A_PLUS},
        "model": {"sectors": ["AI_FM"], "city": "深圳", "region": "广东", "stage": Stage.ANGEL, "currency": "USD"},
        "robot": {"sectors": ["ROBO_HUM", "AI_CV"], "city": "香港", "country": "HKG", "stage": Stage.SEED},
        "drug": {"sectors": ["BIO_CGT"], "city": "广州", "region": "广东", "stage": Stage.SERIES_B},
        "quantum": {"sectors": ["QTM_COMP"], "stage": Stage.PRE_A, "city": "", "instrument": Instrument.SAFE},
    }
    amounts = {"chip": 20, "eda": 50, "model": 1, "robot": None, "drug": 100, "quantum": 5}
    ids = {}
    for position, (name, fields) in enumerate(rows.items()):
        million = amounts[name]
        pitch = PitchFactory.create(
            published=True,
            published_at=clock.now() - timedelta(days=position),
            organization=OrganizationFactory.create(
                verified=True, legal_name=f"{name}有限公司", brand_name=f"品牌{name}", name_en=f"{name} labs"
            ),
            one_liner=f"{name}项目",
            sector_primary=fields["sectors"][0],
            amount_target_minor=None if million is None else million * 100_000_000,
            amount_usd=None if million is None else million * (1_000_000 if name == "model" else 153_846),
            close_by_date=today + timedelta(days=30) if name == "eda" else None,
            **fields,
        )
        ids[name] = str(pitch.pk)
    ids |= _investors()
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    return ids


def _investors() -> dict[str, str]:
    says = FirmFactory.create(verified=True, brand_name="只说不做资本", city="北京")
    _thesis(
        says, sectors_include=["SEMI"], stages=["series_a"], cities=["深圳"], currency="CNY",
        ticket_min_minor=500_000_000, ticket_max_minor=3_000_000_000, lead_or_follow="lead",
    )  # fmt: skip
    did = FirmFactory.create(verified=True, brand_name="只做不说资本", city="深圳", investor_type="angel")
    company = OrganizationFactory.create(verified=True, sectors=["SEMI_EDA"], legal_name="被投公司")
    deal = FundingRoundFactory.create(company=company, stage=Stage.SEED, closed_on=_today() - timedelta(days=100))
    RoundInvestorFactory.create(round=deal, investor=did)
    both = FirmFactory.create(verified=True, brand_name="又说又做资本", city="上海")
    _thesis(both, sectors_include=["AI_FM", "BIO"], stages=["seed", "angel"])
    RoundInvestorFactory.create(round=FundingRoundFactory.create(closed_on=date(2020, 1, 1)), investor=both)
    return {"says": str(says.pk), "did": str(did.pk), "both": str(both.pk)}


DEAL_QUESTIONS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"chip", "eda", "model", "robot", "drug", "quantum"}),
    ({"sector": "SEMI"}, {"chip", "eda"}),
    ({"sector": "SEMI_DES"}, {"chip"}),
    ({"sector": ["SEMI_DES", "BIO"]}, {"chip", "drug"}),
    ({"sector": "AI"}, {"model", "robot"}),
    ({"sector": "人工智能"}, {"model", "robot"}),
    ({"sector_exclude": "AI"}, {"chip", "eda", "drug", "quantum"}),
    ({"stage": "series_a"}, {"chip"}),
    ({"stage": ["series_a", "series_a_plus"]}, {"chip", "eda"}),
    ({"city": "深圳"}, {"chip", "model"}),
    ({"city": "Shenzhen"}, {"chip", "model"}),
    ({"city": "cn/guangdong/shenzhen"}, {"chip", "model"}),
    ({"region": "广东"}, {"chip", "model", "drug"}),
    ({"country": "HKG"}, {"robot"}),
    ({"city": "香港"}, {"robot"}),
    ({"amount_min": 10_000_000}, {"chip", "eda", "drug"}),
    ({"amount_max": 6_000_000}, {"quantum"}),
    ({"amount_min": 6_000_000, "amount_max": 7_000_000}, {"model"}),
    ({"amount_min": 900_000, "amount_max": 1_100_000, "currency": "USD"}, {"model"}),
    ({"lead_wanted": "true"}, {"chip"}),
    ({"instrument": "safe"}, {"quantum"}),
    ({"ask_currency": "USD"}, {"model"}),
    ({"sector": "SEMI", "city": "深圳"}, {"chip"}),
    ({"sector": "SEMI", "city": "广州"}, set()),
    ({"q": "A轮"}, {"chip", "eda"}),
    ({"q": "深圳"}, {"chip", "model"}),
    ({"q": "品牌quantum"}, {"quantum"}),
    ({"q": "quantum labs"}, {"quantum"}),
    ({"q": "不要人工智能"}, {"chip", "eda", "drug", "quantum"}),
    ({"q": "不要人工智能和芯片"}, {"drug", "quantum"}),
    ({"q": "除了深圳"}, {"eda", "robot", "drug", "quantum"}),
    ({"q": "not Shenzhen, Shanghai"}, {"robot", "drug", "quantum"}),
    ({"q": "集成电路 -上海"}, {"chip"}),
    ({"q": "不要天使轮 人工智能"}, {"robot"}),
    ({"q": "-quantum"}, {"chip", "eda", "model", "robot", "drug"}),
    ({"q": "不要robot labs"}, {"chip", "eda", "model", "drug", "quantum"}),
    ({"q": "領投"}, {"chip"}),
    ({"q": "不要領投"}, {"eda", "model", "robot", "drug", "quantum"}),
    ({"q": "safe"}, {"quantum"}),
    ({"stage_exclude": ["series_a", "seed"]}, {"eda", "model", "drug", "quantum"}),
    ({"place_exclude": "cn/guangdong"}, {"eda", "robot", "quantum"}),
    ({"place_exclude": ["Shenzhen", "香港"]}, {"eda", "drug", "quantum"}),
    ({"word_exclude": "drug項目"}, {"chip", "eda", "model", "robot", "quantum"}),
    ({"word_exclude": ["dru", "品牌eda"]}, {"chip", "model", "robot", "drug", "quantum"}),
]
INVESTOR_QUESTIONS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"says", "did", "both"}),
    ({"sector": "SEMI"}, {"says", "did"}),
    ({"sector": "SEMI_EDA"}, {"did"}),
    ({"sector": "BIO"}, {"both"}),
    ({"stage": "series_a"}, {"says"}),
    ({"stage": "seed"}, {"did", "both"}),
    ({"city": "深圳"}, {"says", "did"}),
    ({"ticket_min": 10_000_000, "ticket_max": 20_000_000}, {"says"}),
    ({"ticket_min": 100_000_000}, set()),
    ({"investor_type": "angel"}, {"did"}),
    ({"lead_or_follow": "lead"}, {"says"}),
    ({"active_within": 12}, {"did"}),
    ({"q": "只说不做"}, {"says"}),
    ({"q": "领投"}, {"says"}),
    ({"q": "不要领投"}, {"did", "both"}),
    ({"q": "非集成电路"}, {"both"}),
    ({"q": "不要种子轮 深圳"}, {"says"}),
    ({"q": "上海以外"}, {"says", "did"}),
    ({"q": "天使投资人"}, {"did"}),
    ({"word_exclude": "只做不说"}, {"says", "both"}),
    ({"place_exclude": "深圳"}, {"both"}),
]


def _ids(answer: dict[str, Any]) -> list[str]:
    return [card["id"] for card in answer["results"]]


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_deal_questions_have_exactly_these_answers(
    street: dict[str, str], get: Get, index: Index, settings: Any, is_away: bool
) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    for question, names in DEAL_QUESTIONS:
        answer = get("search/deals/", **question)
        assert answer["mode"] == ("reduced" if is_away else "full")
        assert set(_ids(answer)) == {street[name] for name in names}, question
        assert answer["count"] == len(names), question


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_investor_questions_have_exactly_these_answers(
    street: dict[str, str], get: Get, index: Index, settings: Any, is_away: bool
) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    for question, names in INVESTOR_QUESTIONS:
        answer = get("search/investors/", **question)
        assert set(_ids(answer)) == {street[name] for name in names}, question
        assert answer["count"] == len(names), question


def test_answers_are_the_same_when_every_document_may_be_old(street: dict[str, str], get: Get) -> None:
    """Then each hit is held against the question in Python: it must judge exactly as the engine does."""
    mark_dirty(ObjectKind.DEAL, [UUID(street[name]) for name in ("chip", "eda", "model", "robot", "drug", "quantum")])
    mark_dirty(ObjectKind.INVESTOR, [UUID(street[name]) for name in ("says", "did", "both")])
    for path, questions in (("search/deals/", DEAL_QUESTIONS), ("search/investors/", INVESTOR_QUESTIONS)):
        for question, names in questions:
            assert set(_ids(get(path, **question))) == {street[name] for name in names}, question


FACET_QUESTIONS: list[dict[str, Any]] = [
    {}, {"sector": "SEMI"}, {"city": "深圳"}, {"stage": ["angel", "series_a"]}, {"sector": "AI", "region": "广东"},
    {"lead_wanted": "true"}, {"amount_min": 10_000_000},
]  # fmt: skip


def test_facets_are_the_same_in_both_modes(street: dict[str, str], get: Get, settings: Any) -> None:
    full = [get("search/deals/", **question)["facets"] for question in FACET_QUESTIONS]
    investors = [get("search/investors/", **question)["facets"] for question in ({}, {"sector": "SEMI"})]
    settings.ELASTICSEARCH_URL = ""
    reduced = [get("search/deals/", **question)["facets"] for question in FACET_QUESTIONS]
    reduced_investors = [get("search/investors/", **question)["facets"] for question in ({}, {"sector": "SEMI"})]
    for question, one, other in zip(FACET_QUESTIONS, full, reduced, strict=True):
        assert _counts(one) == _counts(other), question
    assert [_counts(one) for one in investors] == [_counts(one) for one in reduced_investors]


def _counts(facets: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {name: {one["value"]: one["count"] for one in values} for name, values in facets.items()}


def test_facet_counts_leave_out_only_their_own_choice(street: dict[str, str], get: Get) -> None:
    facets = _counts(get("search/deals/", sector="SEMI", city="深圳")["facets"])
    assert facets["sector"] == {"SEMI": 1, "SEMI_DES": 1, "AI": 1, "AI_FM": 1}
    assert facets["city"] == {"cn/guangdong/shenzhen": 1, "cn/shanghai/shanghai": 1}
    assert facets["stage"] == {"series_a": 1}


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
@pytest.mark.parametrize("sort", ["newest", "amount_up", "amount_down", "closing", "not_personalized", "relevance"])
def test_pages_of_two_hold_everything_once_and_in_order(
    street: dict[str, str], get: Get, settings: Any, sort: str, is_away: bool
) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    whole = _ids(get("search/deals/", sort=sort))
    paged: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        answer = get("search/deals/", sort=sort, size=2, **({"cursor": cursor} if cursor else {}))
        paged += _ids(answer)
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert paged == whole
    assert len(set(paged)) == 6


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_a_day_is_the_streets(index: Index, settings: Any, is_away: bool) -> None:
    """One in the morning in Shenzhen is still yesterday in UTC: what closed yesterday has closed, and who confirms has done so today."""
    night = datetime(2026, 12, 1, 17, tzinfo=UTC)
    PitchFactory.create(published=True, close_by_date=date(2026, 12, 1))
    still_open = PitchFactory.create(published=True, close_by_date=date(2026, 12, 2), last_confirmed_at=night)
    mark_unknown(ObjectKind.DEAL, now=clock.now())
    index.catch_up()
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    day_after = night + timedelta(hours=33)
    for question, now in (({"close_before": date(2026, 12, 9)}, night), ({"confirmed_within": 1}, day_after)):
        found = gateway.search_deals(AnonymousUser(), question, now=now)
        assert [card.pitch.pk for card in found.results] == [still_open.pk], question


def test_orders_mean_what_they_say(street: dict[str, str], get: Get, settings: Any) -> None:
    expected = {
        "newest": ["chip", "eda", "model", "robot", "drug", "quantum"],
        "not_personalized": ["chip", "eda", "model", "robot", "drug", "quantum"],
        "amount_up": ["quantum", "model", "chip", "eda", "drug", "robot"],
        "amount_down": ["drug", "eda", "chip", "model", "quantum", "robot"],
    }
    for url in (settings.ELASTICSEARCH_URL, ""):
        settings.ELASTICSEARCH_URL = url
        for sort, names in expected.items():
            assert _ids(get("search/deals/", sort=sort)) == [street[name] for name in names], (url, sort)
        assert _ids(get("search/deals/", sort="closing"))[0] == street["eda"]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"nosuch": "1"}, "search.parameter_unknown", "nosuch"),
    ({"sector": "NOSUCH"}, "search.sector_unknown", "sector"),
    ({"cursor": "made-up"}, "search.cursor_invalid", "cursor"),
    ({"cursor": "r.made-up"}, "search.cursor_invalid", "cursor"),
    ({"q": "a b c d e f g h i j k l m n o p q r s t u v"}, "search.text_too_many_words", "q"),
    ({"amount_min": 10, "amount_max": 5}, "search.range_reversed", "amount"),
    ({"q": "x" * 201}, "core.invalid", "q"),
    ({"size": 51}, "core.invalid", "size"),
    ({"size": 10**9}, "core.invalid", "size"),
    ({"stage": "nosuch"}, "core.invalid", "stage.0"),
    ({"sort": "published_at"}, "core.invalid", "sort"),
    ({"amount_min": "1e400"}, "core.invalid", "amount_min"),
    ({"close_before": "tomorrow"}, "core.invalid", "close_before"),
    ({"sector": ["AI"] * 61}, "core.invalid", "sector"),
]


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_bad_questions_are_refused_with_their_code(index: Index, get: Get, settings: Any, is_away: bool) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    for question, code, field in REFUSED:
        answer = get("search/deals/", status=400, **question)
        assert (answer["code"], list(answer["fields"])) == (code, [field]), question


def test_cursor_of_another_question_is_refused(street: dict[str, str], get: Get, settings: Any) -> None:
    for url in (settings.ELASTICSEARCH_URL, ""):
        settings.ELASTICSEARCH_URL = url
        cursor = get("search/deals/", size=2)["next_cursor"]
        answer = get("search/deals/", status=400, size=2, cursor=cursor, city="深圳")
        assert answer["code"] == "search.cursor_invalid"


def test_what_the_box_understood_is_told(street: dict[str, str], get: Get) -> None:
    """An amount in words is read with room around it."""
    understood = get("search/deals/", q="深圳 芯片设计 A轮 2000万 -游戏")["understood"]
    assert [(one["kind"], one["values"], one["text"], one["excluded"]) for one in understood] == [
        ("place", ["cn/guangdong/shenzhen"], "深圳", False),
        ("sector", ["SEMI_DES"], "芯片设计", False),
        ("stage", ["series_a", "series_a_plus"], "A轮", False),
        ("amount", ["10000000..40000000 CNY"], "2000万", False),
        ("sector", ["CREA_GAME"], "游戏", True),
    ]
    assert understood[0]["label"] == "深圳"
    assert understood[0]["without"] == "芯片设计 A轮 2000万 -游戏"
    assert understood[0]["turned"] == "不要深圳 芯片设计 A轮 2000万 -游戏"
    assert understood[4]["without"] == "深圳 芯片设计 A轮 2000万"
    assert [one["query"] for one in understood[3]["choices"]] == [
        "深圳 芯片设计 A轮 1000万-4000万美元 -游戏",
        "深圳 芯片设计 A轮 1000万-4000万港币 -游戏",
    ]


def test_names_beside_a_search_are_in_the_readers_script(street: dict[str, str], get: Get) -> None:
    """Places of facets and of the box, and what is proposed while typing."""
    client = client_of()
    wanted = {
        "zh-hans": ("广东", "集成电路与微电子", "种子轮"),
        "zh-hant": ("廣東", "集成電路與微電子", "種子輪"),
        "en": ("Guangdong", "Semiconductors and Microelectronics", "Seed"),
    }
    for language, (place, sector, stage) in wanted.items():

        def read(path: str, q: str, language: str = language) -> Any:
            return client.get(f"/api/v1/{path}", {"q": q}, headers={"accept-language": language}).json()

        found = read("search/deals/", "广东")
        labels = {one["value"]: one["label"] for one in found["facets"]["region"]}
        assert (labels["cn/guangdong"], found["understood"][0]["label"]) == (place, place)
        for kind, typed, name in (
            ("place", "guangdong", place),
            ("sector", "集成电路", sector),
            ("stage", "zhongzi", stage),
        ):
            assert next(line["text"] for line in read("suggest/", typed) if line["kind"] == kind) == name


def test_suggestions_are_labelled_and_counted(street: dict[str, str], get: Get, settings: Any) -> None:
    client = client_of()

    def lines(text: str, kind: str = "deals") -> list[tuple[str, str, str, int]]:
        found = client.get("/api/v1/suggest/", {"q": text, "kind": kind}).json()
        return [(line["text"], line["kind"], line["value"], line["count"]) for line in found]

    for url in (settings.ELASTICSEARCH_URL, ""):
        settings.ELASTICSEARCH_URL = url
        assert lines("集成电路")[0] == ("集成电路与微电子", "sector", "SEMI", 2)
        assert lines("集成电路", "investors")[0] == ("集成电路与微电子", "sector", "SEMI", 2)
        assert lines("shenz") == [("深圳", "place", "cn/guangdong/shenzhen", 2)]
        assert lines("深", "investors")[-1] == ("深圳", "place", "cn/guangdong/shenzhen", 2)
        assert ("A轮", "stage", "series_a|series_a_plus", 2) in lines("a轮")
        assert ("种子轮", "stage", "seed", 2) in lines("zhongzi", "investors")
        assert lines("品牌chip") == [("品牌chip", "company", street["chip"], 0)]
        assert [line[2] for line in lines("  ")] == []
    settings.ELASTICSEARCH_URL = ""
    assert [line[1:3] for line in lines("只说", "investors")] == [("investor", street["says"])]


@pytest.mark.parametrize("mode", ["full", "reduced"])
def test_suggested_numbers_are_of_what_the_viewer_may_find(
    street: dict[str, str], index: Index, settings: Any, mode: str
) -> None:
    """A pitch that is not published adds no word, place or number."""
    hidden = PitchFactory.create(
        city="武汉", region="湖北", stage=Stage.SERIES_C, sectors=["SEMI_DES"], tech_keywords=["秘密词"]
    )
    shown = Pitch.objects.get(pk=street["chip"])
    shown.tech_keywords = ["晶圆键合", "秘而不宣"]
    shown.save(update_fields=["tech_keywords"])
    mark_dirty(ObjectKind.DEAL, [hidden.pk, shown.pk])
    index.catch_up()
    settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL if mode == "full" else ""
    client = client_of()

    def lines(text: str) -> list[tuple[str, str, int]]:
        found = client.get("/api/v1/suggest/", {"q": text}).json()
        return [(line["text"], line["kind"], line["count"]) for line in found]

    assert lines("武汉") == []
    assert [line for line in lines("c轮") if line[1] == "stage"] == []
    assert lines("秘") == [("秘而不宣", "word", 1)]
    assert lines("晶圓鍵合") == [("晶圆键合", "word", 1)]
    assert ("芯片设计", "sector", 1) in lines("芯片设计")
    # What the index does not know yet to be hidden is in no number either.
    Pitch.objects.filter(pk=shown.pk).update(state="paused")
    mark_dirty(ObjectKind.DEAL, [shown.pk])
    assert lines("秘") == []
    assert ("芯片设计", "sector", 0) in lines("芯片设计")


def test_a_verification_that_ended_by_the_clock_is_in_no_number_before_anybody_marks_it(
    street: dict[str, str], get: Get
) -> None:
    IndexedObject.objects.update(told_at=clock.now() - timedelta(hours=1))
    assert (_carrying("SEMI_DES"), _looking(get, "SEMI")) == (1, (2, 1))
    owners = [str(Pitch.objects.get(pk=street["chip"]).organization_id), street["says"]]
    assert Organization.objects.filter(pk__in=owners).update(verified_until=clock.now()) == 2
    assert (_carrying("SEMI_DES"), _looking(get, "SEMI")) == (0, (1, 0))


def _carrying(sector: str) -> int:
    """The number beside a suggested sector."""
    lines = client_of().get("/api/v1/suggest/", {"q": "芯片设计"}).json()
    (count,) = (line["count"] for line in lines if line["value"] == sector)
    return int(count)


def _looking(get: Get, sector: str) -> tuple[int, int]:
    """Deals and theses of a line of the map."""
    (line,) = (one for one in get("street/coverage/")["lines"] if one["sector"] == sector)
    return line["whole"]["deals"], line["whole"]["theses"]


def test_status_tells_full_and_reduced_and_full_again(street: dict[str, str], get: Get, settings: Any) -> None:
    full = get("status/")
    assert full["mode"] == "full"
    assert full["search"]["engine"] == "Elasticsearch"
    assert full["search"]["documents"] == 6 + 3 + 2
    url, settings.ELASTICSEARCH_URL, settings.SEARCH_HINT = settings.ELASTICSEARCH_URL, "", "装上 Java 即可。"
    reduced = get("status/")
    assert (reduced["mode"], reduced["search"]["documents"]) == ("reduced", None)
    assert reduced["search"]["hint"] == "装上 Java 即可。"
    settings.ELASTICSEARCH_URL = url
    assert get("status/")["mode"] == "full"
    assert get("search/deals/")["mode"] == "full"


def test_summary_of_the_street_counts_what_a_visitor_sees(street: dict[str, str], get: Get) -> None:
    PitchFactory.create()
    summary = get("street/summary/")
    assert (summary["published_pitches"], summary["active_investors"], summary["past_deals"]) == (6, 3, 2)
    assert summary["past_deal_years"] == [2020, (_today() - timedelta(days=100)).year]
    sectors = {one["code"]: (one["pitches"], one["investors"]) for one in summary["sectors"] if one["pitches"]}
    assert sectors == {"SEMI": (2, 1), "AI": (2, 1), "ROBO": (1, 0), "BIO": (1, 1), "QTM": (1, 0)}
    assert [card["id"] for card in summary["newest"]] == [
        street[name] for name in ("chip", "eda", "model", "robot", "drug", "quantum")
    ]


def test_card_of_an_investor_tells_what_it_says_and_did(street: dict[str, str], get: Get) -> None:
    cards = {card["id"]: card for card in get("search/investors/")["results"]}
    says, did = cards[street["says"]], cards[street["did"]]
    assert (says["theses"], says["deals_total"], says["sectors"]) == (1, 0, ["SEMI"])
    assert says["ticket_min"] == {"amount": "5000000.00", "currency": "CNY"}
    assert says["cities"] == ["北京", "深圳"]
    assert (did["theses"], did["deals_total"], did["deals_24m"]) == (0, 1, 1)
    assert did["sectors"] == ["SEMI_EDA"]
    assert did["last_deal_on"] == (_today() - timedelta(days=100)).isoformat()


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_for_one_and_for_three(
    index: Index, get: Get, django_assert_num_queries: Any, settings: Any, count: int
) -> None:
    for _ in range(count):
        PitchFactory.create(published=True)
        RoundInvestorFactory.create()
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    get("search/deals/")
    assert Pitch.objects.count() == count
    with django_assert_num_queries(FULL_DEAL_QUERIES):
        get("search/deals/")
    with django_assert_num_queries(FULL_INVESTOR_QUERIES):
        get("search/investors/")


FULL_DEAL_QUERIES = 7
FULL_INVESTOR_QUERIES = 10
