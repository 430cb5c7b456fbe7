"""When the guests of an event are forgotten, so is who asked: what was asked stays, with its votes and its answer."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from backend.feeds.services import forget_events
from backend.interactions.models import Participant
from backend.roadshows.models import Event
from backend.roadshows.rooms import KIND
from backend.roadshows.services.retention import Forgetting, add_forgetting


def _is_left() -> Exists:
    return Exists(Participant.objects.filter(event=OuterRef("pk")).exclude(name=""))


def _forget(event: Event) -> None:
    """Names stand in what the room was told, too."""
    # An account is known by its own row; which ticket it held is forgotten with the ticket.
    known = Participant.objects.filter(event=event)
    known.exclude(name="", registration=None).update(name="", registration=None, updated_at=timezone.now())
    forget_events(KIND, event.pk)


add_forgetting(Forgetting(_is_left, _forget))
