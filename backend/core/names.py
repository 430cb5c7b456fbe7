"""Names that read as what they are: nothing unseen in them, and no letters of one alphabet posing as another's."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError

from backend.core.languages import text

HIDDEN_IN_NAME = text(
    "名称中含有看不见的字符，或在同一个词里混用了形似的字母，请重新输入。",
    "The name has characters nobody sees, or a word mixes letters of alphabets that look alike. Type it again.",
)
# Controls, formats (joiners, direction marks), private use, unassigned, separators of lines.
_UNSEEN_KINDS = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})
# Letters and marks that are drawn as nothing.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(one) for one in range(0xFE00, 0xFE10)}
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def is_plain(name: str) -> bool:
    """Whether a reader sees all of the name, and each word of it is in one alphabet."""
    if any(unicodedata.category(char) in _UNSEEN_KINDS or char in _UNSEEN for char in name):
        return False
    return all(len(_alphabets(word)) < 2 for word in name.split())


def _alphabets(word: str) -> set[str]:
    """Of the alphabets that share shapes, those the word is written in."""
    return {unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha()} & _LOOK_ALIKE


def validate_plain(name: Any) -> None:
    """For forms and serializers. Raises ValidationError."""
    if not is_plain(str(name)):
        raise ValidationError(str(HIDDEN_IN_NAME), code="hidden_in_name")
