"""The key a sector word is compared by, so that 人工智慧, ＡＩ, e-commerce and E Commerce meet their spelling in the tree."""

import re

from search.normalize import fold

_JOINTS = re.compile(r"[\s_\-]+")


def key_of(word: str) -> str:
    """Script, width, case, spaces, hyphens and underscores do not tell two sector words apart; everything else does."""
    return _JOINTS.sub("", fold(word))
