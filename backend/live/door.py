"""The door of a process's rooms: whoever comes while others are being read waits with those who come then, and is read with them.

A reader who comes alone waits for nobody; a hall that comes back takes a few trips to the database, and not one for each.
"""

import asyncio
from collections.abc import Sequence

import structlog
from channels.db import database_sync_to_async

from backend.core.api import DATABASE_AWAY
from backend.live.joining import Arrival, Welcome, welcome_all
from backend.live.messages import Cursor
from backend.live.tickets import Ticket

log = structlog.get_logger(__name__)

# Read in one go, so that the first of them is not kept for long, nor a command behind them.
MOST_AT_ONCE = 32

Answer = asyncio.Future[list[Welcome] | None]


class Door:
    """One for each hub."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Arrival, Answer]] = []
        self._task: asyncio.Task[None] | None = None

    async def let_in(self, ticket: Ticket, cursors: Sequence[Cursor]) -> list[Welcome] | None:
        """What each feed says to this reader; None where that could not be read now."""
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((Arrival(ticket, cursors), answer))
        if self._task is None:
            self._task = asyncio.create_task(self._read_all())
        return await answer

    async def _read_all(self) -> None:
        try:
            while self._waiting:
                together, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                found = await _read([arrival for arrival, _ in together])
                for (_, answer), told in zip(together, found, strict=True):
                    # Whoever left waits no more.
                    if not answer.done():
                        answer.set_result(told)
        finally:
            self._task = None


async def _read(arrivals: list[Arrival]) -> list[list[Welcome] | None]:
    found: list[list[Welcome] | None] = [None] * len(arrivals)
    try:
        found = await database_sync_to_async(welcome_all)(arrivals)
    except DATABASE_AWAY:
        log.warning("live_joins_without_database", readers=len(arrivals), exc_info=True)
    except Exception:
        log.exception("live_joins_crashed", readers=len(arrivals))
    return found
