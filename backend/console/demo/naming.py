"""Invented names: a root used once on the whole street, and what it means for organizations and people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from backend.console.demo.chance import stream
from backend.console.demo.places import Place
from backend.console.demo.words import Pair, names


@dataclass(frozen=True, slots=True)
class Name:
    """What an organization is called. `legal` is the registered form."""

    brand: str
    english: str
    legal: str


def roots() -> Iterator[tuple[str, str]]:
    """Two characters and their pinyin, each pinyin once, none that a known company or place carries."""
    words = names()
    used = set(words["avoid"])
    pairs = [one + other for one in words["first"] for other in words["second"] if one != other]
    stream("roots").shuffle(pairs)
    for root in pairs:
        pinyin = "".join(lazy_pinyin(root))
        if pinyin not in used:
            used.add(pinyin)
            yield root, pinyin.capitalize()


def english_roots() -> Iterator[str]:
    """Two English morphemes, for companies that grew up abroad."""
    words = names()
    pairs = [one + other for one in words["english_first"] for other in words["english_second"]]
    stream("english roots").shuffle(pairs)
    yield from pairs


class NamePool:
    """Hands out names, never the same twice."""

    def __init__(self) -> None:
        self._roots = roots()
        self._english = english_roots()

    def startup(self, rng: random.Random, top: str, place: Place) -> Name:
        return self._name(Pair.parse(rng.choice(names()["suffixes"][top])), place, company="科技")

    def firm(self, rng: random.Random, suffixes: str, place: Place) -> Name:
        return self._name(Pair.parse(rng.choice(names()[suffixes])), place, company="管理")

    def _name(self, suffix: Pair, place: Place, *, company: str) -> Name:
        root, spelled = next(self._roots)
        if place.country not in ("CHN", "HKG", "MAC"):
            spelled = next(self._english)
        brand = f"{root}{suffix.zh}"
        english = f"{spelled} {suffix.en}"
        return Name(brand, english, _legal(brand, english, place, company))


def _legal(brand: str, english: str, place: Place, company: str) -> str:
    if place.country == "CHN":
        city = "深圳市" if place.city == "深圳" else place.city
        word = "" if brand.endswith(("科技", "咨询", "管理")) else company
        return f"{city}{brand}{word}有限公司"
    if place.country in ("HKG", "MAC"):
        return f"{brand}（{place.city}）有限公司"
    return f"{english} Ltd."


def person_names() -> Iterator[tuple[str, str]]:
    """Invented people: the Chinese name and its pinyin. Names may repeat, as in life."""
    rng, words = stream("people"), names()
    while True:
        given = rng.choice(words["given_first"]) + rng.choice(words["given_second"])
        surname = rng.choice(words["surnames"])
        yield surname + given, f"{''.join(lazy_pinyin(given)).capitalize()} {lazy_pinyin(surname)[0].capitalize()}"
