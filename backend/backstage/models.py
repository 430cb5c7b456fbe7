"""What is said and prepared behind the stage of an event."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.backstage.enums import ChatChannel, CueLight
from backend.core.models import BaseModel
from backend.deals.models import Pitch
from backend.judging.models import Judge
from backend.roadshows.models import Event

LONGEST_LINE, LONGEST_CUE, LONGEST_NOTES = 500, 80, 2000


# What was said, and by whom, is forgotten with the guests, so no history keeps it.
@pghistory.track(exclude=["text", "name"])
class ChatLine(BaseModel):
    """One thing said behind the stage. Its id is chosen by the hand that writes it; taken back, its words are gone."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="chat_lines")
    channel = models.CharField(max_length=6, choices=ChatChannel.choices)
    text = models.CharField(max_length=LONGEST_LINE, blank=True)
    name = models.CharField(max_length=80, blank=True, help_text="of who said it, as it was then")
    said_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    judge = models.ForeignKey(Judge, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField()
    is_shown = models.BooleanField(default=True, help_text="not taken back, and among the last ones")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["event", "channel", "said_at", "id"], condition=Q(is_shown=True), name="chat_line_shown"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(text="", is_shown=False), name="chat_line_taken_back_is_gone"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.said_at:%H:%M}"


@pghistory.track()
class Cue(BaseModel):
    """What the speaker of a line is shown by hand: a light, some words, or both. One for each event, the last that was given."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="cue")
    line_id = models.UUIDField(null=True, blank=True, help_text="`line` of the agenda that is out")
    light = models.CharField(max_length=11, choices=CueLight.choices, blank=True, default="")
    note = models.CharField(max_length=LONGEST_CUE, blank=True, default="")
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"cue of {self.event_id}"


@pghistory.track(exclude=["link_digest"])
class SpeakerLink(BaseModel):
    """The link by which somebody without an account, or a screen on the lectern, speaks for one line."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speaker_links")
    line_id = models.UUIDField(help_text="`line` of the agenda")
    # A host may put another pitch on a line: what one company gave out opens nothing of another's.
    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    link_edition = models.PositiveIntegerField(default=1, help_text="another with each new link")
    link_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "line_id", "pitch"], nulls_distinct=False, name="speaker_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"speaker's link of {self.line_id}"


class SpeakerNotes(BaseModel):
    """What a speaker wrote for themselves beside one page of the deck; page 0 where there is none. Nobody else reads it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speaker_notes")
    line_id = models.UUIDField(help_text="`line` of the agenda")
    # Of the line as it was: whoever speaks for another pitch on it, or for none, reads none of these.
    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    page = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST_NOTES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "line_id", "pitch", "page"], nulls_distinct=False, name="speaker_notes_once"
            )
        ]

    def __str__(self) -> str:
        return f"notes on {self.line_id} page {self.page}"
