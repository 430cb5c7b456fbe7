"""Many readers of feeds over real sockets, in a process of their own: each keeps its state as the front end does.

`python -m tests.support.followers` reads one JSON line, `Told`, and then answers each line it is sent:
`{"until": {feed: seq}, "seconds": n, "or_past": false}` → how long until every reader stood there, what went wrong meanwhile, and their states.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles
from typing import Any

from backend.roadshows.room_state import reduce as reduce_room
from tests.support.bare_socket import BareSocket, open_bare
from tests.support.counting import reduce as count

State = Mapping[str, Any]
# As the page waits before it comes back.
LEAST_WAIT, MORE_WAIT = 0.3, 0.7
_KEPT = 2_000
# Of so many the times are kept.
_TIMED = 300

REDUCERS: dict[str, Callable[[State, dict[str, Any]], State]] = {
    "counting": lambda state, message: count(state, message["type"]),
    "room": lambda state, message: reduce_room(state, message["payload"]),
}


@dataclass
class Told:
    """Where to go (by turns, as through a balancer), and who reads what. `others` are feeds a reader asks for and may not read.
    Careless readers apply whatever comes, and never ask again.
    """

    urls: list[str]
    origin: str
    readers: list[dict[str, Any]]
    reducer: str = "counting"
    is_careless: bool = False


@dataclass
class Place:
    """Where a reader stands in one feed, and what it made of the events so far."""

    epoch: str = ""
    seq: int = 0
    state: State = field(default_factory=dict)
    is_asking: bool = True
    # Whether what it asked for now is the repair of a gap, of which nothing came yet.
    is_repair: bool = False


class Crowd:
    """What all readers share: what they learned, and work that is the same for all of them, done once."""

    def __init__(self, told: Told) -> None:
        self.told, self._reduce = told, REDUCERS[told.reducer]
        self._parsed: dict[bytes, dict[str, Any]] = {}
        self._after: dict[tuple[int, bytes], tuple[State, State]] = {}
        self._at: dict[tuple[str, str, int], State] = {}
        self.seen: Counter[str] = Counter()
        self.lateness: list[float] = []
        self.repairs: list[float] = []

    def parsed(self, raw: bytes) -> dict[str, Any]:
        found: dict[str, Any] | None = self._parsed.get(raw)
        if found is None:
            if len(self._parsed) > _KEPT:
                self._parsed.clear()
            found = json.loads(raw)
            if found["kind"] == "event":
                found["said_at"] = datetime.fromisoformat(found["at"]).timestamp()
            if found["kind"] != "snapshot":
                self._parsed[raw] = found
        return found

    def after(self, state: State, raw: bytes, message: dict[str, Any]) -> State:
        """The state after an event. Readers with the same state share the next one."""
        known = self._after.get((id(state), raw))
        if known is None or known[0] is not state:
            if len(self._after) > _KEPT:
                self._after.clear()
                self._at.clear()
            known = self._after[id(state), raw] = (state, self._reduce(state, message))
            self._at[message["feed"], message["epoch"], message["seq"]] = known[1]
        return known[1]

    def begun(self, snapshot: dict[str, Any]) -> State:
        """The state of a snapshot; that of the others, where it is equal."""
        state: State = snapshot["state"]
        key = (snapshot["feed"], snapshot["epoch"], snapshot["seq"])
        if self._at.get(key) == state:
            return self._at[key]
        self._at[key] = state
        return state


class Follower:
    """Applies events strictly in order; a gap makes it ask again, an old event is dropped."""

    def __init__(self, crowd: Crowd, number: int, reader: dict[str, Any]) -> None:
        self._crowd, self._turn = crowd, number
        self._is_timed = number < _TIMED
        self._ticket: str = reader["ticket"]
        self._others: list[str] = reader.get("others", [])
        self.places = {feed: Place() for feed in reader["feeds"]}
        self._socket: BareSocket | None = None

    async def run(self) -> None:
        told, seen = self._crowd.told, self._crowd.seen
        while True:
            url = told.urls[self._turn % len(told.urls)] + self._ticket
            self._turn += 1
            try:
                socket = self._socket = await open_bare(url, told.origin, self.hear)
                if socket.is_open:
                    seen["connects"] += 1
                    self.ask([*self.places, *self._others])
                    await socket.ended
                    seen[f"closed {socket.code}"] += 1
                else:
                    seen[f"status {socket.status}"] += 1
            except (OSError, TimeoutError):
                seen["unreached"] += 1
            await asyncio.sleep(LEAST_WAIT + MORE_WAIT * random.random())

    def ask(self, feeds: list[str], *, is_repair: bool = False) -> None:
        for feed in feeds:
            if feed in self.places:
                self.places[feed].is_asking, self.places[feed].is_repair = True, is_repair
        stand = {feed: self.places.get(feed, Place()) for feed in feeds}
        wanted = [{"feed": feed, "epoch": place.epoch, "seq": place.seq} for feed, place in stand.items()]
        assert self._socket is not None
        self._socket.say(json.dumps({"kind": "hello", "feeds": wanted}))

    def hear(self, raw: bytes) -> None:
        message = self._crowd.parsed(raw)
        feed, kind = message.get("feed", ""), message["kind"]
        place = self.places.get(feed)
        if place is None:
            # To be told that it is not theirs is all they may hear of it.
            self._crowd.seen["refused" if kind == "refused" and feed in self._others else "foreign"] += 1
            return
        match kind:
            case "event":
                self._event(place, message, raw)
            case "snapshot":
                place.epoch, place.seq = message["epoch"], message["seq"]
                place.state = self._crowd.begun(message)
                place.is_asking = False
            case "resumed":
                place.is_asking = not message["recovered"]
            case "head":
                behind = message["seq"] != place.seq or message["epoch"] != place.epoch
                if behind and not place.is_asking:
                    self._mind_the_gap(feed)

    def _event(self, place: Place, message: dict[str, Any], raw: bytes) -> None:
        is_same = message["epoch"] == place.epoch
        if is_same and message["seq"] <= place.seq:
            self._crowd.seen["doubled"] += 1
        elif (is_same and message["seq"] == place.seq + 1) or self._crowd.told.is_careless:
            if self._is_timed:
                self._keep_time(place, message)
            place.seq, place.state = message["seq"], self._crowd.after(place.state, raw, message)
        elif not place.is_asking:
            self._mind_the_gap(message["feed"])

    def _keep_time(self, place: Place, message: dict[str, Any]) -> None:
        late = time.time() - message["said_at"]
        if not place.is_asking:
            self._crowd.lateness.append(late)
        elif place.is_repair:
            # The first that comes is the one that was lost.
            self._crowd.repairs.append(late)
            place.is_repair = False

    def _mind_the_gap(self, feed: str) -> None:
        if not self._crowd.told.is_careless:
            self._crowd.seen["gaps"] += 1
            self.ask([feed], is_repair=True)

    def is_at(self, wanted: dict[str, int], *, or_past: bool) -> bool:
        """Connected, and there in all of them it follows."""
        if self._socket is None or not self._socket.is_open:
            return False
        places = [(wanted[feed], place) for feed, place in self.places.items() if feed in wanted]
        return all(not one.is_asking and (one.seq == seq or (or_past and one.seq > seq)) for seq, one in places)


async def _until(crowd: Crowd, followers: list[Follower], asked: dict[str, Any]) -> dict[str, Any]:
    wanted, or_past = asked["until"], asked["or_past"]
    started, pause = time.monotonic(), 0.02 if len(followers) < 500 else 0.1

    def behind() -> Iterator[Follower]:
        return (one for one in followers if not one.is_at(wanted, or_past=or_past))

    while time.monotonic() - started < asked["seconds"] and any(True for _ in behind()):  # noqa: ASYNC110 - so many
        await asyncio.sleep(pause)
    took = time.monotonic() - started
    return {
        "seconds": round(took, 3),
        "behind": sum(1 for _ in behind()),
        "states": {feed: _states(followers, feed) for feed in wanted},
        "seen": dict(crowd.seen),
        "late_p95": quantiles(crowd.lateness, n=100)[94] if len(crowd.lateness) > 1 else 0.0,
        "repair_median": median(crowd.repairs) if crowd.repairs else 0.0,
        "repairs": len(crowd.repairs),
    }


def _states(followers: list[Follower], feed: str) -> list[str]:
    """What its readers made of a feed, each once: one, if they agree."""
    held = {id(one.places[feed].state): one.places[feed].state for one in followers if feed in one.places}
    return sorted({json.dumps(state, sort_keys=True) for state in held.values()})


async def main() -> None:
    loop = asyncio.get_running_loop()
    crowd = Crowd(Told(**json.loads(await loop.run_in_executor(None, sys.stdin.readline))))
    followers = [Follower(crowd, number, reader) for number, reader in enumerate(crowd.told.readers)]
    tasks = [asyncio.create_task(one.run()) for one in followers]
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        found = await _until(crowd, followers, json.loads(line))
        print(json.dumps(found), flush=True)  # noqa: T201 - the answer to whoever asked
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
