"""Reactions on their way: counted together, answered once that is kept, shown to everybody a few times a second."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

import structlog
from channels.db import database_sync_to_async
from django.utils import translation
from pydantic import ValidationError

from backend.core.api import DATABASE_AWAY
from backend.core.digests import digest_of
from backend.core.errors import Crashed, DomainError, TooManyRequests
from backend.core.wire import Wire
from backend.interactions.enums import ReactionKind
from backend.interactions.errors import NotFollowing
from backend.interactions.services import reacting
from backend.live import bus
from backend.live.errors import BadPayload
from backend.live.frames import Frame
from backend.live.messages import AckMessage, Command, ErrorMessage, PulseMessage
from backend.roadshows.rooms import public_feed

log = structlog.get_logger(__name__)

COMMAND = "room.react"
# What comes within this time is one transaction.
GATHER_SECONDS = 0.05
# Five frames a second at most, however many tap.
PULSE_SECONDS = 0.2
# A hand that taps as fast as it can stays below; a script does not.
TAPS_A_SECOND, TAPS_AT_ONCE = 5.0, 15.0
# Of visitors, of whom nothing is known, a room of one process counts so many together.
VISITORS_A_SECOND = 200.0
# Hands that have not tapped for so long have all their taps again.
RESTED_SECONDS = 60.0


Key = TypeVar("Key", str, UUID)


class React(Wire):
    room: UUID
    kind: ReactionKind


@dataclass(slots=True)
class Allowance:
    """How many taps are left; they come back with time."""

    a_second: float = TAPS_A_SECOND
    at_once: float = TAPS_AT_ONCE
    left: float = TAPS_AT_ONCE
    at: float = 0.0

    def take(self, now: float) -> bool:
        self.left, self.at = min(self.at_once, self.left + (now - self.at) * self.a_second), now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Tapper(Protocol):
    """A connection, as far as this module knows it."""

    allowance: Allowance

    @property
    def key(self) -> str: ...

    @property
    def language(self) -> str: ...

    def follows(self, feed: str) -> bool: ...

    def write(self, frame: Frame) -> None: ...

    def abort(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Tap:
    by: Tapper
    command_id: str
    kind: ReactionKind

    @property
    def key(self) -> str:
        return f"live:{digest_of(f'{self.by.key}:{self.command_id}')}"

    def refuse(self, code: str, detail: object) -> None:
        with translation.override(self.by.language):
            answer = ErrorMessage(id=self.command_id, code=code, detail=str(detail))
        self.by.write(Frame.of(answer.model_dump()))


@dataclass(slots=True)
class Reactions:
    """Of one process: taps that wait to be counted, by room, and tasks that do it."""

    waiting: dict[UUID, list[Tap]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    people: dict[str, Allowance] = field(default_factory=dict)
    crowds: dict[UUID, Allowance] = field(default_factory=dict)

    def take(self, by: Tapper, said: Command) -> None:
        """Accept a tap; it is answered when it was counted. Raises BadPayload, NotFollowing, TooManyRequests."""
        try:
            asked = React.model_validate(said.payload)
        except ValidationError as error:
            raise BadPayload from error
        if not by.follows(str(public_feed(asked.room))):
            raise NotFollowing
        if not self._may_tap(by, asked.room, asyncio.get_running_loop().time()):
            raise TooManyRequests
        if asked.room not in self.waiting:
            self.waiting[asked.room] = []
            self._start(asked.room)
        self.waiting[asked.room].append(Tap(by, said.id, asked.kind))

    def _may_tap(self, by: Tapper, room: UUID, now: float) -> bool:
        """A person has one allowance for all their sockets, a visitor one for each and one with all the others."""
        if by.key:
            return _of(self.people, by.key, now, Allowance()).take(now)
        crowd = Allowance(VISITORS_A_SECOND, VISITORS_A_SECOND, VISITORS_A_SECOND)
        return by.allowance.take(now) and _of(self.crowds, room, now, crowd).take(now)

    def _start(self, room: UUID) -> None:
        task = asyncio.create_task(self._count(room))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _count(self, room: UUID) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        taps = self.waiting.pop(room)
        try:
            await database_sync_to_async(_count)(room, taps)
        except DomainError as refusal:
            for tap in taps:
                tap.refuse(refusal.code, refusal.detail)
        except DATABASE_AWAY:
            # They are sent again with the next connection, as after any other break.
            log.warning("live_reactions_without_database", exc_info=True)
            for tap in taps:
                tap.by.abort()
        except Exception:
            log.exception("live_reactions_crashed")
            for tap in taps:
                tap.refuse(Crashed.code, Crashed.message)
        else:
            for tap in taps:
                tap.by.write(Frame.of(AckMessage(id=tap.command_id).model_dump()))


def _of(known: dict[Key, Allowance], key: Key, now: float, new: Allowance) -> Allowance:
    if key not in known:
        for rested in [one for one, allowance in known.items() if now - allowance.at > RESTED_SECONDS]:
            del known[rested]
        known[key] = new
    return known[key]


def _count(room: UUID, taps: list[Tap]) -> None:
    new = reacting.count(event_id=room, taps={tap.key: tap.kind for tap in taps})
    if new:
        bus.announce_pulse(bus.Pulse(str(public_feed(room)), {kind.value: count for kind, count in new.items()}))


@dataclass(slots=True)
class Pulses:
    """What rooms did in the last moment, added up from all processes."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, pulse: bus.Pulse) -> bool:
        """Whether it is the first of a moment, at whose end the room is to be told."""
        is_first = pulse.feed not in self.counts
        self.counts.setdefault(pulse.feed, Counter()).update(pulse.counts)
        return is_first

    def frame(self, feed: str) -> Frame:
        """And a new moment begins."""
        counts = {ReactionKind(kind): count for kind, count in self.counts.pop(feed).items()}
        return Frame.of(PulseMessage(feed=feed, counts=counts).model_dump(mode="json"))
