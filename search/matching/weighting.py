"""How much each part counts: measured, dated, never negative."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from search.matching.parts import PartCode

# For a street without a history, and for one whose deals are enough to learn the space of likeness but not the weights.
DEFAULT, DEFAULT_WITH_SPACE = "world-2013", "world-2013-with-space"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One set of weights with where it comes from. Raises ValueError when a part is missing or below zero."""

    version: str
    effective: date
    source: str
    parts: Mapping[PartCode, float]

    def __post_init__(self) -> None:
        if set(self.parts) != set(PartCode) or any(weight < 0 for weight in self.parts.values()):
            raise ValueError(f"weights {self.version}: every part needs a weight of at least zero")

    def without(self, *codes: PartCode) -> Weights:
        """The same weights with some parts switched off."""
        parts = {code: 0.0 if code in codes else weight for code, weight in self.parts.items()}
        return Weights(version=self.version, effective=self.effective, source=self.source, parts=parts)


@lru_cache(maxsize=8)
def shipped(version: str = DEFAULT) -> Weights:
    """The weights of `weights/<version>.toml`."""
    raw = tomllib.loads(
        resources.files("search.matching.weights").joinpath(f"{version}.toml").read_text(encoding="utf-8")
    )
    return Weights(
        version=raw["version"],
        effective=raw["effective"],
        source=raw["source"],
        parts={PartCode(code): float(weight) for code, weight in raw["parts"].items()},
    )
