"""What a startup says of itself, in Chinese and English. Both sides of a text are drawn together and say the same."""

import random
from dataclasses import dataclass
from typing import Any

from backend.console.demo.companies import CompanyPlan
from backend.console.demo.words import Pair, family_of, phrases
from search.sectors import Sector

MAX_ONE_LINER = 40
MAX_ONE_LINER_EN = 120


@dataclass(frozen=True, slots=True)
class Speech:
    """The texts of one pitch."""

    one_liner: str
    one_liner_en: str
    story: str
    story_en: str
    keywords: tuple[str, ...]
    customer: Pair


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is put into a sentence."""

    product: Pair
    customer: Pair
    benefit: Pair
    term: Pair
    aliases: Pair
    place: Pair

    def fill(self, line: Any) -> Pair:
        """Put the facts into a line of (Chinese, English)."""
        zh = line[0].format(
            p=self.product.zh,
            c=self.customer.zh,
            b=self.benefit.zh,
            t=self.term.zh,
            a=self.aliases.zh,
            place=self.place.zh,
        )
        en = line[1].format(
            p=self.product.en,
            P=_capital(self.product.en),
            c=self.customer.en,
            C=_capital(self.customer.en),
            b=self.benefit.en,
            T=self.term.en,
            a=self.aliases.en,
            place_en=self.place.en,
        )
        return Pair(zh, en)


class Writer:
    """Writes the texts of one startup after another and never the same one-liner twice."""

    def __init__(self, sectors: dict[str, Sector]) -> None:
        self._sectors = sectors
        self._used: set[str] = set()
        self._turn: dict[str, int] = {}

    def write(self, rng: random.Random, company: CompanyPlan) -> Speech:
        """The first companies of a sector name it by its own word, so that the word finds some; then it is by chance."""
        turn = self._turn.get(company.leaf.code, 0)
        self._turn[company.leaf.code] = turn + 1
        for attempt in range(60):
            facts = self._facts(rng, company)
            kind = "term" if turn < 2 else "benefit" if turn < 4 or rng.random() < 0.6 else "term"
            line = self._one_liner(rng, facts, kind if attempt < 40 else "plain")
            if line is not None and line.zh not in self._used:
                self._used.add(line.zh)
                story = self._story(rng, company, facts)
                return Speech(line.zh, line.en, story.zh, story.en, self._keywords(rng, company), facts.customer)
        raise RuntimeError(f"the vocabulary of {company.leaf.code} is too small")

    def _one_liner(self, rng: random.Random, facts: _Facts, kind: str) -> Pair | None:
        """The first sentence of its kind, in an order of chance, that fits into the field."""
        lines = list(phrases()["one_liners"][kind])
        for line in rng.sample(lines, k=len(lines)):
            filled = facts.fill(line)
            if len(filled.zh) <= MAX_ONE_LINER and len(filled.en) <= MAX_ONE_LINER_EN:
                return filled
        return None

    def _facts(self, rng: random.Random, company: CompanyPlan) -> _Facts:
        sector = self._sectors[company.leaf.code]
        zh, en, low, high = rng.choice(phrases()["benefits"][family_of(company.leaf.code)])
        number = rng.randint(low, high)
        chinese = [word for word in sector.aliases if not word.isascii()] or [sector.name_zh]
        english = [word for word in sector.aliases if word.isascii()] or [sector.name_en.lower()]
        product, customer = rng.choice(company.leaf.pairings())
        return _Facts(
            product=product,
            customer=customer,
            benefit=Pair(zh.format(n=number), en.format(n=number)),
            term=Pair(sector.name_zh, sector.name_en),
            aliases=Pair("、".join(_some(rng, chinese, 2)), " and ".join(_some(rng, english, 2))),
            place=Pair(company.place.label_zh, company.place.label_en),
        )

    def _story(self, rng: random.Random, company: CompanyPlan, facts: _Facts) -> Pair:
        """Problem, offer, progress and use of the money: four short paragraphs."""
        told = phrases()["story"]
        progress = "early" if company.rung <= 1 else "middle" if company.rung <= 4 else "late"
        lines = [
            rng.choice(
                told["problem"].get(family_of(company.leaf.code)) or told["problem"][family_of(company.leaf.top)]
            ),
            rng.choice(told["offer"]),
            rng.choice(told[progress]),
            rng.choice(told["use"]),
        ]
        parts = [facts.fill(line) for line in lines]
        zh_heads, en_heads = (
            ("## 问题", "## 方案", "## 进展", "## 资金用途"),
            ("Problem", "Solution", "Progress", "Use of funds"),
        )
        return Pair(
            "\n\n".join(f"{head}\n\n{part.zh}" for head, part in zip(zh_heads, parts, strict=True)),
            "\n\n".join(f"## {head}\n\n{part.en}" for head, part in zip(en_heads, parts, strict=True)),
        )

    def _keywords(self, rng: random.Random, company: CompanyPlan) -> tuple[str, ...]:
        return tuple(_some(rng, list(self._sectors[company.leaf.code].aliases), 3))


def _some(rng: random.Random, words: list[str], count: int) -> list[str]:
    return rng.sample(words, k=min(count, len(words)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
