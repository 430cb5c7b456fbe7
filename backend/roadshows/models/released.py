"""The run of show as everybody knows it: the versions that went out, and the lines of each."""

import pgtrigger
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.roadshows.models.event import AgendaLineFields, Event


class AgendaRelease(BaseModel):
    """One version of an event's agenda. Never changed: another one goes out."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda_releases")
    number = models.PositiveIntegerField(help_text="of its event, from 1")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True, default="", help_text="the host's words on it, for everybody")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="agenda_release_number_once")]
        triggers = [pgtrigger.Protect(name="agenda_release_is_never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"agenda {self.number} of {self.event_id}"


class ReleasedItem(AgendaLineFields):
    """One line of a version. Its words stay; its company's yes comes and goes (`services.agenda.answer_slot`)."""

    release = models.ForeignKey(AgendaRelease, on_delete=models.CASCADE, related_name="items")
    line = models.UUIDField(help_text="the line of the draft it is; the same in every version")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "line"], name="released_line_once"),
            models.UniqueConstraint(fields=["release", "position"], name="released_position_once"),
            models.CheckConstraint(
                condition=models.Q(is_confirmed=False) | models.Q(pitch__isnull=False),
                name="released_confirmed_has_pitch",
            ),
            models.CheckConstraint(
                condition=models.Q(shows_deck=False) | models.Q(is_confirmed=True), name="released_deck_is_confirmed"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="released_words_are_never_changed",
                exclude=["is_confirmed", "shows_deck", "updated_at"],
            )
        ]
