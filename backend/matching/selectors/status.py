"""Whether the engine answers now, and what it holds."""

from typing import Any

from django.conf import settings

from backend.core.languages import Language
from backend.matching import engine as engines
from backend.matching.enums import Mode
from search.errors import SearchUnavailable
from search.health import health


def status() -> dict[str, Any]:
    """The answer of `GET status/`. Never fails because the engine is away."""
    mode = Mode.FULL
    found: dict[str, Any] = {"engine": "", "version": "", "documents": None, "hint": ""}
    try:
        engine = health(engines.current())
        found |= {"engine": engine.name, "version": engine.version, "documents": engine.documents}
        if not all(index.indices for index in engine.indices):
            mode = Mode.REDUCED
    except SearchUnavailable:
        mode = Mode.REDUCED
        # Set only where whoever runs the installation is also its visitor.
        found["hint"] = settings.SEARCH_HINT
    return {"mode": mode, "search": found, "demo": settings.DEMO, "languages": list(Language.values)}
