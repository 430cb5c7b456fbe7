"""What can be done over a socket: a type, its payload, and one service call. `commands/<topic>.py` registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from pydantic import ValidationError

from backend.core.actors import Actor, PassHolder
from backend.core.bodies import is_sane
from backend.core.digests import digest_of
from backend.core.once import first_time
from backend.core.ratelimit import Limit
from backend.core.wire import Wire
from backend.live.errors import BadPayload, UnknownCommand


class Payload(Wire):
    """Base of every payload."""


P = TypeVar("P", bound=Payload)
# A clicker held down stays below; a script that floods a room with its clock does not.
PER_ACTOR = Limit("live.commands", 600, 60)
Handler = Callable[..., None]

_commands: dict[str, tuple[type[Payload], Handler]] = {}


def command(name: str, payload: type[P]) -> Callable[[Callable[[Actor, P, datetime], None]], Handler]:
    """Register a handler `(actor, payload, now)`. It names what shall be, not a step from what was."""

    def register(handler: Callable[[Actor, P, datetime], None]) -> Handler:
        if name in _commands:
            raise KeyError(f"the command {name} has a handler")
        _commands[name] = (payload, handler)
        return handler

    return register


def key_of(actor: Actor) -> str:
    """Who somebody is for counting, with an account or without."""
    return str(actor.known_as if isinstance(actor, PassHolder) else actor.pk)


@dataclass(frozen=True, slots=True)
class Act:
    """A command that was read: somebody's, to be done once."""

    key: str
    run: Callable[[], None]

    def do(self) -> None:
        """Do it, once for each id of an actor: a client whose connection broke sends again what it had no answer to, and
        meanwhile somebody else may have gone on. Where a transaction is open it is a part of it that may be undone by itself.

        Raises whatever the service refuses with.
        """
        with transaction.atomic():
            if first_time(self.key):
                self.run()


def read(*, actor: Actor, name: str, payload: dict[str, Any], now: datetime, command_id: str) -> Act:
    """What somebody asks for. Raises UnknownCommand, BadPayload."""
    found = _commands.get(name)
    if found is None:
        raise UnknownCommand
    form, handler = found
    if not is_sane(payload):
        raise BadPayload
    try:
        asked = form.model_validate(payload)
    except ValidationError as error:
        fields = {".".join(str(part) for part in one["loc"]): [one["msg"]] for one in error.errors()}
        raise BadPayload(fields=fields) from error
    # As a digest: a client may call its acts what it likes, and a database takes not every letter.
    key = f"live:{digest_of(f'{key_of(actor)}:{command_id}')}"
    return Act(key, partial(handler, actor, asked, now))
