"""Ending marks: only in the version that was dealt with, so that a change during the write is never forgotten."""

from collections.abc import Sequence

from django.db import connection, transaction

from search.bulk import Rejected
from search.records import ObjectKind

Written = tuple[ObjectKind, str, int]

_GIVEN = "unnest(%s::text[], %s::uuid[], %s::bigint[]) AS given (kind, object_id, version)"
# A row somebody is marking at this moment is left alone: it is changing, and waiting for it here while holding others
# could end in a deadlock that fails the writer.
_FORGET = f"""
    DELETE FROM matching_dirtyobject WHERE id IN (
        SELECT mark.id FROM matching_dirtyobject mark JOIN {_GIVEN}
        ON mark.kind = given.kind AND mark.object_id = given.object_id AND mark.version = given.version
        FOR UPDATE OF mark SKIP LOCKED
    )
"""  # noqa: S608 - constants only
_REMEMBER = f"""
    INSERT INTO matching_indexedobject (kind, object_id, version, told_at)
    SELECT given.kind, given.object_id, given.version, statement_timestamp() FROM {_GIVEN} ORDER BY given.kind, given.object_id
    ON CONFLICT (kind, object_id) DO UPDATE
    SET version = greatest(matching_indexedobject.version, excluded.version), told_at = statement_timestamp()
"""  # noqa: S608 - constants only
# What is found by others, or finds them, is held against them next; see `finding`. A mark that is gone was ended by another
# indexer, who has said whether it is news; one that has grown says it for all that is on its way.
_MATCH_NEXT = f"""
    INSERT INTO matching_waitingmatch (kind, object_id, version, is_news, since)
    SELECT given.kind, given.object_id, given.version, mark.is_news, statement_timestamp()
    FROM {_GIVEN} JOIN matching_dirtyobject mark ON mark.kind = given.kind AND mark.object_id = given.object_id
    WHERE given.kind IN ('deal', 'criteria') ORDER BY given.kind, given.object_id
    ON CONFLICT (kind, object_id) DO UPDATE
    SET version = greatest(matching_waitingmatch.version, excluded.version),
        is_news = matching_waitingmatch.is_news OR excluded.is_news
"""  # noqa: S608 - constants only
_ABSOLVE = f"""
    DELETE FROM matching_deadletter letter USING {_GIVEN}
    WHERE letter.kind = given.kind AND letter.object_id = given.object_id AND letter.version <= given.version
"""  # noqa: S608 - constants only
_SET_ASIDE = """
    INSERT INTO matching_deadletter (kind, object_id, version, reason, failed_at)
    SELECT kind, object_id, version, reason, statement_timestamp()
    FROM unnest(%s::text[], %s::uuid[], %s::bigint[], %s::text[]) AS given (kind, object_id, version, reason)
    ON CONFLICT (kind, object_id) DO UPDATE
    SET version = excluded.version, reason = excluded.reason, failed_at = excluded.failed_at
"""
_LONGEST_REASON = 2000


def forget(written: Sequence[Written]) -> int:
    """The index holds these now: drop their marks and what was once said against them, and have them matched.

    Returns how many.
    """
    if not written:
        return 0
    columns = _columns(written)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_REMEMBER, columns)
        cursor.execute(_MATCH_NEXT, columns)
        cursor.execute(_ABSOLVE, columns)
        cursor.execute(_FORGET, columns)
    return len(written)


def set_aside(rejected: Sequence[Rejected]) -> int:
    """The engine will never take these as they are: keep the reason, drop the mark. Returns how many."""
    if not rejected:
        return 0
    columns = _columns([(one.kind, one.id, one.version) for one in rejected])
    reasons = [one.reason.replace("\x00", "")[:_LONGEST_REASON] for one in rejected]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, [*columns, reasons])
        cursor.execute(_FORGET, columns)
    return len(rejected)


def _columns(rows: Sequence[Written]) -> list[list[str] | list[int]]:
    return [[kind.value for kind, _, _ in rows], [pk for _, pk, _ in rows], [version for _, _, version in rows]]
