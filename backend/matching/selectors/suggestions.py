"""Lines under the search box, from the database: sectors by any of their words, and names that contain what was typed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q

from backend.core.actors import Viewer
from backend.matching.answers import Suggested
from backend.matching.enums import SuggestionKind
from backend.matching.selectors.clauses import any_of
from backend.matching.selectors.facets import spread
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from search.knowledge import Knowledge
from search.names import compact, name_forms
from search.normalize import fold

_NAMES = ("brand_name", "legal_name", "name_en")


def sectors(viewer: Viewer, text: str, known: Knowledge, *, most: int, english: bool) -> tuple[Suggested, ...]:
    """Sectors with a word that begins like the text, each with the number of deals the viewer can find there."""
    typed = compact(text)
    if not typed:
        return ()
    held = [
        one
        for one in known.sectors.sectors
        if any(form.startswith(typed) for form in name_forms((one.name_zh, one.name_en, *one.aliases)))
    ]
    if not held:
        return ()
    rows = findable_pitches(viewer).values_list("sectors").annotate(count=Count("pk"))
    counts = spread((known.sectors.paths(codes), count) for codes, count in rows)
    ranked = sorted(held, key=lambda one: (-counts[one.code], one.code))[:most]
    return tuple(
        Suggested(one.name_en if english else one.name_zh, SuggestionKind.SECTOR, one.code, counts[one.code])
        for one in ranked
    )


def companies(viewer: Viewer, text: str, *, most: int) -> tuple[Suggested, ...]:
    """Companies with a findable pitch whose name contains the text; `value` is the pitch."""
    pitches = findable_pitches(viewer).filter(_named(text, "organization__")).order_by("-published_at", "-pk")[:most]
    return tuple(
        Suggested(pitch.organization.display_name, SuggestionKind.COMPANY, str(pitch.pk), 0) for pitch in pitches
    )


def investors(viewer: Viewer, text: str, *, now: datetime, most: int) -> tuple[Suggested, ...]:
    """Findable firms whose name contains the text; `value` is the firm."""
    firms = findable_investors(viewer, now).filter(_named(text, "")).order_by("-pk")[:most]
    return tuple(Suggested(firm.display_name, SuggestionKind.INVESTOR, str(firm.pk), 0) for firm in firms)


def _named(text: str, prefix: str) -> Q:
    return any_of(Q(**{f"{prefix}{name}__icontains": form}) for form in _forms(text) for name in _NAMES)


def _forms(text: str) -> Iterator[str]:
    """As typed, and in simplified characters."""
    typed = text.strip()
    yield typed
    if fold(typed) != typed.lower():
        yield fold(typed)
