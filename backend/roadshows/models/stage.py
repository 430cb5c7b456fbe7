"""What is on stage of an event: one row, written by its organizers while the event is on."""

import pghistory
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.files.models import StoredFile
from backend.roadshows.models.event import Event


@pghistory.track()
class Stage(BaseModel):
    """The line that is shown, the page of its deck, and the clock of its minutes.

    The deck is the one that stood in the pitch when its line was shown: pages do not change under a speaker.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="stage")
    item_id = models.UUIDField(null=True, blank=True, help_text="`line` of the agenda that is out")
    deck = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    pages = models.PositiveSmallIntegerField(default=0, help_text="0: no deck is shown")
    page = models.PositiveSmallIntegerField(default=0, help_text="counted from 1")

    # A clock that runs has an end, one that stands has what is left; neither before a line is shown.
    timer_seconds = models.PositiveIntegerField(default=0)
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    timer_left_ms = models.IntegerField(default=0, help_text="of a stopped clock; below zero: over time")

    moved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pages=0, page=0) | models.Q(page__gte=1, page__lte=models.F("pages")),
                name="stage_page_is_of_the_deck",
            ),
            models.CheckConstraint(
                condition=models.Q(item_id__isnull=False) | models.Q(pages=0), name="stage_deck_is_of_a_line"
            ),
        ]

    def __str__(self) -> str:
        return f"stage of {self.event_id}"
