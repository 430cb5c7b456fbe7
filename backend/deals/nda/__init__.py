"""The confidentiality agreement: dated texts, each in three languages. A new date asks everybody again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.core.languages import Language

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class NdaText:
    """One edition. `sha256` covers all three languages, so that it proves what was agreed in any of them."""

    version: str
    sha256: str
    bodies: Mapping[str, str]

    def body(self, language: str | None) -> str:
        """The text in a language, Chinese when it is none of the three. Markdown."""
        return self.bodies.get((language or "").lower(), self.bodies[Language.ZH_HANS])


@lru_cache(maxsize=1)
def current() -> NdaText:
    """The newest edition shipped: the folder with the latest date."""
    return read(max(folder.name for folder in _TEXTS.iterdir() if folder.is_dir()))


def read(version: str) -> NdaText:
    """An edition by its date. Raises FileNotFoundError when there is none."""
    bodies = {
        language.value: (_TEXTS / version / f"{language.value}.md").read_text(encoding="utf-8") for language in Language
    }
    digest = hashlib.sha256("\x00".join(bodies[language.value] for language in Language).encode()).hexdigest()
    return NdaText(version, digest, bodies)
