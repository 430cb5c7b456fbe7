"""Rehearsing an evening: what it lacks, and what simulated guests come upon."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.core import audit
from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.core.permissions import may
from backend.rehearsals.enums import Step
from backend.rehearsals.errors import NothingToRehearse
from backend.rehearsals.models import Rehearsal
from backend.rehearsals.permissions import REHEARSES, RULE
from backend.rehearsals.selectors.checks import checked
from backend.rehearsals.services.walking import GUESTS, walk
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import event_by_id


def rehearse(*, actor: Actor, event_id: UUID, now: datetime) -> Rehearsal:
    """Look at everything and walk through it; only what was found is kept.

    Raises NotFound, NotPermitted, NothingToRehearse once the event is on.
    """
    event = event_by_id(actor, event_id)
    if not may(actor, RULE, event):
        raise NothingToRehearse if REHEARSES(actor, event) else NotPermitted(rule=RULE)
    checks, walked = checked(actor, event, now=now), walk(event, now=now)
    steps = [
        {"step": step, "done": walked.done[step], "refused": dict(walked.refused.get(step, {}))}
        for step in Step
        if walked.done[step] or step in walked.refused
    ]
    told = [{"check": one.check, "standing": one.standing, "count": one.count} for one in checks]
    return _kept(actor, event, told, steps, now)


@transaction.atomic
def _kept(
    actor: Actor, event: Event, checks: list[dict[str, object]], steps: list[dict[str, object]], now: datetime
) -> Rehearsal:
    row = Rehearsal.objects.create(
        event=event,
        held_by_id=actor.pk if is_person(actor) else None,
        held_at=now,
        guests=GUESTS,
        checks=checks,
        steps=steps,
    )
    audit.record(actor, "event.rehearsed", event, organizations=[event.organization_id])
    return row
