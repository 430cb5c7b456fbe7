"""What a deck says, and what it does not: a table of real phrasings. Nothing without evidence."""

import pytest

from backend.core.money import Currency, Money
from backend.deals.deck_reading import read_deck
from search.sectors import Sector, SectorTree

TREE = SectorTree(
    version="test",
    sectors=(
        Sector(code="AI", name_zh="人工智能", name_en="Artificial Intelligence", aliases=("AI",)),
        Sector(code="AI_FM", parent="AI", name_zh="大模型与生成式AI", name_en="Foundation Models", aliases=("大模型", "LLM")),
        Sector(code="SEMI", name_zh="集成电路", name_en="Semiconductors", aliases=("芯片",)),
        Sector(code="SEMI_DES", parent="SEMI", name_zh="芯片设计", name_en="Chip Design", aliases=("AI芯片", "GPU")),
        Sector(code="ROB", name_zh="机器人", name_en="Robotics", aliases=("robots",)),
    ),
)  # fmt: skip


def _cny(yuan: int) -> Money:
    return Money(yuan * 100, Currency.CNY)


def _usd(dollars: int) -> Money:
    return Money(dollars * 100, Currency.USD)


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("本轮融资3000万元", _cny(30_000_000)),
        ("本轮拟融资 2,000 万元人民币，出让 10% 股权", _cny(20_000_000)),
        ("融资需求：1.5亿元", _cny(150_000_000)),
        ("计划融资 500 万美元", _usd(5_000_000)),
        ("本轮融资：三千万元", _cny(30_000_000)),
        ("本轮融资金额五百万", _cny(5_000_000)),
        ("资金需求 1200万港币", Money(1_200_000_000, Currency.HKD)),
        ("We are raising RMB 20 million", _cny(20_000_000)),
        ("Raising $3M for product and team", _usd(3_000_000)),
        ("Seeking US$1.2 million in seed funding", _usd(1_200_000)),
        ("The ask: USD 750k", _usd(750_000)),
        ("We raise €2m this round", Money(200_000_000, Currency.EUR)),
        ("本轮融资２０００万元", _cny(20_000_000)),
        ("估值2亿元，本轮融资1000万元", _cny(10_000_000)),
        # What is not the ask.
        ("2024年已完成天使轮融资 500 万元", None),
        ("投后估值 3 亿元", None),
        ("去年营收 2000 万元", None),
        ("市场规模 500 亿元", None),
        ("We raised $2M in 2023", None),
        ("Revenue of $3M in 2025", None),
        ("本轮融资用于研发，团队 30 人", None),
        ("本轮融资后 12 个月推出 3 款产品", None),
        ("Raising the bar for 3 robots", None),
        ("电话 13800138000", None),
        ("本轮融资٣٠٠万元", None),
        ("", None),
    ],
)
def test_amount(line: str, amount: Money | None) -> None:
    found = read_deck(f"某某科技\f{line}", TREE).amount
    assert (found.value if found else None) == amount
    if found:
        assert found.page == 2


@pytest.mark.parametrize(
    ("line", "low", "high"),
    [
        ("本轮融资 2000-3000 万元", _cny(20_000_000), _cny(30_000_000)),
        ("计划融资2000万至3000万元人民币", _cny(20_000_000), _cny(30_000_000)),
        ("Raising $3-5M", _usd(3_000_000), _usd(5_000_000)),
        ("Seeking $3M to $5M", _usd(3_000_000), _usd(5_000_000)),
    ],
)
def test_range_gives_both_ends(line: str, low: Money, high: Money) -> None:
    found = read_deck(line, TREE)
    assert found.amount is not None
    assert found.amount_min is not None
    assert (found.amount_min.value, found.amount.value) == (low, high)


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("本轮为天使轮", "angel"),
        ("本轮：种子轮融资", "seed"),
        ("Pre-A轮融资计划", "pre_a"),
        ("A轮融资商业计划书", "series_a"),
        ("本轮 A+轮", "series_a_plus"),
        ("拟融 B轮 2亿元", "series_b"),
        ("C轮融资需求", "series_c"),
        ("D轮融资", "series_d_plus"),
        ("Pre-IPO轮融资", "pre_ipo"),
        ("Raising our Series A", "series_a"),
        ("We are raising a seed round", "seed"),
        ("Seeking pre-seed funding", "seed"),
        ("Raising a Pre-A of $2M", "pre_a"),
        ("We are raising Series B+", "series_b_plus"),
        ("已完成天使轮融资", None),
        ("2023年 A轮 获得某某创投投资", None),
        ("We closed our Series A in 2023", None),
        ("植物种子轮作技术", None),
    ],
)
def test_stage(line: str, stage: str | None) -> None:
    found = read_deck(line, TREE).stage
    assert (found.value.value if found else None) == stage


def test_heading_of_a_page_makes_its_lines_about_the_ask() -> None:
    deck = "某某科技\f发展历程\nA轮 1000万元\f融资计划\nB轮\n5000万元\n出让股权 10%"
    found = read_deck(deck, TREE)

    assert found.stage is not None
    assert found.amount is not None
    assert (found.stage.value, found.amount.value) == ("series_b", _cny(50_000_000))
    assert (found.amount.evidence, found.amount.page) == ("5000万元", 3)


@pytest.mark.parametrize(
    ("deck", "zh", "en"),
    [
        ("某某科技有限公司\n一句话介绍：让机器人有触觉", "让机器人有触觉", None),
        ("Tagline: Skin for robots", None, "Skin for robots"),
        ("某某科技\f致力于用柔性传感器让机器人有触觉。", "致力于用柔性传感器让机器人有触觉", None),
        ("Acme Inc\fWe build tactile skin for robots.", None, "We build tactile skin for robots"),
        ("商业计划书\n机器人的触觉皮肤\n2026年11月", "机器人的触觉皮肤", None),
        ("某某科技有限公司\n商业计划书\n联系电话 13800138000", None, None),
        ("", None, None),
    ],
)
def test_one_liner(deck: str, zh: str | None, en: str | None) -> None:
    found = read_deck(deck, TREE)
    assert found.one_liner is None if zh is None else found.one_liner and found.one_liner.value == zh
    assert found.one_liner_en is None if en is None else found.one_liner_en and found.one_liner_en.value == en


def test_sectors_are_those_named_first_or_often() -> None:
    deck = "星火芯片设计\n面向大模型的GPU\f技术\f大模型推理\f客户：机器人厂商"
    found = read_deck(deck, TREE)

    assert {entry.value for entry in found.sectors} == {"SEMI_DES", "AI_FM"}
    assert found.sector_primary is not None
    assert found.sector_primary.value in {"SEMI_DES", "AI_FM"}
    assert all(entry.evidence for entry in found.sectors)


def test_top_sector_alone_is_no_primary() -> None:
    found = read_deck("人工智能公司", TREE)
    assert [entry.value for entry in found.sectors] == ["AI"]
    assert found.sector_primary is None


def test_hostile_text_is_read_to_its_end() -> None:
    """Long runs that make a careless pattern go back and forth; the honest line behind them is still found."""
    noise = ("融资计划" + "9" * 500 + "," * 500 + "一" * 500 + " " * 500 + "-" * 500 + "\n") * 100
    found = read_deck(f"{noise}\f本轮融资3000万元", TREE).amount

    assert found is not None
    assert (found.value, found.page) == (_cny(30_000_000), 2)
