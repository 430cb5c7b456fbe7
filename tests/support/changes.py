"""Row changes of published pitches: through the services, as people make them, or in one statement and its mark."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from backend.deals.enums import Block, PitchState, Visibility
from backend.deals.models import Pitch
from backend.deals.services.pitch_states import pause_pitch, resume_pitch
from backend.deals.services.pitches import set_visibility
from backend.matching.services import indexing, reach


@dataclass(slots=True)
class Changes:
    """Pitches hidden and shown again, blocks opened and closed."""

    pitches: list[Pitch]
    founder: User
    chance: random.Random
    paused: set[int] = field(default_factory=set)

    def make_one(self) -> None:
        which = self.chance.randrange(len(self.pitches))
        pitch, now = self.pitches[which], clock.now()
        if self.chance.random() < 0.5:
            visibility = {Block.STORY: self.chance.choice(list(Visibility))}
            set_visibility(actor=self.founder, pitch=pitch, blocks=visibility, now=now)
        elif which in self.paused:
            self.paused.discard(which)
            resume_pitch(actor=self.founder, pitch=pitch, now=now)
        else:
            self.paused.add(which)
            pause_pitch(actor=self.founder, pitch=pitch, now=now)


def change_row(pitch_id: UUID, chance: random.Random, text: str) -> None:
    """Another one-liner, and one time in four hidden."""
    state = PitchState.PAUSED if chance.random() < 0.25 else PitchState.PUBLISHED
    with transaction.atomic():
        Pitch.objects.filter(pk=pitch_id).update(one_liner=text, state=state)
        reach.pitch_changed(pitch_id)


def change_and_index(
    ids: Sequence[UUID], chance: random.Random, name: str, *, rate: float, is_over: Callable[[], bool]
) -> None:
    """Change rows at a steady pace and index what is marked every fifth of a second, as one process of the product does."""
    begun = indexed = time.monotonic()
    done = 0
    while not is_over():
        now = time.monotonic()
        if now - indexed > 0.2:
            indexing.drain(now=clock.now())
            indexed = now
        elif done < (now - begun) * rate:
            change_row(chance.choice(ids), chance, f"{name} {done}")
            done += 1
        else:
            time.sleep(0.5 / rate)
