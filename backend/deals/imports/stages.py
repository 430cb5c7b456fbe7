"""From a catalogue's round words and stage codes to our stages. A word that is not in the tables stays unknown."""

import re

from backend.deals.enums import Stage
from search.normalize import fold

# The vocabulary of the import layout; our own codes are understood as well.
_CODES = {
    "seed": Stage.SEED,
    "pre-a": Stage.PRE_A,
    "a": Stage.SERIES_A,
    "b": Stage.SERIES_B,
    "c+": Stage.SERIES_C,
    "venture": Stage.VENTURE,
    "pe": Stage.PRIVATE_EQUITY,
    "strategic": Stage.STRATEGIC,
    "ipo": Stage.IPO,
    "other": Stage.OTHER,
    "unknown": Stage.UNKNOWN,
    **{stage.value: stage for stage in Stage},
}

_WORDS = {
    Stage.SEED: ("种子轮", "seed", "seed round", "seed funding", "pre-seed", "pre-seed round"),
    Stage.ANGEL: ("天使轮", "天使+轮", "天使", "angel", "angel round"),
    Stage.PRE_A: ("pre-a轮", "pre-a", "pre-series a", "pre series a"),
    Stage.SERIES_A: ("a轮", "series a", "series-a", "a1轮", "a2轮"),
    Stage.SERIES_A_PLUS: ("a+轮", "series a+"),
    Stage.SERIES_B: ("b轮", "series b", "series-b", "b1轮", "b2轮"),
    Stage.SERIES_B_PLUS: ("b+轮", "series b+"),
    Stage.SERIES_C: ("c轮", "c+轮", "series c", "series-c", "series-c+", "series c+"),
    Stage.SERIES_D_PLUS: (
        "d轮", "d+轮", "e轮", "f轮", "f轮-上市前", "g轮", "h轮", "series d", "series e", "series f", "series g", "series h",
    ),
    Stage.PRE_IPO: ("pre-ipo轮", "pre-ipo"),
    Stage.STRATEGIC: ("战略投资", "战略融资", "strategic investment", "corporate round"),
    Stage.VENTURE: ("venture", "venture round"),
    Stage.PRIVATE_EQUITY: ("private equity", "private-equity", "private equity round", "私募股权"),
    Stage.IPO: ("ipo", "ipo上市", "ipo上市后", "post ipo"),
}  # fmt: skip

_JOINTS = re.compile(r"[\s_\-]+")
# What a code may be refined to by its round word. "c+" means C or later, "seed" angel money too.
_REFINES = {
    Stage.SEED: {Stage.SEED, Stage.ANGEL},
    Stage.SERIES_A: {Stage.SERIES_A, Stage.SERIES_A_PLUS},
    Stage.SERIES_B: {Stage.SERIES_B, Stage.SERIES_B_PLUS},
    Stage.SERIES_C: {Stage.SERIES_C, Stage.SERIES_D_PLUS, Stage.PRE_IPO},
}


def _key(word: str) -> str:
    return _JOINTS.sub("", fold(word))


_BY_WORD = {_key(word): stage for stage, words in _WORDS.items() for word in words}


def stage_of_code(code: str) -> Stage | None:
    """None for a code of no vocabulary."""
    return _CODES.get(code.strip().lower())


def stage_of_word(word: str) -> Stage | None:
    return _BY_WORD.get(_key(word))


def refined(stage: Stage, word: str) -> Stage:
    """The stage the round word names, when it lies within what the code says; the code otherwise."""
    told = stage_of_word(word)
    return told if told is not None and told in _REFINES.get(stage, {stage}) else stage
