"""The sector tree as plain data, what its words mean, and how near two sectors are.

The tree is handed in by the caller. Words are matched as the taxonomy demands: two-letter abbreviations and those with
`-` or `/` only as a whole query word, Latin words only between word borders, Chinese words anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from search.normalize import fold, units
from search.vocabulary import AliasTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One node: a top sector when `parent` is empty, otherwise a leaf."""

    code: str
    parent: str = ""
    name_zh: str
    name_en: str
    aliases: tuple[str, ...] = ()


_REMEMBERED = 256

SAME_LEAF, SAME_TOP, NEIGHBOUR, FAR = 1.0, 0.6, 0.3, 0.0


@dataclass(frozen=True, kw_only=True)
class SectorTree:
    """All sectors of one taxonomy version; `neighbours` are pairs of codes declared close."""

    version: str
    sectors: tuple[Sector, ...]
    neighbours: frozenset[frozenset[str]] = field(default_factory=frozenset)

    def __hash__(self) -> int:
        """Trees are what things are remembered by, at every search: not all of their sectors are gone through for it."""
        return hash(self.version)

    @cached_property
    def by_code(self) -> dict[str, Sector]:
        """Every node by its code."""
        return {sector.code: sector for sector in self.sectors}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The codes directly below each top sector."""
        below: dict[str, list[str]] = {}
        for sector in self.sectors:
            if sector.parent:
                below.setdefault(sector.parent, []).append(sector.code)
        return {parent: tuple(codes) for parent, codes in below.items()}

    def path(self, code: str) -> tuple[str, ...]:
        """From the top sector down to `code`; empty when the code is not in this tree."""
        sector = self.by_code.get(code)
        if sector is None:
            return ()
        return (*self.path(sector.parent), code) if sector.parent else (code,)

    def paths(self, codes: Iterable[str]) -> tuple[str, ...]:
        """All nodes on the paths of `codes`, each once, in order of first mention."""
        return tuple(dict.fromkeys(node for code in codes for node in self.path(code)))

    def similarity(self, one: str, other: str) -> float:
        """1.0 same node, 0.6 same top sector, 0.3 declared neighbours, otherwise 0."""
        if one == other and one in self.by_code:
            return SAME_LEAF
        path, other_path = self.path(one), self.path(other)
        if path and other_path and path[0] == other_path[0]:
            return SAME_TOP
        return NEIGHBOUR if frozenset((one, other)) in self.neighbours else FAR

    def best_similarity(self, ones: Iterable[str], others: Iterable[str]) -> tuple[float, str, str]:
        """The nearest pair between two lists of codes, as (similarity, one, other); (0, "", "") when none is near."""
        wanted = tuple(others)
        pairs = ((self.similarity(one, other), one, other) for one in ones for other in wanted)
        best = max(pairs, key=lambda pair: pair[0], default=(FAR, "", ""))
        return best if best[0] > FAR else (FAR, "", "")

    @cached_property
    def words(self) -> AliasTable:
        """Names and aliases of every node. Names come first, so an alias never takes a node's own name."""
        names = [(sector.code, (sector.name_zh, sector.name_en)) for sector in self.sectors]
        return AliasTable([*names, *((sector.code, sector.aliases) for sector in self.sectors)])

    def resolve(self, word: str) -> str:
        """The code a source's sector word stands for, in any of the four scripts; empty when it is not known."""
        return word if word in self.by_code else self.words.code_of(word)

    def mentioned(self, *, short: Iterable[str] = (), long: Iterable[str] = ()) -> tuple[str, ...]:
        """Codes named in a text. Short texts (names, one-liners, keywords) count every whole word, and words in words.

        Long ones leave out abbreviations, single English words and two-character words: they tag too much by accident.
        """
        found = [code for text in short for code in self._in_short(text)]
        found += [code for text in long for code in self._in_long(text)]
        return tuple(dict.fromkeys(found))

    # Most texts of an object are in both of its views, one after the other, so the last ones read are remembered.
    @cached_property
    def _in_short(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(_REMEMBERED)(lambda text: self.words.codes_in(units(fold(text))))

    @cached_property
    def _in_long(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(_REMEMBERED)(lambda text: tuple(self._telling(units(fold(text)))))

    def _telling(self, parts: Sequence[str]) -> Iterator[str]:
        for meaning in self.words.find(parts, with_pinyin=False):
            is_telling = len(meaning.word) > 2 and not (meaning.word.isascii() and " " not in meaning.word)
            if is_telling and not meaning.exact_only:
                yield meaning.code
