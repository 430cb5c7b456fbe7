"""The writer of a process's rooms: what is asked in one room within a moment is kept in one transaction, and answered after it."""

import asyncio

from channels.db import database_sync_to_async

from backend.live.messages import Command
from backend.live.tickets import Ticket
from backend.live.writing import Asked, Outcome, perform_all

# What comes within this time, or while others are being kept, is kept together.
GATHER_SECONDS = 0.01
# So that the first of them does not wait long for the last, nor another room for them all.
MOST_AT_ONCE = 32

Answer = asyncio.Future[Outcome]


class Writer:
    """One for each hub."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[tuple[Asked, Answer]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def write(self, ticket: Ticket, said: Command) -> None:
        """Comes back once it is kept. Raises what it is refused with, or whatever it crashed with."""
        asked, answer = Asked(ticket, said), asyncio.get_running_loop().create_future()
        if asked.room not in self._waiting:
            self._waiting[asked.room] = []
            task = asyncio.create_task(self._write_all(asked.room))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._waiting[asked.room].append((asked, answer))
        if (refusal := await answer) is not None:
            raise refusal

    async def _write_all(self, room: str) -> None:
        waiting = self._waiting[room]
        try:
            while waiting:
                if len(waiting) < MOST_AT_ONCE:
                    await asyncio.sleep(GATHER_SECONDS)
                together = waiting[:MOST_AT_ONCE]
                del waiting[:MOST_AT_ONCE]
                found = await _performed([asked for asked, _ in together])
                for (_, answer), outcome in zip(together, found, strict=True):
                    # Whoever left waits no more.
                    if not answer.done():
                        answer.set_result(outcome)
        finally:
            del self._waiting[room]


async def _performed(asked: list[Asked]) -> list[Outcome]:
    try:
        found: list[Outcome] = await database_sync_to_async(perform_all)(asked)
    except Exception as error:  # noqa: BLE001 - told to whoever asked
        return [error for _ in asked]
    return found
