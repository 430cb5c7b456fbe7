"""Marking what the index may hold an old picture of, in the transaction of the change."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from backend.matching import wake
from search.records import ObjectKind

_BATCH = 1000
# Two statements: the number is drawn only when the row is locked. Drawn earlier, a slow writer could come after a faster
# one with the smaller number, and the index would take the older state for the newer one.
_LOCK = """
    INSERT INTO matching_dirtyobject (kind, object_id, version, marked_at, attempts, is_news)
    SELECT %s, id, 0, statement_timestamp(), 0, %s
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS given (id, position) ORDER BY position
    ON CONFLICT (kind, object_id) DO UPDATE
    SET attempts = 0, retry_at = NULL, is_news = matching_dirtyobject.is_news OR excluded.is_news
"""
_NUMBER = """
    UPDATE matching_dirtyobject SET version = nextval('matching_document_version')
    WHERE kind = %s AND object_id = ANY(%s::uuid[])
"""


def mark_dirty(kind: ObjectKind, ids: Iterable[UUID], *, is_news: bool = True) -> int:
    """Mark objects with a new, larger version each; returns how many. Commits and rolls back with the caller's change.

    An object that waited after a failure is tried again at once, because it is another object now. Ids are taken in
    order, so that two transactions marking the same objects cannot wait for each other in a circle. What is no news is
    remembered when it is matched, and nobody is told of it.
    """
    ordered = sorted(set(ids))
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            cursor.execute(_LOCK, [kind.value, is_news, batch])
            cursor.execute(_NUMBER, [kind.value, batch])
        if ordered:
            transaction.on_commit(wake.indexer, robust=True)
    return len(ordered)
