"""Commands of one room done together: one transaction, in which each may be refused by itself. Runs in a database thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.utils import translation

from backend.core import clock
from backend.core.actors import Actor
from backend.core.api import DATABASE_AWAY
from backend.core.ratelimit import consume_each
from backend.feeds import services as feeds
from backend.live import commands
from backend.live.commands import Act
from backend.live.grouping import grouped
from backend.live.joining import viewers_behind
from backend.live.messages import Command
from backend.live.tickets import Ticket

log = structlog.get_logger(__name__)

# What waits longer for somebody's lock is left out, and done by itself when the others were answered for.
PATIENCE_MS = 300
# Two processes do not write in one room at once: each would hold what the other's next command waits for.
_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))"
_NO_LONGER = "SELECT set_config('lock_timeout', %s, true)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody said."""

    ticket: Ticket
    said: Command

    @property
    def room(self) -> str:
        """As it was written; blank where there is none. Whether there is such a room is the service's to say."""
        return str(self.said.payload.get("room", ""))[:64]


Outcome = Exception | None


def perform_all(asked: Sequence[Asked]) -> list[Outcome]:
    """Do what was asked in one room; for each why it was not done, or None once that is kept.

    Raises DATABASE_AWAY when nothing is known of any: they are asked again.
    """
    now = clock.now()
    actors = viewers_behind([one.ticket for one in asked])
    found: dict[int, Outcome] = {}
    acts: dict[int, Act] = {}
    limits = consume_each(commands.PER_ACTOR, [commands.key_of(actor) for actor in actors])
    for number, (one, actor, limit) in enumerate(zip(asked, actors, limits, strict=True)):
        act = limit or _read(one, actor, now)
        if isinstance(act, Act):
            acts[number] = act
        else:
            found[number] = act
    if len(acts) > 1:
        found |= _together(asked, acts, now)
    for number in acts.keys() - found.keys():
        found[number] = _alone(asked[number], acts[number])
    return [found[number] for number in range(len(asked))]


def _read(asked: Asked, actor: Actor, now: datetime) -> Act | Exception:
    said = asked.said
    try:
        return commands.read(actor=actor, name=said.type, payload=said.payload, now=now, command_id=said.id)
    except Exception as refusal:  # noqa: BLE001 - told to whoever asked
        return refusal


def _together(asked: Sequence[Asked], acts: Mapping[int, Act], now: datetime) -> dict[int, Outcome]:
    """What became of each; of those left out, and of all when they could not be kept together, nothing."""
    found: dict[int, Outcome] = {}
    try:
        with transaction.atomic(), feeds.gathered(now=now):
            _hold(asked[0].room)
            _be_patient_for(PATIENCE_MS)
            for numbers in grouped(acts):
                some = {number: acts[number] for number in numbers}
                found |= _at_once(some) or _each(asked, some)
            if _is_broken():
                # Nothing would be kept, and everybody be told it was.
                raise transaction.TransactionManagementError("a command left the transaction of the others broken")
    except Exception as error:
        if isinstance(error, DATABASE_AWAY) and _is_lost():
            raise
        log.warning("live_commands_not_together", commands=len(acts), exc_info=True)
        return {}
    return found


def _at_once(acts: Mapping[int, Act]) -> dict[int, Outcome]:
    """What became of each; nothing when there is but one, or what was done is undone: each is tried by itself then."""
    if len(acts) == 1:
        return {}
    try:
        return dict(zip(acts, commands.do_together(list(acts.values())), strict=True))
    except Exception as error:
        if isinstance(error, DATABASE_AWAY) and _is_lost():
            raise
        log.warning("live_commands_not_at_once", commands=len(acts), exc_info=True)
        return {}


def _each(asked: Sequence[Asked], acts: Mapping[int, Act]) -> dict[int, Outcome]:
    found: dict[int, Outcome] = {}
    for number, act in acts.items():
        try:
            with translation.override(asked[number].ticket.language):
                act.do()
            found[number] = None
        except DATABASE_AWAY:
            # It waited too long, or was in a ring with somebody: what it did is undone, and it is left out.
            if _is_lost():
                raise
        except Exception as refusal:  # noqa: BLE001 - told to whoever asked
            found[number] = refusal
    return found


def _alone(asked: Asked, act: Act) -> Outcome:
    try:
        with translation.override(asked.ticket.language), transaction.atomic():
            _hold(asked.room)
            act.do()
    except DATABASE_AWAY as error:
        if _is_lost():
            raise
        return error
    except Exception as refusal:  # noqa: BLE001 - told to whoever asked
        return refusal
    return None


def _hold(room: str) -> None:
    """However long it takes: whoever has it writes in this room, and gives way at the end of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [f"room:{room}"])


def _be_patient_for(milliseconds: int) -> None:
    """With every lock from now on. Not with the room's: where several processes write in one, their turns would pass for a lock
    somebody sits on, and all they were asked be done one by one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NO_LONGER, [f"{milliseconds}ms"])


def _is_broken() -> bool:
    """Whether the transaction would be rolled back at its end without a word."""
    return connection.needs_rollback


def _is_lost() -> bool:
    """Whether the connection is gone, and with it all that was not kept."""
    held = connection.connection
    return held is None or bool(held.closed)
