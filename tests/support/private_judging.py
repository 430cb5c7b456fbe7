"""What is private of the judging of an event."""

from datetime import datetime

from backend.deals.models import Pitch
from backend.judging.models import Conflict, Sheet
from backend.roadshows.models import Event
from tests.factories.judging import JudgeFactory
from tests.support.canaries import PrivateWorld, canary


def add_judging(world: PrivateWorld, event: Event, pitch: Pitch, now: datetime) -> None:
    """Who judges, why they stay out of a pitch, and what they wrote of it: the host's own, from those judged first of all."""
    judge = JudgeFactory.create(event=event, name=canary("judge"), email=canary("judgemail") + "@example.com")
    Conflict.objects.create(judge=judge, pitch=pitch, reason=canary("conflict"), declared_by="judge", declared_at=now)
    Sheet.objects.create(judge=judge, pitch=pitch, comment=canary("judged"), submitted_at=now, saved_at=now)
    world.rows += [judge]
    world.pairs += [(event, judge)]
    for word in ("judge", "judgemail", "conflict", "judged"):
        world.words[canary(word)] = frozenset({"host"})
