"""Lines under the search box, from the database: sectors, rounds, places and keywords by their words, names that contain what was typed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from backend.core.actors import Viewer
from backend.core.languages import text
from backend.matching.answers import Suggested
from backend.matching.enums import SuggestionKind
from backend.matching.selectors.carrying import Carried, spellings
from backend.matching.selectors.clauses import any_of
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from search.knowledge import Knowledge
from search.names import compact, name_forms
from search.stages import STAGE_GROUPS, STAGE_WORDS

_NAMES = ("brand_name", "legal_name", "name_en")


def sectors(held: Carried, typed: str, known: Knowledge, *, most: int) -> tuple[Suggested, ...]:
    """Sectors with a word that begins like the text, each with how many the viewer can find there."""
    beginning = compact(typed)
    begun = [one for one in known.sectors.sectors if _begins((one.name_zh, one.name_en, *one.aliases), beginning)]
    if not begun:
        return ()
    counts = held.sectors()
    ranked = sorted(begun, key=lambda one: (-counts.get(one.code, 0), one.code))[:most]
    return tuple(
        Suggested(str(text(one.name_zh, one.name_en)), SuggestionKind.SECTOR, one.code, counts.get(one.code, 0))
        for one in ranked
    )


def stages(held: Carried, typed: str, *, most: int) -> tuple[Suggested, ...]:
    """Rounds, and groups of them, with a word that begins like the text; only where something is found."""
    beginning = compact(typed)
    begun = [
        (codes, words)
        for codes, words in (*STAGE_GROUPS.items(), *(((code,), words) for code, words in STAGE_WORDS.items()))
        if _begins(words, beginning)
    ]
    if not begun:
        return ()
    lines = [
        Suggested(_said(words), SuggestionKind.STAGE, "|".join(codes), count)
        for (codes, words), count in zip(begun, held.stages([codes for codes, _ in begun]), strict=True)
    ]
    return tuple(sorted((line for line in lines if line.count), key=lambda line: (-line.count, line.value))[:most])


def _said(words: Sequence[str]) -> str:
    """The first word in the language of the request, or the first there is."""
    chinese, english = (next((word for word in words if word.isascii() is latin), words[0]) for latin in (False, True))
    return str(text(chinese, english)).capitalize()


def places(held: Carried, typed: str, known: Knowledge, *, most: int) -> tuple[Suggested, ...]:
    """Places with a name that begins like the text; only where something is found. Of one name for a region and its city, the city."""
    beginning = compact(typed)
    begun = [place for place in known.places.places if _begins(place.names, beginning)]
    if not begun:
        return ()
    counts = held.places()
    named = {
        known.places.names_of(place.path): place.path
        for place in sorted(begun, key=lambda one: one.path.count("/"))
        if counts.get(place.path)
    }
    ranked = sorted(named.items(), key=lambda item: (-counts[item[1]], item[1]))[:most]
    return tuple(Suggested(str(text(*names)), SuggestionKind.PLACE, path, counts[path]) for names, path in ranked)


def words(held: Carried, typed: str, *, most: int) -> tuple[Suggested, ...]:
    """Keywords that begin like the text, as they are mostly written, each with how many carry it."""
    ranked = sorted(held.words(typed).items(), key=lambda item: (-item[1].total(), item[0]))[:most]
    return tuple(
        Suggested(max(sorted(forms), key=forms.__getitem__), SuggestionKind.WORD, form, forms.total())
        for form, forms in ranked
    )


def _begins(names: Iterable[str], beginning: str) -> bool:
    return any(form.startswith(beginning) for form in _forms_of(tuple(names)))


@lru_cache(maxsize=1024)
def _forms_of(names: tuple[str, ...]) -> tuple[str, ...]:
    return name_forms(names)


def companies(viewer: Viewer, typed: str, *, most: int) -> tuple[Suggested, ...]:
    """Companies with a findable pitch whose name contains the text; `value` is the pitch."""
    pitches = findable_pitches(viewer).filter(_named(typed, "organization__")).order_by("-published_at", "-pk")[:most]
    return tuple(
        Suggested(pitch.organization.display_name, SuggestionKind.COMPANY, str(pitch.pk), 0) for pitch in pitches
    )


def investors(viewer: Viewer, typed: str, *, now: datetime, most: int) -> tuple[Suggested, ...]:
    """Findable firms whose name contains the text; `value` is the firm."""
    firms = findable_investors(viewer, now).filter(_named(typed, "")).order_by("-pk")[:most]
    return tuple(Suggested(firm.display_name, SuggestionKind.INVESTOR, str(firm.pk), 0) for firm in firms)


def _named(typed: str, prefix: str) -> Q:
    return any_of(Q(**{f"{prefix}{name}__icontains": form}) for form in spellings(typed) for name in _NAMES)
