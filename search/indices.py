"""Physical indices behind aliases: made, rebuilt beside the live one, swapped in one step, old ones dropped.

While a rebuild runs, every ordinary write also goes to the new index. Versions make the order of the two irrelevant, so
nothing that changes during a rebuild is lost when the alias moves.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from elasticsearch import NotFoundError
from elasticsearch.dsl import Document, Search

from search.client import translated
from search.documents import CriteriaDocument, DealDocument, InvestorDocument
from search.engine import Engine
from search.errors import SearchError
from search.normalize import LONGEST_PHRASE
from search.records import ObjectKind

DOCUMENTS: dict[ObjectKind, type[Document]] = {
    ObjectKind.DEAL: DealDocument,
    ObjectKind.INVESTOR: InvestorDocument,
    ObjectKind.CRITERIA: CriteriaDocument,
}
# How documents are written where the mapping does not tell: add one when a field's values change their form.
_FORM = 2
_SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "auto_expand_replicas": "0-1",
    # A change is to be found two seconds after its commit; the first of them belongs to the worker.
    "refresh_interval": "500ms",
    "max_result_window": 1000,
    # Runs of up to six units (`analysis.runs`).
    "max_shingle_diff": LONGEST_PHRASE - 1,
}
_NUMBER = re.compile(r"-v(\d{6})$")


@dataclass(frozen=True, slots=True)
class NewIndex:
    """A physical index that is being filled."""

    kind: ObjectKind
    index: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What the index holds of one object: its version, and whether only the place of a removed one is left."""

    id: str
    version: int
    is_removed: bool


def schema_hash(engine: Engine, kind: ObjectKind) -> str:
    """What an index must have been built from: mapping, analysis, form, sector tree, and what its documents take from the model.

    Investors hold figures of the model itself; pitches only stand somewhere in its space, which changes less often.
    """
    body = _body(kind)
    taken = {ObjectKind.INVESTOR: engine.model.version, ObjectKind.DEAL: engine.model.embedding.digest}
    model = taken.get(kind, "")
    tree = [(one.code, one.parent, one.name_zh, one.name_en, one.aliases) for one in engine.knowledge.sectors.sectors]
    text = json.dumps([_FORM, body, model, tree], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def missing(engine: Engine) -> tuple[ObjectKind, ...]:
    """Kinds without a live index. Raises SearchUnavailable."""
    return tuple(kind for kind in ObjectKind if not _behind(engine, engine.read_alias(kind)))


def create_missing(engine: Engine) -> tuple[str, ...]:
    """Create what does not exist yet and give it both aliases. Returns the new indices. Raises SearchUnavailable."""
    return tuple(index for kind in missing(engine) if (index := _make_first(engine, kind)))


def _make_first(engine: Engine, kind: ObjectKind) -> str | None:
    """Make the first index with its aliases in one step; None when another process was faster.

    The engine refuses a name that is taken and a second write index, so of any number of processes one wins.
    """
    aliases = {engine.read_alias(kind): {}, engine.write_alias(kind): {"is_write_index": True}}
    try:
        return _create(engine, kind, aliases=aliases).index
    except SearchError:
        if _behind(engine, engine.read_alias(kind)):
            return None
        raise


def outdated(engine: Engine) -> tuple[ObjectKind, ...]:
    """Kinds whose live index was built from another mapping or model, or is missing: they want a rebuild."""
    return tuple(kind for kind in ObjectKind if _live_hash(engine, kind) != schema_hash(engine, kind))


def begin_rebuild(engine: Engine, kind: ObjectKind) -> NewIndex:
    """Create the next index; from now on ordinary writes go there too. An unfinished earlier rebuild is dropped."""
    with translated():
        for stale in _behind(engine, engine.next_alias(kind)):
            engine.connection.writes.indices.delete(index=stale)
    target = _create(engine, kind)
    with translated():
        engine.connection.writes.indices.put_alias(index=target.index, name=engine.next_alias(kind))
    return target


def finish_rebuild(engine: Engine, target: NewIndex) -> None:
    """Make everything in the new index searchable, then move both aliases to it in one step."""
    with translated():
        engine.connection.writes.indices.refresh(index=target.index)
    _point(engine, target.kind, target.index, away_from=_behind(engine, engine.read_alias(target.kind)))


def drop_orphans(engine: Engine) -> tuple[str, ...]:
    """Delete our indices no alias leads to. Returns their names."""
    return _drop(engine, (name for name, info in _ours(engine).items() if not info["aliases"]))


def drop_all(engine: Engine) -> tuple[str, ...]:
    """Delete every index of this prefix, live ones too. Returns their names."""
    return _drop(engine, _ours(engine))


def _ours(engine: Engine) -> dict[str, Any]:
    """Our physical indices with their aliases; others may have names that begin like ours."""
    with translated():
        held = engine.connection.writes.indices.get_alias(index=f"{engine.prefix}*", expand_wildcards="all").body
    ours = re.compile(rf"{re.escape(engine.prefix)}({'|'.join(ObjectKind)})-v\d{{6}}")
    return {name: info for name, info in held.items() if ours.fullmatch(name)}


def _drop(engine: Engine, names: Iterable[str]) -> tuple[str, ...]:
    dropped = tuple(sorted(names))
    with translated():
        for name in dropped:
            engine.connection.writes.indices.delete(index=name)
    return dropped


def refresh(engine: Engine) -> None:
    """Make all written changes searchable now. For tests and the end of an import; ordinary writes wait for the interval."""
    with translated():
        engine.connection.writes.indices.refresh(index=[engine.read_alias(kind) for kind in ObjectKind])


def stored_versions(engine: Engine, kind: ObjectKind, *, page: int = 1000) -> Iterator[Stored]:
    """Every object the live index holds, by id, to be compared with the database by a sweep."""
    body: Search[Any] = Search(using=engine.connection.writes, index=engine.read_alias(kind))
    body = body.sort({"id": {"order": "asc"}}).source(["id", "version", "readers"]).extra(size=page)
    while True:
        with translated():
            hits = body.execute().to_dict()["hits"]["hits"]
        for hit in hits:
            source = hit["_source"]
            yield Stored(source["id"], source["version"], not source["readers"])
        if len(hits) < page:
            return
        body = body.extra(search_after=hits[-1]["sort"])


def _body(kind: ObjectKind) -> dict[str, Any]:
    body: dict[str, Any] = DOCUMENTS[kind]._index.clone("any").to_dict()
    body.setdefault("settings", {}).update(_SETTINGS)
    return body


def _create(engine: Engine, kind: ObjectKind, *, aliases: dict[str, Any] | None = None) -> NewIndex:
    with translated():
        held = engine.connection.writes.indices.get(
            index=f"{engine.prefix}{kind}-v*", allow_no_indices=True, expand_wildcards="all"
        ).body
        taken = [int(found[1]) for name in held if (found := _NUMBER.search(name))]
        name = f"{engine.prefix}{kind}-v{max(taken, default=0) + 1:06d}"
        body = _body(kind)
        body["mappings"]["_meta"] = {"schema": schema_hash(engine, kind), "model": engine.model.version}
        engine.connection.writes.indices.create(
            index=name, settings=body["settings"], mappings=body["mappings"], aliases=aliases
        )
    return NewIndex(kind, name)


def _point(engine: Engine, kind: ObjectKind, index: str, *, away_from: tuple[str, ...]) -> None:
    actions: list[dict[str, Any]] = [
        {"remove": {"index": old, "alias": alias}}
        for old in away_from
        for alias in (engine.read_alias(kind), engine.write_alias(kind))
    ]
    actions.append({"add": {"index": index, "alias": engine.read_alias(kind)}})
    actions.append({"add": {"index": index, "alias": engine.write_alias(kind), "is_write_index": True}})
    actions.append({"remove": {"index": index, "alias": engine.next_alias(kind), "must_exist": False}})
    with translated():
        engine.connection.writes.indices.update_aliases(actions=actions)


def _behind(engine: Engine, alias: str) -> tuple[str, ...]:
    with translated():
        try:
            return tuple(engine.connection.writes.indices.get_alias(name=alias).body)
        except NotFoundError:
            return ()


def is_of_this_version(engine: Engine, kind: ObjectKind, index: str) -> bool:
    """Whether an index, named or behind an alias, was made for the documents this process writes. Raises SearchUnavailable."""
    return _hash_of(engine, index) == schema_hash(engine, kind)


def _live_hash(engine: Engine, kind: ObjectKind) -> str:
    return next((_hash_of(engine, index) for index in _behind(engine, engine.read_alias(kind))), "")


def _hash_of(engine: Engine, index: str) -> str:
    with translated():
        held = engine.connection.writes.indices.get_mapping(index=index).body
    return next((str(one["mappings"].get("_meta", {}).get("schema", "")) for one in held.values()), "")


def building(engine: Engine, kind: ObjectKind) -> str:
    """The index of a rebuild under way; empty when there is none."""
    return next(iter(_behind(engine, engine.next_alias(kind))), "")
