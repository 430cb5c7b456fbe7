"""Who acts in a room, and what is held while they do: the event first, then the participant, then the desk or the poll."""

from collections.abc import Collection, Sequence
from uuid import UUID

from backend.core.actors import Actor
from backend.core.errors import DomainError, NotPermitted
from backend.core.permissions import may
from backend.interactions.errors import Muted, NotInTheRoom
from backend.interactions.models import Participant, RoomRules
from backend.interactions.permissions import RUNS_ROOM
from backend.interactions.selectors.participants import participants_of
from backend.roadshows.enums import EventState
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.services.events import hold_open

RULE = "interactions.run_room"
# A room takes what its audience says from the day it is open until its evening is over.
TAKEN_IN = (EventState.PUBLISHED, EventState.LIVE)


def hold_desk(event: Event) -> RoomRules:
    """Until the transaction ends: hands at one desk, and those who ask, come one after the other. Returns the rules."""
    return RoomRules.objects.select_for_update().get_or_create(event=event)[0]


def hold_room(actor: Actor, event_id: UUID) -> Event:
    """The event, kept from ending meanwhile, whose room the actor may run. Raises NotFound, NotPermitted, WrongState."""
    hold_open(event_id)
    event = event_by_id(actor, event_id)
    if not may(actor, RULE, event):
        raise WrongState(state=event.state) if RUNS_ROOM(actor, event) else NotPermitted(rule=RULE)
    return event


def hold_participant(actor: Actor, event_id: UUID) -> tuple[Event, Participant]:
    """The event, kept from ending meanwhile, and who acts in it, whose acts come one after the other.

    Raises NotInTheRoom, Muted.
    """
    event, (who,) = hold_participants([actor], event_id)
    if event is None or isinstance(who, DomainError):
        raise who if isinstance(who, DomainError) else NotInTheRoom
    return event, who


def hold_participants(actors: Sequence[Actor], event_id: UUID) -> tuple[Event | None, list[Participant | DomainError]]:
    """The same for several: each in their place, or what they are refused with. No event where none of them is in its room."""
    found = participants_of(actors, event_id)
    known = {one.pk for one in found if one is not None}
    if not known:
        return None, [NotInTheRoom() for _ in actors]
    event = hold_open(event_id)
    held = _hold_all(known)
    return event, [_heard(held.get(one.pk) if one else None) for one in found]


def _hold_all(known: Collection[UUID]) -> dict[UUID, Participant]:
    """In one order, so that two who hold several never wait for each other in a ring."""
    rows = Participant.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk")
    return {one.pk: one for one in rows}


def _heard(held: Participant | None) -> Participant | DomainError:
    if held is None:
        return NotInTheRoom()
    return held if held.muted_at is None else Muted()
