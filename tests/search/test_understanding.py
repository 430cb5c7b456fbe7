"""What the one box is read as, in four scripts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.knowledge import Knowledge
from search.normalize import fold, question_tokens
from search.records import AmountRange
from search.understanding import understand
from tests.search.conftest import word_tokens


@pytest.mark.parametrize(
    ("text", "sectors", "stages", "places", "words"),
    [
        ("人工智能芯片", {"AI", "SEMI"}, set(), set(), ()),
        ("人工智慧晶片", {"AI", "SEMI"}, set(), set(), ()),
        ("AI chip", {"AI", "SEMI"}, set(), set(), ()),
        ("AI chips", {"AI", "SEMI"}, set(), set(), ()),
        ("AI芯片", {"SEMI_DES"}, set(), set(), ()),
        ("rengongzhineng", {"AI"}, set(), set(), ()),
        ("ren gong zhi neng", {"AI"}, set(), set(), ()),
        ("rengongzhinengxinpian", {"AI", "SEMI"}, set(), set(), ()),
        ("Artificial Intelligence", {"AI"}, set(), set(), ()),
        ("積體電路", {"SEMI"}, set(), set(), ()),
        ("軟體", {"SOFT"}, set(), set(), ()),
        ("資訊安全", {"SOFT_SEC"}, set(), set(), ()),
        ("機器人", {"ROBO"}, set(), set(), ()),
        ("jiqiren", {"ROBO"}, set(), set(), ()),
        ("人形機器人", {"ROBO_HUM"}, set(), set(), ()),
        ("CAR-T", {"BIO_CGT"}, set(), set(), ()),
        ("brain computer interface", {"BIO_BRAIN"}, set(), set(), ()),
        ("Wi-Fi", {"NET_WLAN"}, set(), set(), ()),
        ("ＡＩ", {"AI"}, set(), set(), ()),
        ("EV", {"EV"}, set(), set(), ()),
        ("event", set(), set(), set(), ("event",)),
        ("icon", set(), set(), set(), ("icon",)),
        ("feda", set(), set(), set(), ("feda",)),
        ("EDA 工具", {"SEMI_EDA"}, set(), set(), ("工具",)),
        ("深圳 机器人 A轮", {"ROBO"}, {"series_a", "series_a_plus"}, {"cn/guangdong/shenzhen"}, ()),
        ("福田區 半導體 天使輪", {"SEMI"}, {"angel"}, {"cn/guangdong/shenzhen/futian"}, ()),
        ("semiconductor series B in Shanghai", {"SEMI"}, {"series_b", "series_b_plus"}, {"cn/shanghai"}, ()),
        ("shenzhen jiqiren", {"ROBO"}, set(), {"cn/guangdong/shenzhen"}, ()),
        ("aixinpian", {"SEMI_DES"}, set(), set(), ()),
        ("jisuanji-shijue", {"AI_CV"}, set(), set(), ()),
        ("machine-vision", {"AI_CV"}, set(), set(), ()),
        ("e-da", set(), set(), set(), ("e", "da")),
        ("pre-A轮 创新药", {"BIO"}, {"pre_a"}, set(), ()),
        ("早期 大模型", {"AI_FM"}, {"seed", "angel", "pre_a", "series_a", "series_a_plus"}, set(), ()),
        ("香港 LLM", {"AI_FM"}, set(), {"hk"}, ()),
        ("腾讯", set(), set(), set(), ("腾讯",)),
        ("公司", set(), set(), set(), ()),
        ("", set(), set(), set(), ()),
    ],
)
def test_text_is_read(
    knowledge: Knowledge, text: str, sectors: set[str], stages: set[str], places: set[str], words: tuple[str, ...]
) -> None:
    understood = understand(text, knowledge)

    assert {found.code for found in understood.sectors} == sectors
    assert {found.code for found in understood.stages} == stages
    assert {found.code for found in understood.places} == places
    assert understood.words == words


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("3000万", 15_000_000, 60_000_000, "CNY"),
        ("3000萬", 15_000_000, 60_000_000, "CNY"),
        ("1-2亿元", 100_000_000, 200_000_000, "CNY"),
        ("五百万美元以上", 5_000_000, None, "USD"),
        ("不超过2000万", None, 20_000_000, "CNY"),
        ("under $5M", None, 5_000_000, "USD"),
        ("at least 1.5 million usd", 1_500_000, None, "USD"),
        ("1,000万港币", 5_000_000, 20_000_000, "HKD"),
        ("$500k", 250_000, 1_000_000, "USD"),
    ],
)
def test_amount_is_read(knowledge: Knowledge, text: str, low: int | None, high: int | None, currency: str) -> None:
    wanted = AmountRange(
        low=None if low is None else Decimal(low), high=None if high is None else Decimal(high), currency=currency
    )

    assert understand(text, knowledge).amount == wanted


@pytest.mark.parametrize("text", ["6G", "3D打印", "1000万用户", "2024", "20+8", "5m", "100台"])
def test_other_numbers_are_no_amounts(knowledge: Knowledge, text: str) -> None:
    assert understand(text, knowledge).amount is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(knowledge: Knowledge, text: str) -> None:
    understood = understand(text, knowledge)

    assert all(found.code in knowledge.sectors.by_code for found in understood.sectors)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="芯片设计公司人工智能深圳 aichpsX-", max_size=20))
def test_a_text_holds_the_words_of_its_own_question(text: str) -> None:
    assert set(question_tokens(text)) <= word_tokens(text)
