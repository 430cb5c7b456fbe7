"""Lights and words for who is on stage, by hand; what the clock says the speaker's page shows by itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.backstage.enums import CueLight
from backend.backstage.errors import BadCue
from backend.backstage.models import LONGEST_CUE, Cue
from backend.backstage.services.telling import cue_given
from backend.core.actors import Actor
from backend.roadshows.services.stage import hold_stage


@transaction.atomic
def give(*, actor: Actor, event_id: UUID, line_id: UUID, light: CueLight | None, note: str = "", now: datetime) -> Cue:
    """Show the speaker of the line on stage a light, words, or both; neither takes away what was shown.

    Raises NotFound, NotPermitted, WrongState unless the event is on, StageMoved when another line is on stage, BadCue.
    """
    event, _ = hold_stage(actor, event_id, line_id)
    note = note.strip()
    if len(note) > LONGEST_CUE:
        raise BadCue
    # The stage is held, so that hands come one after the other.
    cue = Cue.objects.get_or_create(event=event)[0]
    wanted = (line_id if light or note else None, light.value if light else "", note)
    if (cue.line_id, cue.light, cue.note) != wanted:
        cue.line_id, cue.light, cue.note = wanted
        cue.given_at, cue.given_by_id = now, actor.pk if is_person(actor) else None
        cue.save()
        cue_given(event, cue, now=now)
    return cue
