"""Many readers of feeds over real sockets, in a process of their own: each keeps its state as the front end does.

`python -m tests.support.followers` reads one JSON line {url, origin, tickets, feeds} and then answers each line it is sent:
`{"until": {feed: seq}, "seconds": n}` → how long until every reader stood there, what each did wrong, and their states.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.support.counting import reduce


@dataclass
class Place:
    """Where a reader stands in one feed, and what it made of the events so far."""

    epoch: str = ""
    seq: int = 0
    state: dict[str, int] = field(default_factory=dict)
    is_asking: bool = True


@dataclass
class Follower:
    """Applies events strictly in order; a gap makes it ask again, an old event is dropped."""

    url: str
    origin: str
    feeds: list[str]
    places: dict[str, Place] = field(default_factory=dict)
    doubled: int = 0
    gaps: int = 0
    foreign: int = 0
    reconnects: int = -1
    socket: Any = None

    async def run(self) -> None:
        while True:
            try:
                async with connect(self.url, origin=Origin(self.origin), open_timeout=20) as socket:
                    self.socket, self.reconnects = socket, self.reconnects + 1
                    await self.ask(*self.feeds)
                    async for raw in socket:
                        await self.take(json.loads(raw))
            except (ConnectionClosed, OSError, TimeoutError):
                await asyncio.sleep(0.2)

    async def ask(self, *feeds: str) -> None:
        for feed in feeds:
            self.places.setdefault(feed, Place()).is_asking = True
        wanted = [{"feed": feed, "epoch": self.places[feed].epoch, "seq": self.places[feed].seq} for feed in feeds]
        await self.socket.send(json.dumps({"kind": "hello", "feeds": wanted}))

    async def take(self, message: dict[str, Any]) -> None:
        feed = message.get("feed", "")
        if feed not in self.places:
            self.foreign += 1
            return
        place = self.places[feed]
        match message["kind"]:
            case "snapshot":
                place.epoch, place.seq, place.state = message["epoch"], message["seq"], message["state"]
                place.is_asking = False
            case "resumed":
                place.is_asking = not message["recovered"]
            case "event":
                await self._event(place, message)
            case "head":
                behind = message["seq"] != place.seq or message["epoch"] != place.epoch
                if behind and not place.is_asking:
                    self.gaps += 1
                    await self.ask(feed)

    async def _event(self, place: Place, message: dict[str, Any]) -> None:
        if message["seq"] <= place.seq and message["epoch"] == place.epoch:
            self.doubled += 1
        elif message["seq"] == place.seq + 1 and message["epoch"] == place.epoch:
            place.seq, place.state = message["seq"], reduce(place.state, message["type"])
        elif not place.is_asking:
            self.gaps += 1
            await self.ask(message["feed"])


async def _until(followers: list[Follower], wanted: dict[str, int], seconds: float) -> dict[str, Any]:
    def there(one: Follower) -> bool:
        places = {feed: one.places.get(feed, Place()) for feed in wanted}
        return all(not place.is_asking and place.seq == wanted[feed] for feed, place in places.items())

    started = time.monotonic()
    while not all(map(there, followers)) and time.monotonic() - started < seconds:  # noqa: ASYNC110 - 200 readers
        await asyncio.sleep(0.02)
    states = [
        json.dumps({feed: one.places.get(feed, Place()).state for feed in wanted}, sort_keys=True) for one in followers
    ]
    return {
        "seconds": round(time.monotonic() - started, 3),
        "behind": sum(not there(one) for one in followers),
        "states": sorted(set(states)),
        "gaps": sum(one.gaps for one in followers),
        "doubled": sum(one.doubled for one in followers),
        "foreign": sum(one.foreign for one in followers),
        "reconnects": sum(one.reconnects for one in followers),
    }


async def main() -> None:
    loop = asyncio.get_running_loop()
    told = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    followers = [Follower(told["url"] + ticket, told["origin"], told["feeds"]) for ticket in told["tickets"]]
    tasks = [asyncio.create_task(one.run()) for one in followers]
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        asked = json.loads(line)
        print(json.dumps(await _until(followers, asked["until"], asked["seconds"])), flush=True)  # noqa: T201
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
