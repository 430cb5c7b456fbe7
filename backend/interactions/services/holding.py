"""One row that whoever changes the questions of an event holds first, after the participant and before the questions."""

from backend.interactions.models import RoomRules
from backend.roadshows.models import Event


def hold_desk(event: Event) -> RoomRules:
    """Until the transaction ends: hands at one desk, and those who ask, come one after the other. Returns the rules."""
    return RoomRules.objects.select_for_update().get_or_create(event=event)[0]
