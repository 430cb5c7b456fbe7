"""Five hundred questions as people put them, kept in `questions.json`: in Chinese, in English, in both, with filters and without.

`python -m tests.bench.questions` draws them anew from the seed.
"""

import csv
import json
import random
from pathlib import Path
from urllib.parse import urlencode

from backend.console.demo.words import leaves

FILE = Path(__file__).parent / "questions.json"
COUNT, SEED = 500, 20261128
Question = dict[str, list[str]]
Sector = dict[str, str]

_SECTORS = Path(__file__).parents[2] / "backend/taxonomy/data/2026.1/sectors.csv"
_KINDS = (("zh", 38), ("en", 22), ("both", 15), ("filters", 12), ("zh with filters", 13))
_STAGES = (
    ("天使轮", "angel round"),
    ("A轮", "series A"),
    ("Pre-A", "pre-A"),
    ("B轮", "series B"),
    ("早期", "early stage"),
)
_PLACES = (
    ("深圳", "Shenzhen"),
    ("福田", "Futian"),
    ("南山", "Nanshan"),
    ("香港", "Hong Kong"),
    ("上海", "Shanghai"),
    ("广东", "Guangdong"),
)
_AMOUNTS = (("2000万", "$3m"), ("500万以内", "under $1m"), ("3000万以上", "over $5m"), ("1-2亿元", "5-10m"))
_WISHES = (
    ("领投", "lead wanted"),
    ("B2B", "B2B"),
    ("高新技术企业", "high-tech enterprise"),
    ("可转债", "convertible note"),
)
_UNWANTED = (("不要游戏", "no games"), ("除了医疗", "not medical"))  # fmt: skip
_FILTERS = {
    "stage": ["seed", "angel", "pre_a", "series_a", "series_a_plus", "series_b", "series_c"],
    "city": ["深圳", "香港", "上海", "广州", "北京"],
    "instrument": ["equity", "convertible_note", "safe"],
    "ask_currency": ["CNY", "USD", "HKD"],
    "business_model": ["b2b", "b2c", "b2b2c"],
    "amount_min": ["1000000", "5000000", "20000000"],
    "founded_from": ["2018", "2021", "2023"],
    "sort": ["newest", "confirmed", "closing", "amount_up", "amount_down"],
}


def questions() -> list[Question]:
    """The kept ones: parameters of `search/deals/`, each with its values."""
    kept: list[Question] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept


def path_of(question: Question) -> str:
    """Where a browser asks it."""
    return f"/api/v1/search/deals/?{urlencode(question, doseq=True)}"


def drawn() -> list[Question]:
    """All questions, each once."""
    chance = random.Random(SEED)
    known = sectors()
    found: dict[str, Question] = {}
    while len(found) < COUNT:
        question = draw(chance, known)
        found.setdefault(json.dumps(question, ensure_ascii=False, sort_keys=True), question)
    return list(found.values())


def sectors() -> list[Sector]:
    """The nodes of the sector tree with their words, as the data file has them."""
    with _SECTORS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def draw(chance: random.Random, sectors: list[Sector]) -> Question:
    """One question of chance."""
    kind = chance.choices([name for name, _ in _KINDS], [share for _, share in _KINDS])[0]
    question: Question = {}
    if kind != "filters":
        question["q"] = [_text(chance, kind, chance.choice(sectors))]
    if "filters" in kind:
        for name in chance.sample(sorted(_FILTERS), k=chance.randint(1, 3)):
            values, is_one = _FILTERS[name], name in {"amount_min", "founded_from", "sort"}
            question[name] = chance.sample(values, k=1 if is_one else chance.randint(1, 2))
        if kind == "filters" and chance.random() < 0.6:
            question["sector"] = [one["code"] for one in chance.sample(sectors, k=chance.randint(1, 2))]
    return question


def _text(chance: random.Random, kind: str, sector: Sector) -> str:
    """What is looked for first, then up to three conditions; rarely what is not wanted."""
    english = kind == "en"
    words = [_thing(chance, sector, english=english)]
    for ways, share in ((_STAGES, 0.35), (_PLACES, 0.35), (_AMOUNTS, 0.25), (_WISHES, 0.15), (_UNWANTED, 0.06)):
        if chance.random() < share:
            said = chance.choice(ways)
            words.append(said[1 if english or (kind == "both" and chance.random() < 0.5) else 0])
    if kind == "both":
        words.insert(1, _thing(chance, sector, english=True))
    return " ".join(words)


def _thing(chance: random.Random, sector: Sector, *, english: bool) -> str:
    """A sector by one of its names, a product, or who buys it."""
    leaf = leaves().get(sector["code"])
    names = [sector["name_en" if english else "name_zh"]]
    names += [word for word in sector["aliases"].split("|") if word and word.isascii() is english]
    if leaf is not None and chance.random() < 0.5:
        pair = chance.choice((*leaf.products, *leaf.products, *leaf.customers))
        return pair.en if english else pair.zh
    return chance.choice(names)


def main() -> None:
    """Write the file."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in drawn())
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
