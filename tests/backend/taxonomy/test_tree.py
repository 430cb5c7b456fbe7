"""The shipped edition: what it must know, and that it does not contradict itself."""

import pytest

from backend.taxonomy import editions, selectors
from backend.taxonomy.words import key_of
from search import amounts, places
from search.knowledge import Knowledge
from search.understanding import understand

pytestmark = pytest.mark.django_db

# The sectors a district's official reply named in 2023, with the node each must mean.
SEED_TERMS = {
    "量子科技": "QTM",
    "生物医药": "BIO",
    "集成电路": "SEMI",
    "微电子": "SEMI",
    "人工智能": "AI",
    "大数据": "DATA",
    "工业软件": "INDSW",
    "数字政府": "SOFT_CITY",
    "WLAN 联盟": "NET_WLAN",
    "5G": "NET_5G",
    "新能源": "ENER",
    "数字能源": "ENER_GRID",
    "医疗科技": "MED",
    "机器人": "ROBO",
    "新材料": "MAT",
    "金融科技": "FIN",
    "时尚": "FASH",
    "数字创意": "CREA",
    "科交中心": "SVC_IP",
}

# Shenzhen's 20 clusters of emerging industries and 8 of the future, second edition (2024).
CLUSTERS = {
    "网络与通信": "NET",
    "半导体与集成电路": "SEMI",
    "超高清视频显示": "TERM_DISP",
    "智能终端": "TERM",
    "智能传感器": "TERM_SENS",
    "人工智能": "AI",
    "软件与信息服务": "SOFT",
    "数字创意": "CREA",
    "现代时尚": "FASH",
    "高端装备与仪器": "EQUIP",
    "机器人": "ROBO",
    "低空经济与空天": "AERO",
    "智能网联汽车": "EV",
    "新能源": "ENER",
    "安全节能环保": "ENV",
    "高性能材料": "MAT",
    "高端医疗器械": "MED",
    "生物医药": "BIO",
    "大健康": "MED",
    "海洋产业": "OCEAN",
    "合成生物": "BIO_SYN",
    "光载信息": "NET_OPT",
    "智能机器人": "ROBO",
    "细胞与基因": "BIO_CGT",
    "脑科学与脑机工程": "BIO_BRAIN",
    "深地深海": "OCEAN",
    "量子信息": "QTM",
    "前沿新材料": "MAT_FRONT",
}

# Names of the first edition (2022) that the second one changed; older documents still use them.
EARLIER_CLUSTERS = {
    "工业母机": "EQUIP_CNC",
    "激光与增材制造": "EQUIP_LAS",
    "精密仪器设备": "EQUIP_INST",
    "区块链": "SOFT_CHAIN",
    "可见光通信与光计算": "NET_OPT",
}

SPELLINGS = {
    "人工智慧": "AI",
    "ＡＩ": "AI",
    "ai": "AI",
    "積體電路": "SEMI",
    "軟體": "SOFT",
    "E-Commerce": "SOFT_ECOM",
    "clean tech": "ENER",
    "Biotech": "BIO",
    "car-t": "BIO_CGT",
}


def test_every_official_name_means_its_node() -> None:
    wanted = {**SEED_TERMS, **CLUSTERS, **EARLIER_CLUSTERS, **SPELLINGS}
    assert {word: selectors.resolve_word(word) for word in wanted} == {word: [code] for word, code in wanted.items()}


def test_there_are_28_clusters() -> None:
    assert len(CLUSTERS) == 28


@pytest.mark.parametrize(
    "word",
    ["", "other", "mobile", "search", "public_relations", "network_hosting", "人工智能公司", "芯片设计软件公司", "AIX"],
)
def test_a_word_without_an_honest_node_stays_unresolved(word: str) -> None:
    assert selectors.resolve_word(word) == []


def test_every_code_name_and_alias_means_its_own_node_and_none_other() -> None:
    table = selectors.word_table()
    meant = [(node, word) for folder in editions.shipped() for node in editions.read(folder).nodes
             for word in (node.name_zh, node.name_en, *node.aliases, *node.source_words)]  # fmt: skip
    assert len(meant) > 1400
    assert [(node.code, word) for node, word in meant if table[key_of(word)] != node.code] == []


def test_the_tree_of_search_holds_the_same_nodes_and_neighbours() -> None:
    tree = selectors.current_tree()
    edition = editions.read(editions.shipped()[-1])
    assert tree.version == edition.code
    assert [sector.code for sector in tree.sectors] == [node.code for node in edition.nodes]
    assert len(tree.neighbours) == 10
    assert tree.similarity("SEMI_EDA", "INDSW_RD") == 0.3
    assert tree.path("AI_FM") == ("AI", "AI_FM")


def test_known_and_unknown_codes() -> None:
    assert selectors.unknown_codes(["AI", "NOPE", "SEMI_EDA", "ai"]) == ["NOPE", "ai"]


@pytest.mark.parametrize(
    ("code", "ways"),
    [
        ("AI_CV", ("计算机视觉", "電腦視覺", "电脑视觉", "computer vision", "jisuanjishijue", "diannaoshijue")),
        ("FIN_PAY", ("支付", "zhifu", "payment", "payments")),
        (
            "SEMI_DES",
            (
                *("AI芯片", "人工智能芯片", "人工智慧晶片", "AI chip", "AI chips", "ai-chip", "aixinpian"),
                *("rengongzhinengxinpian", "rengongzhineng xinpian", "rengongzhineng-xinpian"),
            ),
        ),
    ],
)
def test_all_ways_to_say_a_field_mean_that_field_alone(code: str, ways: tuple[str, ...]) -> None:
    """As a whole question, so that all of them find the same companies."""
    known = Knowledge(sectors=selectors.current_tree(), places=places.shipped(), rates=amounts.shipped())
    read = {way: understand(way, known) for way in ways}
    assert {way: ([found.code for found in one.sectors], one.words, one.places) for way, one in read.items()} == {
        way: ([code], (), ()) for way in ways
    }
