"""What the engine says of itself, and what stands behind our names: for people who look after it."""

from __future__ import annotations

from dataclasses import dataclass

from search.client import translated
from search.engine import Engine
from search.records import ObjectKind


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """One kind: the physical indices behind its name (exactly one when all is well) and what can be found in it."""

    kind: ObjectKind
    alias: str
    indices: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Health:
    """The engine as it answers now."""

    name: str
    version: str
    indices: tuple[IndexHealth, ...]

    @property
    def documents(self) -> int:
        """Everything that can be found."""
        return sum(index.documents for index in self.indices)


def health(engine: Engine) -> Health:
    """Ask the engine. Raises SearchUnavailable."""
    reads = engine.connection.reads
    with translated():
        info = reads.info()
        held = reads.indices.get_alias(index=f"{engine.prefix}*").body
        found = []
        for kind in ObjectKind:
            alias = engine.read_alias(kind)
            behind = tuple(sorted(name for name, one in held.items() if alias in one["aliases"]))
            shown = {"exists": {"field": "readers"}}
            count = int(reads.count(index=alias, query=shown)["count"]) if behind else 0
            found.append(IndexHealth(kind, alias, behind, count))
    return Health("Elasticsearch", str(info["version"]["number"]), tuple(found))
