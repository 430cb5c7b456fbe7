"""The forms under which a name is typed: Chinese, full pinyin, initials, English; from the start or from an inner word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from pypinyin import Style, lazy_pinyin

from search.normalize import fold, han_words, word_spans

MIN_PREFIX = 1
MAX_PREFIX = 20
_MAX_FORMS = 24
_NOT_WORD = re.compile(r"[\W_]+")
_LEGAL_TAILS = ("股份有限公司", "有限责任公司", "有限公司", "有限合伙", "集团")


@lru_cache(maxsize=8192)
def pinyin(text: str) -> str:
    """Full pinyin without tones or spaces: 人工智能 → rengongzhineng."""
    return "".join(lazy_pinyin(text, style=Style.NORMAL)).replace("ü", "v")


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """First letters: 人工智能 → rgzn."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).replace("ü", "v")


def compact(text: str) -> str:
    """A folded name without spaces and punctuation, cut to the longest prefix that is indexed."""
    return _NOT_WORD.sub("", fold(text))[:MAX_PREFIX]


def name_forms(names: Iterable[str]) -> tuple[str, ...]:
    """Everything a typed beginning may match, compact and without duplicates; at most 24 forms a name."""
    return tuple(dict.fromkeys(chain.from_iterable(map(_forms_of, names))))


def name_words(names: Iterable[str]) -> tuple[str, ...]:
    """Pinyin of each name and of its words, so that a name typed in pinyin is found like one typed in characters."""
    return tuple(dict.fromkeys(chain.from_iterable(map(_words_of, names))))


@lru_cache(maxsize=256)
def _words_of(name: str) -> tuple[str, ...]:
    """Syllables are not shared between characters, so the words are spelled one by one: most have been spelled before."""
    words = [word for word in han_words(_short(fold(name))) if len(word) > 1]
    if not words:
        return ()
    spelled = [pinyin(word) for word in words]
    return (*spelled, "".join(spelled), "".join(map(initials, words)))


@lru_cache(maxsize=256)
def _forms_of(name: str) -> tuple[str, ...]:
    folded = fold(name)
    if not folded:
        return ()
    forms: list[str] = []
    for tail, words in _tails(folded):
        forms.append(_NOT_WORD.sub("", tail))
        # Word by word, because names share their words: most have been spelled before.
        if words:
            forms.extend(("".join(map(pinyin, words)), "".join(map(initials, words))))
    return tuple(dict.fromkeys(form[:MAX_PREFIX] for form in forms if form))[:_MAX_FORMS]


def _tails(folded: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The name from its start and from each of its words on, as words are what people remember, and the Chinese words of each."""
    yield folded, han_words(folded)
    short = _short(folded)
    words = list(word_spans(short))
    if short != folded:
        yield short, [word for word, _, is_chinese in words if is_chinese]
    for number, (word, start, is_chinese) in enumerate(words):
        if start and (is_chinese or len(word) > 1):
            yield short[start:], [later for later, _, is_han in words[number:] if is_han]


def _short(folded: str) -> str:
    for tail in _LEGAL_TAILS:
        if folded.endswith(tail) and len(folded) > len(tail) + 1:
            return folded.removesuffix(tail)
    return folded
