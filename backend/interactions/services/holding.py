"""Who acts in a room, and what is held while they do: the event first, then the participant, then the desk or the poll."""

from uuid import UUID

from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.core.permissions import may
from backend.interactions.errors import Muted, NotInTheRoom
from backend.interactions.models import Participant, RoomRules
from backend.interactions.permissions import RUNS_ROOM
from backend.interactions.selectors.participants import participant_of
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
    found = participant_of(actor, event_id)
    if found is None:
        raise NotInTheRoom
    event = hold_open(event_id)
    held = Participant.objects.select_for_update(no_key=True).get(pk=found.pk)
    if held.muted_at is not None:
        raise Muted
    return event, held
