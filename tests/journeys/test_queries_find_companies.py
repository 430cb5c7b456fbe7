"""One company, typed in many ways, found each time: through the running product, over the demo.

What to expect comes from the demo's plan, never from an answer of the search: of a sector its published pitches that say
the sector's word, of names every company picked by its number. All ways to ask one thing must find the very same set.
"""

import http.client
import json
import sys
import time
from contextlib import closing
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit
from zlib import crc32

import opencc
import pytest
from django.utils import timezone
from pypinyin import Style, lazy_pinyin

from backend.console.demo.calendar import today_of
from backend.console.demo.plan import DemoRows
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.organizations.enums import VerificationState
from backend.organizations.models import Organization
from tests.support.demo_digest import rows_of
from tests.support.demo_stack import DemoStack

FIRST = 20
_PAGE = 50

# Where the company is filed, the word its one-liner says, and the ways to ask; the first way is the canonical one.
SECTORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "SEMI_DES",
        "AI芯片",
        (
            *(
                "人工智能芯片",
                "人工智慧晶片",
                "AI芯片",
                "AI晶片",
                "AI chip",
                "AI chips",
                "\uff21\uff29 chip",
                "ai-chip",
            ),
            *("rengongzhinengxinpian", "rengongzhineng xinpian", "rengongzhineng-xinpian", "aixinpian"),
        ),
    ),
    ("SEMI_DES", "芯片设计", ("芯片设计", "晶片設計", "chip design", "xinpiansheji", "fabless")),
    ("SEMI_PKG", "封装测试", ("封装测试", "封裝測試", "packaging and testing", "fengzhuangceshi", "先進封裝")),
    ("SEMI_PWR", "功率半导体", ("第三代半导体", "第三代半導體", "power semiconductors", "disandaibandaoti", "碳化矽")),
    ("AI_FM", "大模型", ("大模型", "大語言模型", "foundation model", "damoxing", "生成式人工智慧")),
    (
        "AI_CV",
        "计算机视觉",
        ("计算机视觉", "計算機視覺", "電腦視覺", "computer vision", "jisuanjishijue", "machine vision"),
    ),
    ("FIN_PAY", "支付", ("支付", "zhifu", "payment", "payments", "zhifukeji", "移動支付")),
    ("QTM_COMP", "量子计算", ("量子计算", "量子計算", "quantum computing", "liangzijisuan", "Quantum Computers")),
    ("BIO_CGT", "细胞与基因", ("细胞与基因治疗", "細胞與基因治療", "cell and gene therapy", "xibaoyujiyinzhiliao")),
    ("BIO_AIDD", "AI药物研发", ("AI药物研发", "AI藥物研發", "AI drug discovery", "AIDD")),
    ("ROBO_HUM", "人形机器人", ("人形机器人", "人形機器人", "humanoid robots", "renxingjiqiren", "embodied AI")),
    ("EV_ADAS", "自动驾驶", ("自动驾驶", "自動駕駛", "autonomous driving", "zidongjiashi", "无人驾驶")),
    ("AERO_UAV", "无人机", ("无人机", "無人機", "drone", "wurenji", "UAV")),
    ("ENER_ESS", "储能", ("储能", "儲能", "energy storage", "chuneng")),
    ("SOFT_CHAIN", "区块链", ("区块链", "區塊鏈", "blockchain", "qukuailian")),
    ("SOFT_SEC", "网络安全", ("网络安全", "網路安全", "cybersecurity", "wangluoanquan", "資訊安全")),
    ("MED", "医疗", ("医疗器械", "醫療器械", "medical devices", "yiliaoqixie")),
    ("AI", "大模型", ("人工智能", "人工智慧", "artificial intelligence", "rengongzhineng")),
)
# How a name is typed. Numbers pick the companies, so that no name stands here.
FORMS = ("simplified", "traditional", "pinyin", "spaced pinyin", "initials", "English", "lower-case English", "legal")
_NAMED = (0, 500, 1200)
_FIRMS = (0, 200)


@cache
def _rows() -> DemoRows:
    return rows_of(today_of(timezone.now()))


@cache
def _published() -> tuple[Pitch, ...]:
    return tuple(row.pitch for row in _rows().pitches if row.pitch.state == PitchState.PUBLISHED)


@cache
def _companies() -> dict[Any, Organization]:
    return {row.organization.pk: row.organization for row in _rows().startups}


def _firms() -> list[Organization]:
    firms = [row.organization for row in _rows().firms]
    return [firm for firm in firms if firm.verification_state == VerificationState.VERIFIED]


def _page(address: str, asker: str) -> Any:
    """One answer; told to come back later, it does so once, as any polite machine."""
    status, later, said = _answer(address, asker)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        time.sleep(later)
        status, _, said = _answer(address, asker)
    assert status == HTTPStatus.OK, f"{address}: {status} {said.decode()}"
    return json.loads(said)


def _answer(address: str, asker: str) -> tuple[int, int, bytes]:
    """Status, seconds to wait and body. Every asker is a visitor with an address of their own, where the loopback has
    several.
    """
    place = urlsplit(address)
    own = (f"127.0.0.{2 + crc32(asker.encode()) % 8}", 0) if sys.platform == "linux" else None
    visitor = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20, source_address=own)
    with closing(visitor):
        visitor.request("GET", f"{place.path}?{place.query}")
        answer = visitor.getresponse()
        return answer.status, int(answer.headers["Retry-After"] or 0), answer.read()


@cache
def _found(url: str, target: str, query: str) -> tuple[str, ...]:
    """Every hit in order, page after page."""
    ids: list[str] = []
    cursor = ""
    while True:
        asked = urlencode({"q": query, "size": _PAGE} | ({"cursor": cursor} if cursor else {}))
        page = _page(f"{url}/api/v1/search/{target}/?{asked}", query)
        assert page["mode"] == "full"
        ids += [hit["id"] for hit in page["results"]]
        cursor = page["next_cursor"]
        if not cursor:
            assert len(ids) == page["count"]
            return tuple(ids)


def _typed(organization: Organization, form: str) -> str:
    name = organization.brand_name
    match form:
        case "simplified":
            return name
        case "traditional":
            return str(opencc.OpenCC("s2t").convert(name))
        case "pinyin":
            return "".join(lazy_pinyin(name))
        case "spaced pinyin":
            return " ".join(lazy_pinyin(name))
        case "initials":
            return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
        case "English":
            return organization.name_en
        case "lower-case English":
            return organization.name_en.lower()
        case _:
            return organization.legal_name


def _sector_rows() -> list[Any]:
    return [pytest.param(code, word, ways[0], way, id=f"{code}-{way}") for code, word, ways in SECTORS for way in ways]


@pytest.mark.parametrize(("code", "word", "canonical", "way"), _sector_rows())
def test_every_way_to_say_a_sector_finds_its_company(
    product: DemoStack, code: str, word: str, canonical: str, way: str
) -> None:
    """All that say the word are found, one of them at once, and nothing is found that the canonical way does not find."""
    told = {
        str(pitch.pk) for pitch in _published() if pitch.sector_primary.startswith(code) and word in pitch.one_liner
    }
    assert told

    hits = _found(product.url, "deals", way)

    assert told <= set(hits)
    assert told & set(hits[:FIRST])
    assert set(hits) == set(_found(product.url, "deals", canonical))


def test_the_pinyin_of_a_field_finds_the_company_its_full_name_finds(product: DemoStack) -> None:
    """`rengongzhineng` alone asks for more than chips: the makers of AI chips are among what it finds."""
    makers = {str(pitch.pk) for pitch in _published() if "AI芯片" in pitch.one_liner}
    assert makers

    assert makers <= set(_found(product.url, "deals", "rengongzhineng"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", _NAMED)
def test_a_company_is_found_by_its_name(product: DemoStack, number: int, form: str) -> None:
    pitch = _published()[number]
    asked = _typed(_companies()[pitch.organization_id], form)

    assert str(pitch.pk) in _found(product.url, "deals", asked)[:FIRST], asked


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", _FIRMS)
def test_a_firm_is_found_by_its_name(product: DemoStack, number: int, form: str) -> None:
    firm = _firms()[number]
    asked = _typed(firm, form)

    assert str(firm.pk) in _found(product.url, "investors", asked)[:FIRST], asked


def test_the_table_is_long_enough() -> None:
    assert sum(len(ways) for _, _, ways in SECTORS) + len(FORMS) * (len(_NAMED) + len(_FIRMS)) >= 60
