"""What can be done over a socket: a type, its payload, and one service call. `commands/<topic>.py` registers its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from pydantic import ValidationError

from backend.core.actors import Actor, PassHolder
from backend.core.bodies import is_sane
from backend.core.digests import digest_of
from backend.core.once import first_time, first_times, take_back
from backend.core.ratelimit import Limit
from backend.core.wire import Wire
from backend.live.errors import BadPayload, UnknownCommand


class Payload(Wire):
    """Base of every payload."""


P = TypeVar("P", bound=Payload)
# A clicker held down stays below; a script that floods a room with its clock does not.
PER_ACTOR = Limit("live.commands", 600, 60)
Handler = Callable[..., None]
# What each was refused with; None where it was done.
Refusals = Sequence[Exception | None]
Together = Callable[..., Refusals]


@dataclass(frozen=True, slots=True)
class Known:
    """A command that is registered."""

    payload: type[Payload]
    handler: Handler
    together: Together | None = None
    beside: frozenset[str] = frozenset()


_commands: dict[str, Known] = {}


def command(
    name: str,
    payload: type[P],
    *,
    together: Callable[[Sequence[tuple[Actor, P]], datetime], Refusals] | None = None,
    beside: Iterable[str] = (),
) -> Callable[[Callable[[Actor, P, datetime], None]], Handler]:
    """Register a handler `(actor, payload, now)`. It names what shall be, not a step from what was.

    `together` does many of one room at once, and each as if it were done alone, in the order they came: one that it refuses left
    nothing behind. `beside` are commands that may be done before or after it, where they are about other things, with the same end.
    """

    def register(handler: Callable[[Actor, P, datetime], None]) -> Handler:
        if name in _commands:
            raise KeyError(f"the command {name} has a handler")
        _commands[name] = Known(payload, handler, together, frozenset(beside))
        return handler

    return register


def key_of(actor: Actor) -> str:
    """Who somebody is for counting, with an account or without."""
    return str(actor.known_as if isinstance(actor, PassHolder) else actor.pk)


@dataclass(frozen=True, slots=True)
class Act:
    """A command that was read: somebody's, to be done once."""

    key: str
    name: str
    known: Known
    actor: Actor
    payload: Payload
    now: datetime

    @property
    def about(self) -> frozenset[UUID]:
        """The ids it names beside the room's."""
        return frozenset(value for name, value in self.payload if name != "room" and isinstance(value, UUID))

    def do(self) -> None:
        """Do it, once for each id of an actor: a client whose connection broke sends again what it had no answer to, and
        meanwhile somebody else may have gone on. Where a transaction is open it is a part of it that may be undone by itself.

        Raises whatever the service refuses with.
        """
        with transaction.atomic():
            if first_time(self.key):
                self.known.handler(self.actor, self.payload, self.now)


def do_together(acts: Sequence[Act]) -> Refusals:
    """Do those of one command and room, of different keys, at once; of each what it was refused with. All or nothing where it raises."""
    together = acts[0].known.together
    if together is None:
        raise TypeError(f"{acts[0].name} is done one by one")
    with transaction.atomic():
        new = first_times(act.key for act in acts)
        asked = [act for act in acts if act.key in new]
        outcomes = together([(act.actor, act.payload) for act in asked], acts[0].now) if asked else []
        refused = {act.key: one for act, one in zip(asked, outcomes, strict=True) if one is not None}
        if refused:
            take_back(refused)
    return [refused.get(act.key) for act in acts]


def read(*, actor: Actor, name: str, payload: dict[str, Any], now: datetime, command_id: str) -> Act:
    """What somebody asks for. Raises UnknownCommand, BadPayload."""
    known = _commands.get(name)
    if known is None:
        raise UnknownCommand
    if not is_sane(payload):
        raise BadPayload
    try:
        asked = known.payload.model_validate(payload)
    except ValidationError as error:
        fields = {".".join(str(part) for part in one["loc"]): [one["msg"]] for one in error.errors()}
        raise BadPayload(fields=fields) from error
    # As a digest: a client may call its acts what it likes, and a database takes not every letter.
    key = f"live:{digest_of(f'{key_of(actor)}:{command_id}')}"
    return Act(key, name, known, actor, asked, now)
