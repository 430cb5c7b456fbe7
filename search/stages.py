"""Round stages: codes in their order, and the words people use for them."""

from __future__ import annotations

from functools import lru_cache

from search.vocabulary import AliasTable

STAGE_WORDS: dict[str, tuple[str, ...]] = {
    "seed": ("种子轮", "种子", "天使轮", "天使", "天使+轮", "seed", "seed round", "angel", "angel round", "pre-seed", "preseed"),
    "pre_a": ("pre-a轮", "pre-a", "prea轮", "prea", "pre a", "pre-series a"),
    "a": ("a轮", "a+轮", "a1轮", "a2轮", "series a", "round a", "a round"),
    "b": ("b轮", "b+轮", "b1轮", "b2轮", "series b", "round b", "b round", "pre-b轮"),
    "c_plus": (
        "c轮", "c+轮", "d轮", "e轮", "f轮", "pre-ipo轮", "pre-ipo", "series c", "series d", "series e", "c round", "d round",
        "后期", "late stage",
    ),
    "venture": ("venture round",),
    "pe": ("私募股权轮", "private equity round", "growth equity"),
    "strategic": ("战略投资", "战略融资", "strategic round", "strategic investment"),
    "ipo": ("ipo",),
    "other": (),
    "unknown": (),
}  # fmt: skip

# Groups people say that mean several stages.
STAGE_GROUPS: dict[str, tuple[str, ...]] = {
    "早期": ("seed", "pre_a", "a"),
    "early stage": ("seed", "pre_a", "a"),
    "成长期": ("b", "c_plus"),
    "growth stage": ("b", "c_plus"),
}


@lru_cache(maxsize=1)
def stage_words() -> AliasTable:
    """The table from words to stage codes; a group is written as its codes joined by a bar."""
    groups = [("|".join(codes), (word,)) for word, codes in STAGE_GROUPS.items()]
    return AliasTable([*STAGE_WORDS.items(), *groups])
