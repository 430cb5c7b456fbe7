"""The product with one guard off: a place is taken in a transaction of its own, before the row that holds it is committed."""

import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from backend.config.asgi import application
from backend.roadshows.services import redeeming
from backend.roadshows.services.seats import take_places

__all__ = ["application"]


def _apart(quota_ids: Collection[UUID], count: int = 1) -> bool:
    def take() -> bool:
        from django.db import connection  # noqa: PLC0415 - the connection of this thread

        try:
            return take_places(quota_ids, count)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as other:
        taken = other.submit(take).result()
    # Long enough for the database to stop in between, of whatever else a registration does.
    time.sleep(0.5)
    return taken


setattr(redeeming, "take_places", _apart)  # noqa: B010 - it is of another module there
