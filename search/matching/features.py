"""A startup, or a company at the time of a past deal, as tokens of the linear score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from search.knowledge import Knowledge
from search.matching.parts import Group, group_of
from search.normalize import fold, han_words, latin_words
from search.places import UNKNOWN
from search.records import AmountRange, DealFacts, PastDeal, Place
from search.stages import bucket

MAX_TEXT_TOKENS = 200
MAX_TEXT = 4000
MAX_WORD = 40
DAYS_A_MONTH = 365.25 / 12
_AGE_BUCKETS = ((0, "0"), (1, "1"), (2, "2"), (3, "3"), (5, "4-5"), (9, "6-9"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Tokens by group, the exponent of the amount, the nodes of the place (country, region, city), and whether no round came before."""

    groups: Mapping[Group, tuple[str, ...]]
    log_ask: float | None
    home: tuple[str, str, str]
    is_first: bool = True

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens, each once."""
        return tuple(token for tokens in self.groups.values() for token in tokens)


def month(day: date) -> float:
    """A day as months on one continuous axis, the unit of every decay."""
    return day.toordinal() / DAYS_A_MONTH


def features_of_deal(facts: DealFacts, knowledge: Knowledge, *, today: date) -> Features:
    """A pitch as it stands today: what it asks for counts as the round it would be."""
    return _features(
        knowledge,
        sectors=facts.sectors,
        sector_words=facts.sector_words,
        place=facts.place,
        stage=facts.stage,
        log_amount=log_of_ask(facts.ask, knowledge),
        age=None if facts.founded_year is None else today.year - facts.founded_year,
        texts=(*facts.names, *facts.one_liners, *facts.summaries, *facts.keywords),
    )


def features_of_past_deal(deal: PastDeal, knowledge: Knowledge) -> Features:
    """A company as it was when the deal was made."""
    return _features(
        knowledge,
        sectors=deal.sectors,
        sector_words=deal.sector_words,
        place=deal.place,
        stage=deal.stage,
        log_amount=knowledge.rates.log10_usd(deal.amount, deal.currency),
        age=None if deal.founded_year is None else deal.on.year - deal.founded_year,
        texts=(deal.company_name, deal.text),
        is_first=deal.is_first_round,
    )


def log_of_ask(ask: AmountRange | None, knowledge: Knowledge) -> float | None:
    """The exponent (base 10, USD) of the middle of the ask; None when it is not stated."""
    if ask is None:
        return None
    ends = [knowledge.rates.log10_usd(end, ask.currency) for end in (ask.low, ask.high)]
    known = [end for end in ends if end is not None]
    return sum(known) / len(known) if known else None


def sector_tokens(codes: Iterable[str], words: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Every node on the paths of the codes, and the source's own words where no code was found."""
    nodes = knowledge.sectors.paths(codes)
    unknown = [fold(word) for word in words]
    return tuple(dict.fromkeys([*(f"s:{node}" for node in nodes), *(f"s:~{word}" for word in unknown if word)]))


def place_tokens(place: Place, knowledge: Knowledge) -> tuple[str, str, str]:
    """The nodes of country, region and city, empty where unknown."""
    nodes = knowledge.places.nodes(place)
    found = ["", "", ""]
    for node in nodes:
        level = node.count("/")
        if level < 3 and not node.endswith(UNKNOWN):
            found[level] = node
    return found[0], found[1], found[2]


@lru_cache(maxsize=65536)
def text_tokens(text: str) -> tuple[str, ...]:
    """English words, Chinese words and pairs of Chinese characters; at most 200 of one text."""
    folded = fold(text)
    found = [f"t:{word}" for word in latin_words(folded) if 1 < len(word) <= MAX_WORD]
    found.extend(chain.from_iterable(map(_tokens_of_word, han_words(folded))))
    return tuple(dict.fromkeys(found))[:MAX_TEXT_TOKENS]


# The words of a language are few beside its texts.
@lru_cache(maxsize=65536)
def _tokens_of_word(word: str) -> tuple[str, ...]:
    if len(word) == 1:
        return ()
    whole = f"t:{word}"
    return (whole, *map("t:{}{}".format, word, word[1:])) if len(word) > 2 else (whole,)


def amount_bucket(log_amount: float) -> str:
    """Half a power of ten wide, so rounds of 1 and 3 million USD are neighbours."""
    return f"b:{math.floor(2 * log_amount)}"


def age_bucket(age: int) -> str:
    """Years since the founding, in ever wider steps."""
    return f"a:{next((name for limit, name in _AGE_BUCKETS if age <= limit), '10+')}"


def _features(
    knowledge: Knowledge,
    *,
    sectors: tuple[str, ...],
    sector_words: tuple[str, ...],
    place: Place,
    stage: str,
    log_amount: float | None,
    age: int | None,
    texts: tuple[str, ...],
    is_first: bool = True,
) -> Features:
    country, region, city = place_tokens(place, knowledge)
    groups = {
        Group.SECTOR: sector_tokens(sectors, sector_words, knowledge),
        Group.REGION: (f"r:{region}",) if region else (),
        Group.CITY: (f"c:{city}",) if city else (),
        Group.STAGE: (f"g:{bucket(stage)}",) if stage else (),
        Group.AMOUNT: () if log_amount is None else (amount_bucket(log_amount),),
        Group.AGE: () if age is None else (age_bucket(age),),
        Group.TEXT: _first_tokens(texts),
    }
    return Features(groups=groups, log_ask=log_amount, home=(country, region, city), is_first=is_first)


def _first_tokens(texts: Iterable[str]) -> tuple[str, ...]:
    """Those of the first texts; what comes after the last that counts is not read."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(text_tokens(text[:MAX_TEXT])))
        if len(found) >= MAX_TEXT_TOKENS:
            break
    return tuple(found)[:MAX_TEXT_TOKENS]


def by_group(tokens: Iterable[str]) -> dict[Group, tuple[str, ...]]:
    """Tokens sorted into their groups."""
    found: dict[Group, list[str]] = {}
    for token in tokens:
        found.setdefault(group_of(token), []).append(token)
    return {group: tuple(held) for group, held in found.items()}
