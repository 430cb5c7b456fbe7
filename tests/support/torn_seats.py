"""The product with one guard off: places are taken in a transaction of their own, before the rows that hold them are committed."""

import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from backend.config.asgi import application
from backend.roadshows.services import redeeming, together
from backend.roadshows.services.seats import take_counts

__all__ = ["application"]


def _apart(counts: Mapping[UUID, int]) -> bool:
    def take() -> bool:
        from django.db import connection  # noqa: PLC0415 - the connection of this thread

        try:
            return take_counts(counts)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as other:
        taken = other.submit(take).result()
    # Long enough for the database to stop in between, of whatever else a registration does.
    time.sleep(0.5)
    return taken


def _one_apart(quota_ids: Collection[UUID], count: int = 1) -> bool:
    return _apart(dict.fromkeys(quota_ids, count))


# They are of another module there.
setattr(redeeming, "take_places", _one_apart)  # noqa: B010
setattr(together, "take_counts", _apart)  # noqa: B010
