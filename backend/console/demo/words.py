"""The vocabulary of the demo, read from the files beside this module."""

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same word in Chinese and English."""

    zh: str
    en: str

    @classmethod
    def parse(cls, written: str) -> "Pair":
        zh, _, en = written.partition("=")
        return cls(zh, en)


@dataclass(frozen=True, slots=True)
class LeafWords:
    """What the companies of one leaf sector make, and for whom."""

    code: str
    products: tuple[Pair, ...]
    customers: tuple[Pair, ...]
    # For each product, which of the customers buy it.
    fits: tuple[tuple[int, ...], ...]

    def pairings(self) -> list[tuple[Pair, Pair]]:
        """Every product with each customer that has a use for it."""
        return [
            (product, self.customers[index])
            for product, buyers in zip(self.products, self.fits, strict=True)
            for index in buyers
        ]

    @property
    def top(self) -> str:
        return self.code.partition("_")[0]


@lru_cache(maxsize=1)
def leaves() -> dict[str, LeafWords]:
    """Every leaf of the sector tree, in the order of the file."""
    with (_DATA / "leaves.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: LeafWords(
                code=row["code"],
                products=tuple(Pair.parse(word) for word in row["products"].split(";")),
                customers=tuple(Pair.parse(word) for word in row["customers"].split(";")),
                fits=tuple(tuple(int(digit) for digit in buyers) for buyers in row["fits"].split("/")),
            )
            for row in csv.DictReader(lines)
        }


@lru_cache(maxsize=1)
def names() -> dict[str, Any]:
    return tomllib.loads((_DATA / "names.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def phrases() -> dict[str, Any]:
    return tomllib.loads((_DATA / "phrases.toml").read_text(encoding="utf-8"))


def family_of(leaf: str) -> str:
    """Which family of sentences a leaf sector speaks in."""
    families: dict[str, str] = phrases()["families"]
    return families.get(leaf) or families[leaf.partition("_")[0]]
