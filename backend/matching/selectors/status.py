"""Whether the engine answers now, and what it holds."""

from typing import Any

from django.conf import settings

from backend.core.languages import Language
from backend.matching.enums import Mode


def status() -> dict[str, Any]:
    """The answer of `GET status/`. Never fails because the engine is away."""
    return {
        "mode": Mode.REDUCED,
        "search": {"engine": "", "version": "", "documents": None, "hint": ""},
        "demo": settings.DEMO,
        "languages": list(Language.values),
    }
