"""What a guest agrees to when registering: dated texts, each in three languages. Never edit an old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.core.languages import Language

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One edition; `version` is the day it came into force."""

    version: str
    bodies: Mapping[str, str]

    def body(self, language: str | None) -> str:
        """The text in a language, Chinese when it is none of the three."""
        return self.bodies.get((language or "").lower(), self.bodies[Language.ZH_HANS])


@lru_cache(maxsize=1)
def current() -> ConsentText:
    """The newest edition shipped: the folder with the latest date."""
    version = max(folder.name for folder in _TEXTS.iterdir() if folder.is_dir())
    bodies = {
        language.value: (_TEXTS / version / f"{language.value}.txt").read_text(encoding="utf-8").strip()
        for language in Language
    }
    return ConsentText(version, bodies)
