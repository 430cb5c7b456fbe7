"""Places that somebody took along with their own: given back all at once."""

from datetime import datetime

from django.db import transaction

from backend.core.actors import Actor
from backend.roadshows.errors import TicketNotCancellable
from backend.roadshows.models import Registration
from backend.roadshows.selectors.registrations import group_of
from backend.roadshows.services.registrations import give_places_back


@transaction.atomic
def cancel_group(*, actor: Actor, lead: Registration, now: datetime) -> Registration:
    """Give back every place of the group that is still held, all or none; what they cost comes back at once, or is not to
    be paid any more. Raises TicketNotCancellable where none is, or for a companion's ticket, and what `cancel_ticket`
    raises of money.
    """
    if lead.lead_id is not None:
        raise TicketNotCancellable
    give_places_back(actor, lead.event_id, group_of(lead), now)
    return Registration.objects.select_related("event__organization__logo", "ticket_type").get(pk=lead.pk)
