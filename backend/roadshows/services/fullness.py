"""What was found full a moment ago is said again without trying: in a rush most people come for places that are gone.

The database decides whether there is a place. What is remembered here can only be behind it for as long as it is kept, is
forgotten as soon as a place is freed or added, and is not there at all while the cache is away.
"""

from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from redis import RedisError

from backend.roadshows.errors import EventFull, TicketTypeSoldOut
from backend.roadshows.models import Quota, Registration

SECONDS = 2
Full = EventFull | TicketTypeSoldOut
_ERRORS: dict[str, type[EventFull | TicketTypeSoldOut]] = {one.code: one for one in (EventFull, TicketTypeSoldOut)}


def remember(registration: Registration, type_id: UUID | None, why: Full) -> None:
    """Whoever asks for the kind that was asked for, or for the only one (None), is told so until there is a place again.

    In the transaction that found no place. Where others only come first nothing is remembered.
    """
    rows = Quota.objects.filter(pk__in=registration.quota_ids)
    full = next((row.pk for row in rows if row.is_full), None)
    if full is None:
        return
    asked = _asked(registration.event_id, type_id)
    with suppress(RedisError):
        cache.set_many({asked: (str(full), why.code), _full(full): True}, SECONDS)


def remembered(event_id: UUID, type_id: UUID | None) -> Full | None:
    """Why there was no place of this kind a moment ago."""
    with suppress(RedisError):
        found = cache.get(_asked(event_id, type_id))
        if found is not None and cache.get(_full(found[0])):
            return _ERRORS[found[1]]()
    return None


def forget(quota_ids: Collection[UUID]) -> None:
    """There may be a place again: from now on, and once this is committed, for whoever looked in between."""
    _forget(quota_ids)
    transaction.on_commit(lambda: _forget(quota_ids), robust=True)


def _forget(quota_ids: Collection[UUID]) -> None:
    with suppress(RedisError):
        cache.delete_many([_full(pk) for pk in quota_ids])


def _asked(event_id: UUID, type_id: UUID | None) -> str:
    return f"roadshows.full:{event_id}:{type_id or ''}"


def _full(quota_id: UUID | str) -> str:
    return f"roadshows.full:{quota_id}"
