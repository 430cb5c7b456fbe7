"""One folding of text for everything that is indexed or searched: width, script, vocabulary and case.

Traditional characters and Taiwan's and Hong Kong's words become simplified mainland ones (晶片 → 芯片, 軟體 → 软件).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import add

import opencc
import rjieba

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:[-/&.+][^\W_{_HAN}]+)*\+*")
_LATIN_WORD = re.compile(rf"[^\W_{_HAN}]+")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")
_DROP = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff\ud800-\udfff\ue000-\uf8ff]")
# A text is taken apart for its atoms and again for its features, in each of two views, one after the other.
_TEXTS = 256
# What the phrase tables leave over from Hong Kong usage.
_HONG_KONG = (
    ("人工智慧", "人工智能"),
    ("晶片", "芯片"),
    ("软体", "软件"),
    ("资讯", "信息"),
    ("网路", "网络"),
    ("云端运算", "云计算"),
)

STOP_WORDS = frozenset(
    [
        "的",
        "和",
        "与",
        "及",
        "在",
        "是",
        "做",
        "了",
        "找",
        "想找",
        "寻找",
        "有哪些",
        "哪些",
        "有",
        "什么",
        "这些",
        "那些",
        "有没有",
        "我想",
        "我",
        "关于",
        "千万",
        "以后",
        "公司",
        "企业",
        "项目",
        "团队",
        "创业",
        "初创",
        "行业",
        "领域",
        "方向",
        "赛道",
        "融资",
        "投资",
        "投资人",
        "投资机构",
        "机构",
        "产业",
        "相关",
        "从事",
        "轮",
        "a",
        "an",
        "and",
        "the",
        "of",
        "in",
        "on",
        "at",
        "for",
        "to",
        "by",
        "with",
        "from",
        "or",
        "is",
        "are",
        "company",
        "companies",
        "startup",
        "startups",
        "firm",
        "firms",
        "project",
        "projects",
        "investor",
        "investors",
        "investment",
        "industry",
        "sector",
        "round",
        "funding",
        "looking",
        "everything",
        "anything",
        "want",
        "need",
        "me",
        "show",
        "find",
    ]
)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2sp")


@lru_cache(maxsize=1)
def _back() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


def clean(text: str) -> str:
    """Text as written without control, private-use and half characters, spaces made single."""
    return " ".join(_readable(text).split())


def _readable(text: str) -> str:
    """Without what is dropped, none of which is printable: most texts need not be looked through."""
    return text if text.isprintable() else _DROP.sub(" ", text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Simplified, half-width, lower case, single spaces, without control or private-use characters. Folding twice changes nothing."""
    if text.isascii():
        return " ".join(_readable(text).lower().split())
    plain = unicodedata.normalize("NFKC", _readable(text))
    simple = str(_converter().convert(plain))
    for there, here in _HONG_KONG:
        simple = simple.replace(there, here)
    return " ".join(unicodedata.normalize("NFKC", simple.lower()).split())


def unfold(text: str) -> str:
    """Simplified text in the traditional characters of Taiwan; anything else unchanged."""
    return str(_back().convert(text))


def is_han(text: str) -> bool:
    """Whether every character is Han, and there is one."""
    return bool(text) and _HAN_RUN.fullmatch(text) is not None


def units(folded: str) -> tuple[str, ...]:
    """The smallest pieces words are matched by: one Han character, or one Latin word with its inner `-`, `/`, `.`."""
    return tuple(_UNIT.findall(folded))


def unit_spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """The same pieces with where each begins and ends."""
    return ((found.group(), found.start(), found.end()) for found in _UNIT.finditer(folded))


# Asked of every English word of every text, and most of them have been asked for before.
@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """A plural English word without its s; anything else unchanged."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=_TEXTS)
def latin_words(folded: str) -> tuple[str, ...]:
    """English and other alphabetic words and numbers, in the singular."""
    return tuple(map(singular, _LATIN_WORD.findall(folded)))


def han_words(folded: str) -> tuple[str, ...]:
    """Chinese words as a dictionary cuts them."""
    return tuple(chain.from_iterable(map(rjieba.cut, han_runs(folded))))


@lru_cache(maxsize=_TEXTS)
def han_runs(folded: str) -> tuple[str, ...]:
    """The unbroken stretches of Han characters."""
    return tuple(_HAN_RUN.findall(folded))


def word_spans(folded: str) -> Iterator[tuple[str, int, bool]]:
    """Chinese words as a dictionary cuts them and all others as they are, in order, with where each begins and whether it is Chinese."""
    for found in _RUN.finditer(folded):
        start, is_chinese = found.start(), found.lastgroup == "han"
        for word in rjieba.cut(found.group()) if is_chinese else (found.group(),):
            yield word, start, is_chinese
            start += len(word)


def is_listed(word: str) -> bool:
    """Whether the dictionary has the Chinese word as it stands, nothing guessed."""
    return list(rjieba.cut(word, False)) == [word]


def pairs(run: str) -> tuple[str, ...]:
    """Neighbouring character pairs; a single character stands for itself."""
    return tuple(run[i : i + 2] for i in range(len(run) - 1)) or (run,)


def pieces(runs: Iterable[str]) -> Iterator[str]:
    """Every character of unbroken Chinese and every pair of neighbours."""
    for run in runs:
        yield from run
        yield from map(add, run, run[1:])


_PHRASE_UNIT = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
LONGEST_PHRASE = 6


def phrase(text: str) -> str:
    """A word or phrase as `runs` hold it: its first six units; empty when there is none."""
    return " ".join(spoken(text).split()[:LONGEST_PHRASE])


@lru_cache(maxsize=_TEXTS)
def spoken(text: str) -> str:
    """A text as its units (Han characters, other words in the singular) with blanks between them."""
    return " ".join(map(singular, _PHRASE_UNIT.findall(fold(text))))


def runs(said: Iterable[str]) -> frozenset[str]:
    """Every run of up to six neighbouring units of `spoken` texts. They are not folded again: 著 alone would become 着."""
    return frozenset(run for text in said for run in _runs(text.split()))


def _runs(held: Sequence[str]) -> Iterator[str]:
    for start in range(len(held)):
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(held)) + 1):
            yield " ".join(held[start:end])


def question_tokens(text: str) -> tuple[str, ...]:
    """The words of a question, stop words left out, as tokens every one of which a match holds."""
    folded = fold(text)
    found = [word for word in latin_words(folded) if word not in STOP_WORDS]
    for word in han_words(folded):
        if word not in STOP_WORDS:
            found.extend(pairs(word))
    return tuple(dict.fromkeys(found))
