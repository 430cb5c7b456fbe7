"""Reading the sector tree. Public to everybody; nothing here depends on a viewer."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from backend.taxonomy.models import Sector, SectorMove, TaxonomyVersion
from backend.taxonomy.words import key_of
from search import sectors as search_sectors


def current_version() -> TaxonomyVersion:
    """The edition in force. Raises TaxonomyVersion.DoesNotExist before the first migration has loaded one."""
    return TaxonomyVersion.objects.get(is_current=True)


def current_sectors() -> QuerySet[Sector]:
    """All nodes of the edition in force, in the order of its data file."""
    return Sector.objects.filter(version__is_current=True).order_by("position")


def moves() -> QuerySet[SectorMove]:
    """Where codes went, oldest edition first."""
    return SectorMove.objects.order_by("to_version_id", "from_code", "to_code")


def current_tree() -> search_sectors.SectorTree:
    """The edition in force as search knows it; one small query, the tree itself is kept until the edition changes."""
    version = current_version()
    return _tree(version.code, version.loaded_at)


def resolve_word(word: str) -> list[str]:
    """The codes a source's whole sector label stands for, in any script, width or case; empty when it is not known.

    Only names, aliases and known labels count: nothing is split, stemmed or guessed.
    """
    version = current_version()
    code = _words(version.code, version.loaded_at).get(key_of(word))
    return [code] if code else []


def word_table() -> dict[str, str]:
    """From `words.key_of(label)` to code, for callers that resolve many labels at once. Do not change it."""
    version = current_version()
    return _words(version.code, version.loaded_at)


def unknown_codes(codes: Iterable[str]) -> list[str]:
    """Those of the codes that are not in the edition in force, in the order given."""
    known = current_tree().by_code
    return [code for code in codes if code not in known]


def successors(code: str, from_version: str) -> list[str]:
    """The codes of the edition in force that a code of an older edition became; empty when it ended."""
    codes = {code}
    steps = list(SectorMove.objects.filter(to_version_id__gt=from_version).order_by("to_version_id"))
    for version in dict.fromkeys(step.to_version_id for step in steps):
        moved = [step for step in steps if step.to_version_id == version and step.from_code in codes]
        codes -= {step.from_code for step in moved}
        codes |= {step.to_code for step in moved if step.to_code}
    known = current_tree().by_code
    return sorted(code for code in codes if code in known)


@lru_cache(maxsize=2)
def _tree(version: str, loaded_at: datetime) -> search_sectors.SectorTree:
    rows = list(Sector.objects.filter(version_id=version).order_by("position"))
    pairs = frozenset(frozenset((row.code, other)) for row in rows for other in row.neighbors)
    nodes = tuple(
        search_sectors.Sector(
            code=row.code, parent=row.parent_code, name_zh=row.name_zh, name_en=row.name_en, aliases=tuple(row.aliases)
        )
        for row in rows
    )
    return search_sectors.SectorTree(version=version, sectors=nodes, neighbours=pairs)


@lru_cache(maxsize=2)
def _words(version: str, loaded_at: datetime) -> dict[str, str]:
    return {
        key_of(word): row.code
        for row in Sector.objects.filter(version_id=version)
        for word in (row.name_zh, row.name_en, *row.aliases, *row.source_words)
    }
