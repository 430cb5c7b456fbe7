"""Everything that goes over a socket, typed. Unknown keys are refused; the schema of these is exported for the front end."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from backend.core.wire import Wire
from backend.interactions.enums import ReactionKind


class Cursor(Wire):
    """A place in a feed. Without an epoch the reader has nothing yet and is sent the state."""

    feed: str = Field(max_length=120)
    epoch: str = Field(default="", max_length=16)
    seq: int = Field(default=0, ge=0, le=2**53)


class Hello(Wire):
    """First word of a client, and every time it lost its place: all feeds it wants, with its place in each."""

    kind: Literal["hello"]
    feeds: list[Cursor] = Field(max_length=10)


class Command(Wire):
    """Something to be done; answered by exactly one `ack` or `error` with the same id."""

    kind: Literal["command"]
    id: str = Field(min_length=1, max_length=64)
    type: str = Field(max_length=60)
    payload: dict[str, Any]


ClientMessage = Annotated[Hello | Command, Field(discriminator="kind")]
client_message: TypeAdapter[Hello | Command] = TypeAdapter(ClientMessage)


class SnapshotMessage(Wire):
    """The whole state of a feed exactly after event `seq`."""

    kind: Literal["snapshot"] = "snapshot"
    feed: str
    epoch: str
    seq: int
    now: datetime
    state: dict[str, Any]


class EventMessage(Wire):
    """One change of a feed."""

    kind: Literal["event"] = "event"
    seq: int
    feed: str
    epoch: str
    type: str
    payload: dict[str, Any]
    at: datetime


class ResumedMessage(Wire):
    """After the missed events (`recovered`), or before the snapshot that stands for them."""

    kind: Literal["resumed"] = "resumed"
    feed: str
    recovered: bool


class HeadMessage(Wire):
    """Heartbeat: where the feed stands. A reader behind it has missed something and says `hello` again.

    `present` is about how many follow it, of a public one, where that is known.
    """

    kind: Literal["head"] = "head"
    feed: str
    epoch: str
    seq: int
    now: datetime
    present: int | None = None


class PulseMessage(Wire):
    """How many taps of each kind the room made just now. It has no number: whoever misses one has missed nothing that stays."""

    kind: Literal["pulse"] = "pulse"
    feed: str
    counts: dict[ReactionKind, int]


class RefusedMessage(Wire):
    """This feed is not, or no longer, for this reader."""

    kind: Literal["refused"] = "refused"
    feed: str
    code: str


class AckMessage(Wire):
    kind: Literal["ack"] = "ack"
    id: str


class ErrorMessage(Wire):
    """A command that was not done, or a message that could not be read (then `id` is blank)."""

    kind: Literal["error"] = "error"
    id: str
    code: str
    detail: str


ServerMessage = (
    SnapshotMessage
    | EventMessage
    | ResumedMessage
    | HeadMessage
    | PulseMessage
    | RefusedMessage
    | AckMessage
    | ErrorMessage
)
server_message: TypeAdapter[ServerMessage] = TypeAdapter(Annotated[ServerMessage, Field(discriminator="kind")])
