"""The tree's distances and the rules of where an alias counts."""

import pytest

from search.knowledge import Knowledge
from search.places import PlaceIndex, shipped
from search.records import Place


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [
        ("SEMI_DES", "SEMI_DES", 1.0),
        ("SEMI_DES", "SEMI_EDA", 0.6),
        ("SEMI_DES", "SEMI", 0.6),
        ("SEMI_EDA", "INDSW_RD", 0.3),
        ("SEMI_EDA", "ROBO_HUM", 0.0),
        ("NOWHERE", "NOWHERE", 0.0),
    ],
)
def test_similarity(knowledge: Knowledge, one: str, other: str, similarity: float) -> None:
    assert knowledge.sectors.similarity(one, other) == similarity
    assert knowledge.sectors.similarity(other, one) == similarity


@pytest.mark.parametrize(
    ("word", "code"),
    [("ai", "AI"), ("晶片", "SEMI"), ("xinpian", "SEMI"), ("SEMI_DES", "SEMI_DES"), ("Car-t", "BIO_CGT"), ("钢琴", "")],
)
def test_source_word_resolves(knowledge: Knowledge, word: str, code: str) -> None:
    assert knowledge.sectors.resolve(word) == code


def test_long_text_is_not_tagged_by_common_words(knowledge: Knowledge) -> None:
    long = "We sell software with an EV and a chip, IC included, 也做软件和具身智能"

    assert knowledge.sectors.mentioned(long=(long,)) == ("ROBO_HUM",)
    assert knowledge.sectors.mentioned(short=("AI chip",)) == ("AI", "SEMI")


def test_a_longer_word_also_says_the_words_it_is_made_of(knowledge: Knowledge) -> None:
    """Who makes AI芯片 is found by AI and by 芯片 too; a long text goes by its longest words alone."""
    assert knowledge.sectors.mentioned(short=("端侧AI芯片",)) == ("SEMI_DES", "AI", "SEMI")
    assert knowledge.sectors.mentioned(short=("人形机器人",)) == ("ROBO_HUM", "ROBO")
    assert knowledge.sectors.mentioned(short=("OCRX芯片",)) == ("SEMI",), "a part of a Latin word is no word"
    assert knowledge.sectors.mentioned(long=("我们做人形机器人",)) == ("ROBO_HUM",)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (Place(city="深圳"), "cn/guangdong/shenzhen"),
        (Place(country="CHN", region="Guangdong", city="Shenzhen", district="福田區"), "cn/guangdong/shenzhen/futian"),
        (Place(country="中国", city="上海"), "cn/shanghai/shanghai"),
        (Place(district="南山"), "cn/guangdong/shenzhen/nanshan"),
        (Place(country="USA", region="SF Bay", city="Palo Alto"), "us/sf-bay/palo-alto"),
        (Place(country="USA", city="Palo Alto"), "us/-/palo-alto"),
        (Place(country="Wakanda"), "wakanda"),
        (Place(), ""),
    ],
)
def test_place_becomes_a_path(place: Place, path: str) -> None:
    index: PlaceIndex = shipped()

    assert index.path(place) == path
    assert all(not node.endswith("-") for node in index.nodes(place))
