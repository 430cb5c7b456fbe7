"""The word tables a text is read with: sectors, stages, places, and the choices a search has."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from search.knowledge import Knowledge
from search.reading.parts import Kind
from search.request import Target
from search.stages import stage_words
from search.vocabulary import AliasTable


@dataclass(frozen=True, slots=True)
class Table:
    """Words for one kind; a code may stand for several values, joined by a bar."""

    kind: Kind
    words: AliasTable


def tables(knowledge: Knowledge, target: Target) -> tuple[Table, ...]:
    """The tables in the order in which they claim a word."""
    chosen = tuple(Table(kind, words) for kind, words in _choices(target))
    return (
        Table(Kind.STAGE, stage_words()),
        *chosen,
        Table(Kind.SECTOR, knowledge.sectors.words),
        Table(Kind.PLACE, knowledge.places.words),
    )


def first_word(kind: Kind, values: tuple[str, ...], target: Target) -> str:
    """How a choice is said; empty when this search does not have it."""
    words = _shipped_words()[target.value].get(kind.value, {}).get("|".join(values), ())
    return words[0] if words else ""


@lru_cache(maxsize=1)
def ambiguous() -> dict[str, tuple[str, ...]]:
    """Words with several meanings, and the phrases that tell them apart."""
    with resources.files("search.data").joinpath("ambiguous.toml").open("rb") as lines:
        return {word: tuple(phrases) for word, phrases in tomllib.load(lines).items()}


@lru_cache(maxsize=1)
def _shipped_words() -> dict[str, dict[str, dict[str, list[str]]]]:
    with resources.files("search.data").joinpath("words.toml").open("rb") as lines:
        return tomllib.load(lines)


@lru_cache(maxsize=2)
def _choices(target: Target) -> tuple[tuple[Kind, AliasTable], ...]:
    return tuple((Kind(facet), AliasTable(values.items())) for facet, values in _shipped_words()[target.value].items())
