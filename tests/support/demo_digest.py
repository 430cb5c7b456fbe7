"""A fingerprint of the demo's bulk ."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models

from backend.console.demo.plan import DemoRows, build
from backend.taxonomy import editions
from search.sectors import Sector, SectorTree


def shipped_tree() -> SectorTree:
    """The newest edition, read from its files."""
    edition = editions.read(editions.shipped()[-1])
    nodes = tuple(
        Sector(
            code=node.code, parent=node.parent_code, name_zh=node.name_zh, name_en=node.name_en, aliases=node.aliases
        )
        for node in edition.nodes
    )
    return SectorTree(version=edition.code, sectors=nodes)


def rows_of(day: date) -> DemoRows:
    return build(today=day, tree=shipped_tree())


def digest_of(rows: DemoRows) -> str:
    """Of every value of every row, but for the time a row was last touched."""
    digest = hashlib.sha256()
    for row in _every_row(rows):
        digest.update(repr(_values(row)).encode())
    return digest.hexdigest()


def _every_row(rows: DemoRows) -> Iterator[models.Model]:
    for owner in (*rows.startups, *rows.firms):
        yield from (owner.owner, owner.organization, owner.membership)
    for item in rows.pitches:
        yield from (item.pitch, item.terms, item.traction, item.ip, item.needs, item.team, *item.members, *item.blocks)
    for investor in rows.investors:
        yield from (*investor.funds, *investor.theses)
    yield from (*rows.history.rounds, *rows.history.deals)


def _values(row: models.Model) -> list[Any]:
    kept = [field for field in row._meta.concrete_fields if field.name != "updated_at"]
    values = [(field.attname, getattr(row, field.attname)) for field in kept]
    # What the database fills in, and the numbers it counts up, are no part of the plan.
    return [(name, str(value)) for name, value in values if "DatabaseDefault" not in type(value).__name__]
