"""What a text is read as: parts with their place in it, and what else each could have meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search.records import AmountRange


class Kind(StrEnum):
    """What a part is. From `LEAD_WANTED` on they are the facets of a request, by their names."""

    SECTOR = "sector"
    STAGE = "stage"
    PLACE = "place"
    AMOUNT = "amount"
    WORD = "word"
    LEAD_WANTED = "lead_wanted"
    INSTRUMENT = "instrument"
    QUALIFICATION = "qualification"
    BUSINESS_MODEL = "business_model"
    FUND_TYPE = "fund_type"
    LEAD_OR_FOLLOW = "lead_or_follow"


TERM_KINDS = (
    Kind.LEAD_WANTED, Kind.INSTRUMENT, Kind.QUALIFICATION, Kind.BUSINESS_MODEL, Kind.FUND_TYPE, Kind.LEAD_OR_FOLLOW,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a piece of text can mean. Codes for most kinds; tokens of a word; one range of an amount."""

    kind: Kind
    values: tuple[str, ...]
    amount: AmountRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of the folded text from `start` to `end`, what it was read as, and what else it may mean.

    `others` are phrases; each, read alone, is the other meaning. `cover` is the wider span that goes when the part is
    taken out: with the word that excludes it.
    """

    kind: Kind
    values: tuple[str, ...]
    word: str
    start: int
    end: int
    cover: tuple[int, int]
    excluded: bool = False
    amount: AmountRange | None = None
    others: tuple[str, ...] = ()

    @property
    def meaning(self) -> Meaning:
        """What it was read as, wherever it stands."""
        return Meaning(self.kind, self.values, self.amount)


@dataclass(frozen=True, slots=True)
class UnderstoodWord:
    """A piece of the text (folded) and the code it was read as."""

    code: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One reading of a text. `text` is what is looked for, folded, without what is excluded; `name` the same as a name
    might begin; `folded` is the whole.
    """

    parts: tuple[Part, ...] = ()
    folded: str = ""
    text: str = ""
    name: str = ""

    @property
    def sectors(self) -> tuple[UnderstoodWord, ...]:
        """The sectors looked for."""
        return self._codes(Kind.SECTOR)

    @property
    def stages(self) -> tuple[UnderstoodWord, ...]:
        """The stages looked for."""
        return self._codes(Kind.STAGE)

    @property
    def places(self) -> tuple[UnderstoodWord, ...]:
        """The places looked for."""
        return self._codes(Kind.PLACE)

    @property
    def amount(self) -> AmountRange | None:
        """The amount looked for."""
        return next((part.amount for part in self.parts if part.amount is not None), None)

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens of the words that are left."""
        return self.wanted(Kind.WORD)

    def wanted(self, kind: Kind) -> tuple[str, ...]:
        """The values of one kind that are looked for, each once."""
        return self._values(kind, excluded=False)

    def unwanted(self, kind: Kind) -> tuple[str, ...]:
        """The values of one kind that are excluded, each once."""
        return self._values(kind, excluded=True)

    @property
    def excludes(self) -> bool:
        """Whether anything is excluded."""
        return any(part.excluded for part in self.parts)

    def _values(self, kind: Kind, *, excluded: bool) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                value for part in self.parts if part.kind is kind and part.excluded is excluded for value in part.values
            )
        )

    def _codes(self, kind: Kind) -> tuple[UnderstoodWord, ...]:
        return tuple(
            dict.fromkeys(
                UnderstoodWord(code, part.word)
                for part in self.parts
                if part.kind is kind and not part.excluded
                for code in part.values
            )
        )
