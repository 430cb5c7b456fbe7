"""Loading editions of the sector tree."""

import structlog
from django.db import transaction

from backend.taxonomy.editions import Edition, Node
from backend.taxonomy.models import Sector, SectorMove, TaxonomyVersion

log = structlog.get_logger(__name__)

_NODE_FIELDS = ("parent_code", "name_zh", "name_en", "aliases", "source_words", "neighbors", "position")
_ABOUT_FIELDS = ("title_zh", "title_en", "source", "effective_date")


class MoveUnresolved(Exception):
    """A move starts at a version or code that was never loaded."""


@transaction.atomic
def load_edition(edition: Edition, *, make_current: bool = True) -> bool:
    """Bring the tables in step with an edition; True when anything changed. Raises MoveUnresolved and changes nothing.

    Sectors and moves the edition no longer names are removed from this version; other versions stay as they are.
    """
    changed = _write_version(edition)
    changed |= _write_sectors(edition)
    changed |= _write_moves(edition)
    current = TaxonomyVersion.objects.filter(is_current=True).first()
    if make_current and (current is None or current.code != edition.code):
        TaxonomyVersion.objects.filter(is_current=True).update(is_current=False)
        TaxonomyVersion.objects.filter(code=edition.code).update(is_current=True)
        changed = True
    if changed:
        _touch(edition.code)
        log.info("taxonomy_loaded", version=edition.code, sectors=len(edition.nodes))
    return changed


def _touch(code: str) -> None:
    """Readers cache a tree by version and load time."""
    from_field = TaxonomyVersion._meta.get_field("loaded_at")
    TaxonomyVersion.objects.filter(code=code).update(loaded_at=from_field.db_default)


def _write_version(edition: Edition) -> bool:
    about = {name: getattr(edition, name) for name in _ABOUT_FIELDS}
    row, created = TaxonomyVersion.objects.get_or_create(code=edition.code, defaults=about)
    if created:
        return True
    return bool(any(getattr(row, name) != about[name] for name in _ABOUT_FIELDS)) and bool(
        TaxonomyVersion.objects.filter(code=edition.code).update(**about)
    )


def _sector(edition: Edition, node: Node, position: int) -> Sector:
    return Sector(
        version_id=edition.code,
        code=node.code,
        parent_code=node.parent_code,
        name_zh=node.name_zh,
        name_en=node.name_en,
        aliases=list(node.aliases),
        source_words=list(node.source_words),
        neighbors=list(node.neighbors),
        position=position,
    )


def _write_sectors(edition: Edition) -> bool:
    wanted = [_sector(edition, node, position) for position, node in enumerate(edition.nodes)]
    stored = {row.code: row for row in Sector.objects.filter(version_id=edition.code)}
    stale = [row for row in wanted if row.code not in stored or _values(row) != _values(stored[row.code])]
    removed, _ = Sector.objects.filter(version_id=edition.code).exclude(code__in=[row.code for row in wanted]).delete()
    Sector.objects.bulk_create(
        stale, update_conflicts=True, unique_fields=["version", "code"], update_fields=_NODE_FIELDS
    )
    return bool(stale or removed)


def _values(row: Sector) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _NODE_FIELDS)


def _write_moves(edition: Edition) -> bool:
    known = set(Sector.objects.values_list("version_id", "code"))
    wanted = set()
    for move in edition.moves:
        if (move.from_version, move.from_code) not in known:
            raise MoveUnresolved(f"{move.from_code} of {move.from_version} was never loaded")
        wanted.add((move.from_version, move.from_code, move.to_code, move.reason))
    fields = ("from_version_id", "from_code", "to_code", "reason")
    stored = set(SectorMove.objects.filter(to_version_id=edition.code).values_list(*fields))
    if stored == wanted:
        return False
    SectorMove.objects.filter(to_version_id=edition.code).delete()
    rows = [dict(zip(fields, values, strict=True)) for values in sorted(wanted)]
    SectorMove.objects.bulk_create([SectorMove(to_version_id=edition.code, **row) for row in rows])
    return True
