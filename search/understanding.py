"""What the words in the one search box mean: sectors, stages, places, an amount, choices, what is excluded, and the words left over."""

from __future__ import annotations

from search.knowledge import Knowledge
from search.money import CURRENCY_WORDS, FoundAmount, find_amount
from search.names import compact
from search.normalize import fold, is_han, question_tokens
from search.reading import wording
from search.reading.cells import WALL, Cell, Span, cells_of, quoted, without
from search.reading.exclusion import Excluder, Unwanted
from search.reading.finding import Finder, Found, first_letters
from search.reading.parts import Kind, Part, Understood, UnderstoodWord
from search.reading.tables import ambiguous, tables
from search.records import AmountRange
from search.request import Target

__all__ = ["Kind", "Part", "Understood", "UnderstoodWord", "understand"]

MAX_OTHERS = 4


def understand(text: str, knowledge: Knowledge, target: Target = Target.DEALS) -> Understood:
    """Read a text in simplified or traditional Chinese, English or pinyin. Never fails; what is not understood is a word.

    Of several meanings the likeliest is taken, and every part tells the others. The last texts are remembered.
    """
    return knowledge.remember(_understand, text, target)


def understand_once(text: str, knowledge: Knowledge, target: Target) -> Understood:
    """The same of a text nobody will ask for again, such as one that is tried out."""
    return _Reading(text, knowledge, target).run()


def _understand(text: str, target: Target, knowledge: Knowledge) -> Understood:
    return understand_once(text, knowledge, target)


class _Reading:
    def __init__(self, text: str, knowledge: Knowledge, target: Target) -> None:
        self.text = text
        self.folded = fold(text)
        self.knowledge = knowledge
        self.target = target
        self.tables = tables(knowledge, target)

    def run(self) -> Understood:
        quotes = quoted(self.folded)
        money = find_amount(without(self.folded, [span for _, span in quotes]))
        walls = [span for _, span in quotes]
        if money is not None:
            walls.append(Span(money.start, money.end))
        cells = cells_of(self.folded, walls)
        shouted = self._shouted(cells)
        found = Finder(cells, self.tables, shouted).run()
        at_quote = {cell.start: at for at, cell in enumerate(cells) if cell.text == WALL}
        literal = {at_quote[span.start]: wording.unquoted(word) for word, span in quotes}
        excluder = Excluder(self.folded, cells, found, frozenset(literal))
        unwanted = excluder.run()
        parts = [self._unwanted(one, cells, literal) for one in unwanted]
        gone = {id(one.found) for one in unwanted}
        parts += [self._wanted(one, cells) for one in found if id(one) not in gone]
        spent = excluder.spent | {at for one in found for at in range(one.first, one.last)}
        excluded = {at for one in unwanted for at in range(one.first, one.last)}
        parts += [self._literal(word, cells[at]) for at, word in literal.items() if at not in excluded]
        parts += self._words(cells, spent, shouted)
        if money is not None:
            parts.append(self._amount(money))
        return self._understood(_merged(parts))

    def _understood(self, parts: tuple[Part, ...]) -> Understood:
        out = [Span(*part.cover) for part in parts if part.excluded]
        text = " ".join(without(self.folded, out).split()) if out else self.folded
        name = compact(text if out else self.text)
        return Understood(parts=parts, folded=self.folded, text=text, name=name)

    def _shouted(self, cells: list[Cell]) -> frozenset[int]:
        """Cells written in capitals, where folding kept every character in its place."""
        plain = " ".join(self.text.split())
        if len(plain) != len(self.folded):
            return frozenset()
        return frozenset(at for at, cell in enumerate(cells) if plain[cell.start : cell.end].isupper())

    def _word_of(self, first: int, last: int, cells: list[Cell]) -> str:
        return self.folded[cells[first].start : cells[last - 1].end]

    def _wanted(self, found: Found, cells: list[Cell]) -> Part:
        start, end = cells[found.first].start, cells[found.last - 1].end
        return Part(
            kind=found.kind,
            values=found.values,
            word=self.folded[start:end],
            start=start,
            end=end,
            cover=(start, end),
            others=self._others(found, self.folded[start:end]),
        )

    def _unwanted(self, one: Unwanted, cells: list[Cell], literal: dict[int, str]) -> Part:
        cover = (cells[one.mark].start, cells[one.tail - 1].end)
        start, end = cells[one.first].start, cells[one.last - 1].end
        if start and self.folded[start - 1] in "-!−" and one.mark == one.first:
            cover = (start - 1, cover[1])
        word = literal.get(one.first) or self.folded[start:end]
        found = one.found
        return Part(
            kind=found.kind if found else Kind.WORD,
            values=found.values if found else (word,),
            word=word,
            start=start,
            end=end,
            cover=cover,
            excluded=True,
            others=self._others(found, word) if found else (),
        )

    def _literal(self, word: str, cell: Cell) -> Part:
        return Part(
            kind=Kind.WORD,
            values=question_tokens(word),
            word=word,
            start=cell.start,
            end=cell.end,
            cover=(cell.start, cell.end),
        )

    def _others(self, found: Found, word: str) -> tuple[str, ...]:
        """Other meanings as phrases: those of a word known for several, those spelled alike, and the word itself after a guess."""
        said = [
            phrase for phrase in ambiguous().get(word, ()) if not _means(phrase, found, self.knowledge, self.target)
        ]
        said += self._said(found.offers)
        if found.is_guess:
            said.append(wording.literal(word))
        return tuple(dict.fromkeys(said))[:MAX_OTHERS]

    def _said(self, offers: tuple[tuple[Kind, str], ...]) -> list[str]:
        found: list[str] = []
        for kind, code in offers[: MAX_OTHERS - 1]:
            values = tuple(code.split("|"))
            found += wording.phrases_for(kind, values, self.knowledge, self.target, "zh-Hans")[:1]
        return found

    def _words(self, cells: list[Cell], spent: set[int], shouted: frozenset[int]) -> list[Part]:
        """What is left, Chinese characters that stand together as one word."""
        found: list[Part] = []
        at = 0
        while at < len(cells):
            if at in spent or cells[at].text == WALL:
                at += 1
                continue
            last = at + 1
            while last < len(cells) and last not in spent and _touch(cells[last - 1], cells[last]):
                last += 1
            word = self._word_of(at, last, cells)
            others = self._others_of_word(cells[at], word, is_shouted=at in shouted)
            tokens = question_tokens(word)
            if tokens or others:
                span = (cells[at].start, cells[last - 1].end)
                found.append(
                    Part(
                        kind=Kind.WORD, values=tokens, word=word, start=span[0], end=span[1], cover=span, others=others
                    )
                )
            at = last
        return found

    def _others_of_word(self, cell: Cell, word: str, *, is_shouted: bool) -> tuple[str, ...]:
        if len(word) == 1 and word.isascii() and not is_shouted:
            return ()
        said = [phrase for phrase in ambiguous().get(word, ()) if not phrase.startswith('"')]
        said += self._said(first_letters(cell, self.tables)) if cell.text == word else []
        said += _as_money(word)
        return tuple(dict.fromkeys(said))[:MAX_OTHERS]

    def _amount(self, money: FoundAmount) -> Part:
        word = self.folded[money.start : money.end]
        return Part(
            kind=Kind.AMOUNT,
            values=(_range_text(money.amount),),
            word=word,
            start=money.start,
            end=money.end,
            cover=(money.start, money.end),
            amount=money.amount,
            others=_other_currencies(money, word),
        )


def _merged(parts: list[Part]) -> tuple[Part, ...]:
    """In the order of the text; the same thing said twice is one part, said first."""
    kept: dict[object, Part] = {}
    for part in sorted(parts, key=lambda one: (one.start, one.end)):
        kept.setdefault((part.excluded, part.kind, part.values, part.word if not part.values else ""), part)
    return tuple(kept.values())


def _touch(one: Cell, other: Cell) -> bool:
    return one.end == other.start and is_han(one.text) and is_han(other.text)


def _range_text(amount: AmountRange) -> str:
    ends = ("" if end is None else format(end, "f") for end in (amount.low, amount.high))
    return f"{'..'.join(ends)} {amount.currency}"


def _other_currencies(money: FoundAmount, word: str) -> tuple[str, ...]:
    """A size without a currency is CNY until somebody says otherwise; a dollar may be one of Hong Kong."""
    amount = money.amount
    if money.has_currency:
        if "$" in word and "us$" not in word and "hk$" not in word:
            return (_again(amount, "HKD"),)
        return ()
    found = [_again(amount, currency) for currency in ("USD", "HKD")]
    return (*found, wording.literal(word)) if word.endswith("w") else tuple(found)


def _again(amount: AmountRange, currency: str) -> str:
    return wording.amount_phrase(AmountRange(low=amount.low, high=amount.high, currency=currency))


def _as_money(word: str) -> tuple[str, ...]:
    """`5m` alone may be money in either currency."""
    if len(word) > 1 and word[:-1].replace(".", "", 1).isdigit() and word[-1] in "mkb" and word.isascii():
        return tuple(f"{word}{name}" for name in (CURRENCY_WORDS["CNY"], CURRENCY_WORDS["USD"]))
    return ()


def _means(phrase: str, found: Found, knowledge: Knowledge, target: Target) -> bool:
    return (found.kind, found.values) == _meaning_of(phrase, knowledge, target)


def _meaning_of(phrase: str, knowledge: Knowledge, target: Target) -> tuple[Kind, tuple[str, ...]] | None:
    """What a phrase of the list of ambiguous words means, without asking for its own other meanings."""
    if phrase.startswith('"'):
        return None
    for table in tables(knowledge, target):
        code = table.words.code_as_written(phrase)
        if code:
            return table.kind, tuple(code.split("|"))
    return None
