"""A small world on a real Elasticsearch: every test gets its own indices under a prefix of its worker."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest

from search import amounts, bulk, indices, places
from search.client import Connection, connect
from search.engine import Engine
from search.knowledge import Knowledge
from search.matching.embedding import Embedding, weighted_tokens
from search.matching.features import features_of_past_deal
from search.matching.model import Model, learn
from search.matching.parts import RANK
from search.matching.weighting import DEFAULT_WITH_SPACE, shipped
from search.normalize import fold, han_runs, latin_words, pieces
from search.records import (
    AmountRange,
    DealFacts,
    DealRecord,
    InvestorFacts,
    InvestorRecord,
    PastDeal,
    Place,
    Record,
    Removal,
    ThesisFacts,
)
from search.sectors import Sector, SectorTree

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
TODAY = NOW.date()

SECTORS = (
    ("AI", "", "人工智能", "Artificial Intelligence", "AI|人工智慧|智能科技"),
    ("AI_FM", "AI", "大模型与生成式AI", "Foundation Models", "大模型|LLM|AIGC|generative ai"),
    ("AI_CV", "AI", "计算机视觉", "Computer Vision", "机器视觉|OCR|machine vision"),
    ("SEMI", "", "集成电路与微电子", "Semiconductors", "集成电路|半导体|芯片|IC|晶片|chip|semiconductor|積體電路"),
    ("SEMI_DES", "SEMI", "芯片设计", "Chip Design", "IC设计|AI芯片|RISC-V|GPU"),
    ("SEMI_EDA", "SEMI", "EDA与设计工具", "EDA Tools", "EDA|电子设计自动化"),
    ("BIO", "", "生物医药与生命科学", "Biopharma", "生物医药|医药|创新药|biotech"),
    ("BIO_CGT", "BIO", "细胞与基因", "Cell and Gene Therapy", "CAR-T|基因治疗|gene therapy|CGT"),
    ("BIO_BRAIN", "BIO", "脑科学与脑机工程", "Brain-Computer Engineering", "脑机接口|brain-computer interface|BCI"),
    ("SOFT", "", "软件与信息服务", "Software Services", "软件|信息服务|software|軟體"),
    ("SOFT_SEC", "SOFT", "网络安全", "Cybersecurity", "信息安全|资安|cyber security"),
    ("INDSW_RD", "SOFT", "研发设计类工业软件", "CAD CAE and PLM", "CAD|CAE|工业仿真"),
    ("ROBO", "", "机器人", "Robotics", "智能机器人|robot|robots|機器人"),
    ("ROBO_HUM", "ROBO", "人形机器人与具身智能", "Humanoid Robots", "人形机器人|具身智能|humanoid robot"),
    ("NET_WLAN", "SOFT", "无线局域网", "WLAN", "Wi-Fi|WLAN|蓝牙"),
    ("EV", "", "智能网联与新能源汽车", "New Energy Vehicles", "新能源汽车|EV|electric vehicle"),
)

Write = Callable[..., bulk.BulkReport]


def past_deals() -> tuple[PastDeal, ...]:
    """Forty dated deals over the small tree, different in every respect the score looks at."""
    codes = [code for code, parent, *_ in SECTORS if parent]
    stages = ("angel", "pre_a", "series_a", "series_b", "series_c")
    cities = (("cn", "广东", "深圳"), ("cn", "上海", "上海"), ("cn", "北京", "北京"), ("us", "SF Bay", "Palo Alto"))
    return tuple(
        PastDeal(
            company_id=f"c{i}",
            company_name=("云图科技", "Yuntu Labs", "星河芯片", "Blue River Robots")[i % 4] + str(i),
            on=date(2026 - i % 6, 1 + i % 11, 1 + i % 27),
            stage=stages[i % 5],
            amount=None if i % 7 == 0 else Decimal(10 ** (5 + i % 3)) * (1 + i % 4),
            currency=("USD", "CNY")[i % 2],
            sectors=(codes[i % len(codes)],),
            sector_words=("gadgets",) if i % 9 == 0 else (),
            place=Place(**dict(zip(("country", "region", "city"), cities[i % 4], strict=True))),
            founded_year=None if i % 5 == 0 else 2018 + i % 6,
            text=("面向工厂的机器视觉", "chips for the edge", "AI 药物", "")[i % 4],
            is_first_round=i % 3 == 0,
        )
        for i in range(40)
    )


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    tree = SectorTree(
        version="test",
        sectors=tuple(
            Sector(code=code, parent=parent, name_zh=zh, name_en=en, aliases=tuple(aliases.split("|")))
            for code, parent, zh, en, aliases in SECTORS
        ),
        neighbours=frozenset({frozenset({"SEMI_EDA", "INDSW_RD"})}),
    )
    return Knowledge(sectors=tree, places=places.shipped(), rates=amounts.shipped())


@pytest.fixture(scope="session")
def model(knowledge: Knowledge) -> Model:
    """What the forty deals teach, in a space whose points are drawn by lot: enough to tell every pair apart."""
    learned = learn(past_deals(), knowledge, now=TODAY, weights=shipped(DEFAULT_WITH_SPACE))
    features = [features_of_past_deal(made, knowledge) for made in past_deals()]
    tokens = tuple(sorted({token for one in features for token, _ in weighted_tokens(one)}))
    points = np.random.default_rng(5).normal(0, 0.3, (len(tokens), RANK)).astype(np.float32)
    return replace(learned, embedding=Embedding(tokens=tokens, vectors=points))


@pytest.fixture(scope="session")
def connection() -> Iterator[Connection]:
    opened = connect(os.environ["ELASTICSEARCH_URL"], read_timeout=20.0)
    yield opened
    opened.close()


def own_indices(connection: Connection, knowledge: Knowledge, model: Model) -> Iterator[Engine]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    prefix = f"test-{worker}-{uuid.uuid4().hex[:8]}-"
    made = Engine(connection=connection, prefix=prefix, knowledge=knowledge, model=model, cursor_key=b"test key")
    indices.create_missing(made)
    yield made
    held = connection.writes.indices.get(index=f"{prefix}*", expand_wildcards="all")
    connection.writes.indices.delete(index=list(held))


@pytest.fixture
def engine(connection: Connection, knowledge: Knowledge, model: Model) -> Iterator[Engine]:
    """Empty indices of this test alone."""
    yield from own_indices(connection, knowledge, model)


@pytest.fixture(scope="module")
def shared_engine(connection: Connection, knowledge: Knowledge, model: Model) -> Iterator[Engine]:
    """Indices of one module, for tests that only read what the module wrote."""
    yield from own_indices(connection, knowledge, model)


@pytest.fixture
def write(engine: Engine) -> Write:
    """Write items and make them searchable."""

    def write_now(*items: Record | Removal) -> bulk.BulkReport:
        report = bulk.write(engine, items)
        indices.refresh(engine)
        return report

    return write_now


def facts(**changes: object) -> DealFacts:
    """A pitch of a chip designer in Futian."""
    base = DealFacts(
        names=("深圳市云图芯科技有限公司", "Yuntu Chips"),
        one_liners=("面向边缘计算的人工智能芯片", "AI chip for the edge"),
        sectors=("SEMI_DES",),
        stage="series_a",
        ask=AmountRange(low=Decimal(20_000_000), high=Decimal(30_000_000)),
        place=Place(country="cn", region="广东", city="深圳", district="福田"),
        founded_year=2022,
        last_confirmed_on=date(2026, 11, 1),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def deal(identity: str = "d1", version: int = 1, **changes: object) -> DealRecord:
    """A published pitch whose public and verified views are the same."""
    seen = facts(**changes)
    return DealRecord(
        id=identity, version=version, published_at=NOW, startup_id=f"s-{identity}", public=seen, verified=seen
    )


def thesis(**changes: object) -> ThesisFacts:
    """A fund that looks for chips at the A round in Guangdong."""
    base = ThesisFacts(
        id="t1",
        fund_type="vc",
        stages=("series_a", "pre_a"),
        sectors_include=("SEMI",),
        ticket=AmountRange(low=Decimal(5_000_000), high=Decimal(25_000_000)),
        places=(Place(country="cn", region="广东"),),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def investor(identity: str = "i1", version: int = 1, **changes: object) -> InvestorRecord:
    """A firm in Shenzhen with one thesis and every third of the past deals."""
    base = InvestorFacts(
        names=("香蜜湖创投", "Xiangmi Ventures"),
        place=Place(country="cn", region="广东", city="深圳"),
        theses=(thesis(),),
        deals=past_deals()[::3],
    )
    seen = replace(base, **changes)  # type: ignore[arg-type]
    return InvestorRecord(id=identity, version=version, facts=seen)


def word_tokens(text: str) -> frozenset[str]:
    """All words a text can be found by: English words, Chinese characters and character pairs."""
    folded = fold(text)
    return frozenset((*latin_words(folded), *pieces(han_runs(folded))))
