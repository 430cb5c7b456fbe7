"""Round stages: codes in their order, and the words people use for them."""

from __future__ import annotations

from functools import lru_cache

from search.vocabulary import AliasTable

STAGE_WORDS: dict[str, tuple[str, ...]] = {
    "seed": ("种子轮", "种子", "seed", "seed round", "seed stage", "seed-stage", "pre-seed", "preseed"),
    "angel": ("天使轮", "天使", "天使+轮", "angel", "angel round", "angel stage"),
    "pre_a": ("pre-a轮", "pre-a", "prea轮", "prea", "pre a", "pre-series a"),
    "series_a": (),
    "series_a_plus": ("a+轮", "a1轮", "a2轮", "series a+"),
    "series_b": ("pre-b轮", "pre-b"),
    "series_b_plus": ("b+轮", "b1轮", "b2轮", "series b+"),
    "series_c": (),
    "series_d_plus": ("d轮", "e轮", "f轮", "series d", "series e", "d round"),
    "pre_ipo": ("pre-ipo轮", "pre-ipo", "preipo", "pre ipo", "上市前"),
    "strategic": ("战略轮", "战略投资", "战略融资", "strategic round", "strategic investment"),
    "venture": ("venture round",),
    "private_equity": ("私募股权轮", "private equity round", "growth equity"),
    "ipo": ("ipo",),
    "other": (),
    "unknown": (),
}

# What people say that means several stages: a round is asked for with its extension.
STAGE_GROUPS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("series_a", "series_a_plus"): ("a轮", "series a", "series-a", "round a", "a round", "a-round"),
    ("series_b", "series_b_plus"): ("b轮", "series b", "series-b", "round b", "b round", "b-round"),
    ("series_c", "series_d_plus"): ("c+轮",),
    ("series_c",): ("c轮", "series c", "series-c", "c round", "round c"),
    ("seed", "angel", "pre_a", "series_a", "series_a_plus"): ("早期", "early stage", "early-stage", "早期项目", "前期"),
    ("series_b", "series_b_plus", "series_c"): ("成长期", "growth stage", "growth-stage", "中期"),
    ("series_c", "series_d_plus", "pre_ipo"): ("后期", "late stage", "late-stage", "中后期"),
}

# The score's stages are coarser: sources rarely tell an extension from its round, and few deals would carry each.
_BUCKETS: dict[str, str] = {
    "angel": "seed",
    "series_a": "a",
    "series_a_plus": "a",
    "series_b": "b",
    "series_b_plus": "b",
    "series_c": "c_plus",
    "series_d_plus": "c_plus",
    "pre_ipo": "c_plus",
    "private_equity": "pe",
}
BUCKETS = tuple(dict.fromkeys(_BUCKETS.get(stage, stage) for stage in STAGE_WORDS))


def bucket(stage: str) -> str:
    """The stage as the match score knows it."""
    return _BUCKETS.get(stage, stage)


@lru_cache(maxsize=1)
def stage_words() -> AliasTable:
    """The table from words to stage codes; a group is written as its codes joined by a bar."""
    groups = [("|".join(codes), words) for codes, words in STAGE_GROUPS.items()]
    return AliasTable([*STAGE_WORDS.items(), *groups])
