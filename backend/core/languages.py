"""The three languages of the product, and sentences that know all of them."""

from functools import lru_cache

import opencc
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language


class Language(models.TextChoices):
    ZH_HANS = "zh-hans", "简体中文"
    ZH_HANT = "zh-hant", "繁體中文"
    EN = "en", "English"


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")


@lru_cache(maxsize=4096)
def to_traditional(simplified: str) -> str:
    """Hong Kong traditional form of a simplified sentence."""
    return str(_converter().convert(simplified))


def _in_language(zh: str, en: str) -> str:
    language = (get_language() or Language.ZH_HANS).lower()
    if language.startswith("en"):
        return en
    return to_traditional(zh) if language.startswith(("zh-hant", "zh-hk", "zh-tw")) else zh


# A sentence in simplified Chinese and English; read as a string it speaks the active language.
text = lazy(_in_language, str)
