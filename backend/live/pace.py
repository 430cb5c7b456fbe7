"""When messages of one feed come so fast that writing each by itself would cost more than waiting a moment for the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from backend.live import bus

# So many in a second, and what comes is gathered for a moment that nobody notices.
FAST = 20
WINDOW_SECONDS = 1.0
GATHER_SECONDS = 0.03

Tell = Callable[[Sequence[bus.Told]], Awaitable[None]]


@dataclass(slots=True)
class _Feed:
    """One feed: when its messages came, and those that wait to leave together."""

    window: float = 0.0
    count: int = 0
    waiting: list[bus.Told] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    def is_fast(self, now: float) -> bool:
        if now - self.window >= WINDOW_SECONDS:
            self.window, self.count = now, 0
        self.count += 1
        return self.count > FAST


class Pace:
    """Passes messages on in the order they came, in each feed: at once, or together with those of the same moment."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._feeds: dict[str, _Feed] = {}

    async def take(self, told: bus.Told) -> None:
        feed = self._feeds.setdefault(told.feed, _Feed())
        is_fast = feed.is_fast(asyncio.get_running_loop().time())
        # Whatever waits or is being written goes first.
        if feed.task is None and not is_fast:
            await self._tell([told])
            return
        feed.waiting.append(told)
        if feed.task is None:
            feed.task = asyncio.create_task(self._pass_on(feed))

    async def _pass_on(self, feed: _Feed) -> None:
        try:
            while feed.waiting:
                await asyncio.sleep(GATHER_SECONDS)
                together, feed.waiting = feed.waiting, []
                await self._tell(together)
        finally:
            feed.task = None

    def forget(self, feed: str) -> None:
        """Nobody follows it any more; what waits still reaches its end."""
        self._feeds.pop(feed, None)
