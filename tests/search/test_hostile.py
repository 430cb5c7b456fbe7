"""Text meant to break a search: each is a plain answer or a refusal, and never more than an honest question would show."""

import random
from contextlib import suppress

import pytest

from search import bulk, indices
from search.engine import Engine
from search.errors import SearchRejected
from search.request import DEAL_SORTS, INVESTOR_SORTS, SearchRequest, Target
from search.scope import Audience, Scope
from search.searching import facet_counts, search
from search.suggest import suggest
from tests.search.conftest import NOW, deal

HOSTILE = [
    '{"match_all":{}}', '"}}],"query":{"match_all":{}}', "*", "*:*", "public.shown:false", "verified.names:*", "_exists_:verified",
    "/.*/", "a~100", "chip^1000000", "((((((((((", "))))", '"', "\\", "AND OR NOT", "[* TO *]", "{* TO *}", "${jndi:ldap://x}",
    "<script>alert(1)</script>", "'; DROP TABLE pitch; --", "../../_all/_search", "_source", "ctx._source", "\u202echip", "\ufeff",
    "\ue000mark\ue001", "𝔸𝕀", "ﷺ" * 50, "💥" * 60, "a" * 200, "中" * 200, "1" * 200, "- - - -", "A+" * 60, "é́́́́́́́́", "０００",
    "亿亿亿万万万", "1-2-3-4-5万", "¥¥¥$$$", ">=<=", "100" + "0" * 100 + "万", "零万", "-/-/-/-", "\t\n\r", " ", "。。。", "９９９９万美元",
]  # fmt: skip
_ALPHABET = [
    *"\"\\{}[]()*?:/~^!&|<>=+-_.,;'`$@#% \n\tAIＡ中芯片轮万亿à€💥\u200b\u202e\ue000٣",
    *("AND", "OR", "NOT", "_all", "chip"),
]


@pytest.fixture(scope="module")
def table(shared_engine: Engine) -> Engine:
    """One public pitch and one only the verified may find."""
    shown, hidden = deal("shown"), deal("hidden")
    bulk.write(
        shared_engine,
        [
            shown,
            type(hidden)(
                id="hidden", version=1, published_at=NOW, startup_id="", public=None, verified=hidden.verified
            ),
        ],
    )
    indices.refresh(shared_engine)
    return shared_engine


def ask(engine: Engine, text: str) -> set[str]:
    """The public hits of a text; a refusal is an empty answer. Anything else fails the test."""
    with suppress(SearchRejected):
        suggest(engine, text, Scope())
    try:
        request = SearchRequest(text=text)
    except SearchRejected:
        return set()
    facet_counts(engine, request, Scope())
    page = search(engine, request, Scope(), now=NOW)
    assert page.total == len(page.hits) <= 1
    return {hit.id for hit in page.hits}


@pytest.mark.parametrize("text", HOSTILE)
def test_known_attack_shows_nothing_hidden(table: Engine, text: str) -> None:
    assert ask(table, text) <= {"shown"}


def test_random_attacks(table: Engine) -> None:
    chance = random.Random(20261122)

    for _ in range(150):
        text = "".join(chance.choices(_ALPHABET, k=chance.randint(1, 60)))
        assert ask(table, text) <= {"shown"}, text


@pytest.mark.parametrize("target", list(Target))
def test_every_order_takes_any_words(table: Engine, target: Target) -> None:
    for sort in DEAL_SORTS if target is Target.DEALS else INVESTOR_SORTS:
        request = SearchRequest(text='chip"}}', sort=sort, target=target)
        audience = Audience.VERIFIED if target is Target.DEALS else Audience.PUBLIC
        assert search(table, request, Scope(audience=audience), now=NOW).total <= 2
