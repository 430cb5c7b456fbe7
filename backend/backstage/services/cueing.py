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
from backend.roadshows.models import Event
from backend.roadshows.services.stage import hold_stage


@transaction.atomic
def light(*, actor: Actor, event_id: UUID, line_id: UUID, light: CueLight | None, now: datetime) -> Cue:
    """Show the speaker of the line on stage a light, or none; the words beside it stay.

    Raises NotFound, NotPermitted, WrongState unless the event is on, StageMoved when another line is on stage.
    """
    event, cue = _held(actor, event_id, line_id)
    return _given(actor, event, cue, line_id, light.value if light else "", cue.note, now)


@transaction.atomic
def say(*, actor: Actor, event_id: UUID, line_id: UUID, note: str, now: datetime) -> Cue:
    """Show them words, blank for none; the light beside them stays. Raises what `light` raises, and BadCue."""
    event, cue = _held(actor, event_id, line_id)
    note = note.strip()
    if len(note) > LONGEST_CUE:
        raise BadCue
    return _given(actor, event, cue, line_id, cue.light, note, now)


def _held(actor: Actor, event_id: UUID, line_id: UUID) -> tuple[Event, Cue]:
    """The stage is held, so that hands come one after the other. What was given for another line is over."""
    event, _ = hold_stage(actor, event_id, line_id)
    cue = Cue.objects.get_or_create(event=event)[0]
    if cue.line_id != line_id:
        cue.light = cue.note = ""
    return event, cue


def _given(actor: Actor, event: Event, cue: Cue, line_id: UUID, light: str, note: str, now: datetime) -> Cue:
    before = Cue.objects.values_list("line_id", "light", "note").get(pk=cue.pk)
    wanted = (line_id if light or note else None, light, note)
    if before == wanted:
        return cue
    cue.line_id, cue.light, cue.note = wanted
    cue.given_at, cue.given_by_id = now, actor.pk if is_person(actor) else None
    cue.save()
    cue_given(event, cue, now=now)
    return cue
