"""What is private behind the stage of an event: the talk, what a speaker prepared, and a poll that is still a draft."""

from datetime import datetime

from backend.backstage.models import ChatLine, SpeakerNotes
from backend.interactions.enums import PollKind
from backend.interactions.models import Poll
from backend.roadshows.enums import AgendaKind
from backend.roadshows.models import Event
from tests.factories.roadshows import AgendaItemFactory
from tests.support.canaries import PrivateWorld, canary


def add_backstage(world: PrivateWorld, event: Event, now: datetime) -> None:
    """All of it the host's own: the line is of no company, so the host's people speak for it."""
    for channel in ("team", "judges"):
        ChatLine.objects.create(event=event, channel=channel, text=canary(f"{channel}chat"), said_at=now)
        world.words[canary(f"{channel}chat")] = frozenset({"host"})
    line = AgendaItemFactory.create(event=event, position=3, kind=AgendaKind.TALK)
    SpeakerNotes.objects.create(event=event, line_id=line.pk, page=0, text=canary("speakersnotes"))
    Poll.objects.create(event=event, kind=PollKind.POLL, text=canary("polldraft"), choices=["a", "b"], votes=[0, 0])
    world.pairs += [(event, line)]
    for word in ("speakersnotes", "polldraft"):
        world.words[canary(word)] = frozenset({"host"})
