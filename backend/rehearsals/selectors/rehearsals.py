"""Rehearsals that were held."""

from django.db.models import QuerySet

from backend.rehearsals.models import Rehearsal
from backend.roadshows.models import Event

MOST_SHOWN = 20


def rehearsals_of(event: Event) -> QuerySet[Rehearsal]:
    """The last ones, the newest first."""
    return Rehearsal.objects.filter(event=event).order_by("-held_at", "-id")[:MOST_SHOWN]
