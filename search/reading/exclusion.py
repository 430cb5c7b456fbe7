"""What a text does not want: 不要游戏, 除了北京, 非医疗, -gaming, not crypto, no pharma, 北京以外."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.normalize import STOP_WORDS, han_words, is_han
from search.reading.cells import WALL, Cell
from search.reading.finding import Found
from search.reading.parts import Kind

_HAN_MARKS = (
    "不要", "不想要", "不需要", "不含", "不包括", "不包含", "不考虑", "不看", "不投", "不做", "不碰", "不是", "没有", "除了", "除去", "除开",
    "排除", "去掉", "剔除", "避开", "拒绝", "别要", "别看", "唔要", "唔好", "扣除", "过滤掉", "过滤", "非",
)  # fmt: skip
_LONGEST_FIRST = tuple(sorted(_HAN_MARKS, key=len, reverse=True))
_LATIN_MARKS = (
    ("other", "than"), ("anything", "but"), ("but", "not"), ("but", "no"), ("do", "not", "want"), ("bu", "yao"), ("buyao",), ("chule",),
    ("paichu",), ("bu", "kan"), ("not",), ("no",), ("without",), ("except",), ("excluding",), ("exclude",), ("excl",), ("minus",), ("non",),
    ("avoid",), ("skip",),
)  # fmt: skip
_HAN_TAILS = ("除外", "以外", "之外", "不要", "不看", "不投", "不考虑", "免谈", "勿扰")
# 非 counts only before something the tables know (非凡 is a word), non before anything but these.
_PART_OF_A_WORD = frozenset(
    [
        "invasive",
        "profit",
        "profits",
        "linear",
        "destructive",
        "contact",
        "metallic",
        "stop",
        "woven",
        "fungible",
        "dilutive",
        "volatile",
        "trivial",
    ]
)
_SKIPPED = frozenset([*"做投看是在有", "any", "the", "in", "from", "for", "to", "a"])
_FILLERS = (
    "类项目", "类公司", "类企业", "类", "项目", "公司", "企业", "行业", "领域", "赛道", "方向", "的", "地区", "这些", "那些", "等",
    "company", "companies", "startup", "startups", "project", "projects", "sector", "industry", "deals", "stuff", "related",
)  # fmt: skip
_AND = frozenset({"和", "与", "及", "或", "或者", "以及", "跟", "还有", "or", "and", "nor"})
_BETWEEN = frozenset("、/,，")
_SHORT_RUN = 4
MAX_EXCLUDED = 20


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Something excluded: either found by the tables or the word of cells `first` to `last`. `mark` is where its mark begins."""

    first: int
    last: int
    mark: int
    tail: int
    found: Found | None = None


class Excluder:
    """Goes through the cells once, mark by mark."""

    def __init__(self, folded: str, cells: Sequence[Cell], found: Sequence[Found], quoted: frozenset[int]) -> None:
        self.folded = folded
        self.cells = cells
        self.taken = {at: one for one in found for at in range(one.first, one.last)}
        self.unwanted: list[Unwanted] = []
        # Cells of marks and of what only fills the gap: no words of the question.
        self.spent: set[int] = set()
        self._quoted = quoted

    def run(self) -> list[Unwanted]:
        """Everything that is excluded, at most twenty."""
        at = 0
        while at < len(self.cells) and len(self.unwanted) < MAX_EXCLUDED:
            at = self._marked(at) or at + 1
        for at in range(len(self.cells)):
            self._tail(at)
        return self.unwanted[:MAX_EXCLUDED]

    def _marked(self, at: int) -> int:
        """The cell after what a mark at `at` excludes; 0 when there is no mark."""
        if at in self.spent or (at in self.taken and not self._is_minus(at)):
            return 0
        length = self._mark_at(at)
        after = at + length
        mark = "".join(cell.text for cell in self.cells[at:after])
        following = self.cells[after].text if after < len(self.cells) else ""
        only_known = mark == "非" or (mark == "non" and following in _PART_OF_A_WORD)
        if length == 0 and not self._is_minus(at):
            return 0
        if length and not only_known:
            while after < len(self.cells) and self.cells[after].text in _SKIPPED and after not in self.taken:
                after += 1
        end = self._list(at, after, only_known=only_known)
        if end and length:
            self.spent.update(range(at, after))
        return end

    def _mark_at(self, at: int) -> int:
        for mark in _LONGEST_FIRST:
            if self._reads(at, mark) and (mark != "非" or self._is_own_word(at)):
                return len(mark)
        for words in _LATIN_MARKS:
            if tuple(cell.text for cell in self.cells[at : at + len(words)]) == words:
                return len(words)
        return 0

    def _reads(self, at: int, word: str) -> bool:
        held = self.cells[at : at + len(word)]
        if "".join(cell.text for cell in held) != word or any(at + n in self.taken for n in range(len(word))):
            return False
        return len(held) == len(word) and held[-1].end - held[0].start == len(word)

    def _is_own_word(self, at: int) -> bool:
        """非 as a dictionary cuts it: in 非标 and 非洲 it belongs to the word."""
        start = end = self.cells[at].start
        while start > 0 and is_han(self.folded[start - 1]):
            start -= 1
        while end < len(self.folded) and is_han(self.folded[end]):
            end += 1
        position = start
        for word in han_words(self.folded[start:end]):
            if position == self.cells[at].start:
                return word == "非"
            position += len(word)
        return False

    def _is_minus(self, at: int) -> bool:
        cell = self.cells[at]
        return self._minus_before(cell.start) and not cell.text[0].isdigit() and cell.text != WALL

    def _minus_before(self, start: int) -> bool:
        if start == 0 or self.folded[start - 1] not in "-!−":
            return False
        return start == 1 or self.folded[start - 2] in " (,，、;"

    def _list(self, mark: int, at: int, *, only_known: bool) -> int:
        """Exclude the thing at `at` and those listed with it; the cell after them, 0 when there is nothing to exclude."""
        end, kind = 0, None
        while at < len(self.cells):
            one = self._thing(at, mark if end == 0 else at, only_known=only_known)
            if one is None or (kind is not None and _class(one) != kind):
                break
            if one.found is None and end and self._follows_loosely(at):
                break
            kind = _class(one)
            self.unwanted.append(one)
            self.spent.update(range(one.first, one.last) if one.found is None else ())
            end = at = self._past_fillers(one.last)
            following = self._past_and(at)
            if following is None:
                break
            at = following
        return end

    def _follows_loosely(self, at: int) -> bool:
        """Whether a bare word stands behind a blank alone: it is a new thought."""
        before = self.cells[at - 1]
        between = self.folded[before.start if before.text == WALL else before.end : self.cells[at].start]
        return not (set(between) & _BETWEEN) and before.text not in _AND

    def _thing(self, at: int, mark: int, *, only_known: bool) -> Unwanted | None:
        found = self.taken.get(at)
        if found is not None:
            if found.first != at or any(one.found is found for one in self.unwanted):
                return None
            return Unwanted(at, found.last, mark, found.last, found)
        if at in self._quoted:
            return Unwanted(at, at + 1, mark, at + 1)
        cell = self.cells[at]
        if only_known or cell.text == WALL or at in self.spent or self._mark_at(at):
            return None
        if not is_han(cell.text):
            return None if cell.text in STOP_WORDS or cell.text[0].isdigit() else Unwanted(at, at + 1, mark, at + 1)
        last = self._han_word(at)
        return Unwanted(at, last, mark, last) if last > at else None

    def _han_word(self, at: int) -> int:
        """The end of the Chinese word that begins here: the whole of a short run, else the dictionary's first word."""
        last = at
        while last < len(self.cells) and is_han(self.cells[last].text) and last not in self.taken:
            if last > at and (self.cells[last].start != self.cells[last - 1].end or self.cells[last].text in _AND):
                break
            if last > at and any(self._reads(last, filler) for filler in (*_FILLERS, *_HAN_TAILS)):
                break
            last += 1
        if last - at <= _SHORT_RUN:
            return last
        words = han_words("".join(cell.text for cell in self.cells[at:last]))
        end = at
        for word in words:
            end += len(word)
            if end - at > 1:
                break
        return min(end, last)

    def _past_fillers(self, at: int) -> int:
        while at < len(self.cells) and at not in self.taken:
            length = next((len(one) for one in _FILLERS if is_han(one) and self._reads(at, one)), 0)
            if length == 0 and self.cells[at].text in _FILLERS and self.cells[at].text.isascii():
                length = 1
            if length == 0:
                length = next((len(one) for one in _HAN_TAILS[:3] if self._reads(at, one)), 0)
            if length == 0:
                break
            self.spent.update(range(at, at + length))
            at += length
        return at

    def _past_and(self, at: int) -> int | None:
        """Where the list goes on, if it does: after 和 or a comma of a list, or right behind with no blank between."""
        if at >= len(self.cells) or at == 0:
            return None
        for length in (2, 1):
            word = "".join(cell.text for cell in self.cells[at : at + length])
            if word in _AND and at not in self.taken and (length == 1 or is_han(word)):
                if at + length >= len(self.cells):
                    return None
                self.spent.update(range(at, at + length))
                return at + length
        cell = self.cells[at]
        if cell.text == WALL and self.folded[cell.start : cell.end] in _BETWEEN:
            return at + 1
        between = self.folded[self.cells[at - 1].end : cell.start]
        if between.strip() and set(between) & _BETWEEN:
            return at
        touching = between == "" and at in self.taken and cell.text != WALL
        return at if touching else None

    def _tail(self, at: int) -> None:
        """北京以外, 游戏除外, 医疗不要: what stands before is excluded."""
        tail = next((word for word in _HAN_TAILS if self._reads(at, word)), "")
        before = self.taken.get(at - 1) if at else None
        if not tail or before is None or at in self.spent or any(one.found is before for one in self.unwanted):
            return
        self.unwanted.append(Unwanted(before.first, before.last, before.first, at + len(tail), before))
        self.spent.update(range(at, at + len(tail)))


def _class(one: Unwanted) -> Kind:
    if one.found is None or one.found.kind is Kind.SECTOR:
        return Kind.WORD
    return one.found.kind
