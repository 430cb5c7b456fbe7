"""Rebuilding beside the live index: people keep searching, changes made meanwhile survive, old indices go."""

from dataclasses import replace

import pytest

from search import bulk, indices
from search.engine import Engine
from search.errors import SearchError
from search.records import ObjectKind, Removal
from search.request import SearchRequest
from search.scope import Scope
from search.searching import search
from tests.search.conftest import NOW, TODAY, Write, deal, investor


def shown(engine: Engine) -> dict[str, int]:
    indices.refresh(engine)
    return {hit.id: hit.version for hit in search(engine, SearchRequest(), Scope(), now=NOW).hits}


def test_creating_twice_makes_nothing_new(engine: Engine) -> None:
    assert indices.create_missing(engine) == ()
    assert indices.outdated(engine) == ()


def test_of_two_processes_creating_at_once_one_makes_the_index_and_neither_fails(engine: Engine) -> None:
    """Both saw that there was no index: the second one's attempt is refused by the engine and taken for done."""
    indices.drop_all(engine)
    first = indices._make_first(engine, ObjectKind.DEAL)
    second = indices._make_first(engine, ObjectKind.DEAL)
    assert (first is not None, second) == (True, None)
    assert indices._behind(engine, engine.write_alias(ObjectKind.DEAL)) == (first,)
    assert len(indices.create_missing(engine)) == len(ObjectKind) - 1


def test_creating_that_fails_for_another_reason_still_says_so(engine: Engine) -> None:
    with pytest.raises(SearchError):
        indices._make_first(replace(engine, prefix="Capital-Letters-"), ObjectKind.DEAL)


def test_rebuild_keeps_what_changed_meanwhile(engine: Engine, write: Write) -> None:
    snapshot = [deal("same"), deal("changed"), deal("removed")]
    write(*snapshot)

    target = indices.begin_rebuild(engine, ObjectKind.DEAL)
    bulk.write(
        engine, [deal("changed", version=2), Removal(kind=ObjectKind.DEAL, id="removed", version=2), deal("new")]
    )
    assert shown(engine) == {"same": 1, "changed": 2, "new": 1}
    late = bulk.write(engine, snapshot, into=target)
    indices.finish_rebuild(engine, target)

    assert shown(engine) == {"same": 1, "changed": 2, "new": 1}
    assert {identity for _, identity, _ in late.conflicts} == {"changed", "removed"}
    bulk.write(engine, [deal("after")])
    assert shown(engine) == {"same": 1, "changed": 2, "new": 1, "after": 1}


def test_orphans_are_dropped_and_others_left_alone(engine: Engine, write: Write) -> None:
    write(deal("d1"))
    live = indices._behind(engine, engine.read_alias(ObjectKind.DEAL))
    foreign = f"{engine.prefix}notes"
    engine.connection.writes.indices.create(index=foreign)
    abandoned = indices.begin_rebuild(engine, ObjectKind.DEAL)
    bulk.write(engine, [deal("d2")], into=abandoned)
    target = indices.begin_rebuild(engine, ObjectKind.DEAL)
    bulk.write(engine, [deal("d1")], into=target)
    indices.finish_rebuild(engine, target)

    dropped = indices.drop_orphans(engine)

    assert dropped == live
    there = engine.connection.writes.indices.exists
    assert [bool(there(index=name)) for name in (*live, target.index, foreign)] == [False, True, True]
    assert shown(engine) == {"d1": 1}


def test_new_model_wants_a_rebuild_of_investors_only(engine: Engine) -> None:
    relearned = replace(engine, model=replace(engine.model, version="later", learned_on=TODAY))

    assert indices.outdated(relearned) == (ObjectKind.INVESTOR,)


def test_another_edition_of_the_sector_tree_wants_a_rebuild_of_everything(engine: Engine) -> None:
    """What a document is filed under and speaks of is told by the tree it was written by."""
    tree = engine.knowledge.sectors
    renamed = replace(tree, sectors=(replace(tree.sectors[0], aliases=("智能体",)), *tree.sectors[1:]))
    other = replace(engine, knowledge=replace(engine.knowledge, sectors=renamed))

    assert indices.outdated(other) == tuple(ObjectKind)


def test_stored_versions_pages_through_everything(engine: Engine, write: Write) -> None:
    write(*[deal(f"d{i:02}", version=i + 1) for i in range(25)], investor("i1", version=9))

    held = list(indices.stored_versions(engine, ObjectKind.DEAL, page=10))

    assert [(each.id, each.version) for each in held] == [(f"d{i:02}", i + 1) for i in range(25)]
    assert [each.version for each in indices.stored_versions(engine, ObjectKind.INVESTOR)] == [9]
