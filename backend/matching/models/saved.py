"""What somebody keeps asking, and how often they want to hear of it."""

from django.conf import settings
from django.db import models

from backend.core.ids import new_id
from backend.deals.models import Pitch, Thesis
from backend.matching.enums import Rhythm


class SavedSearch(models.Model):
    """A person's question for deals, as the page's address states it; order and page are no part of it.

    A deleted one is kept for a day, so that the deletion can be undone; nobody finds it and it calls nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=60)
    question = models.JSONField(help_text="parameters of the address; see `saved_questions`")
    digest = models.CharField(max_length=64, help_text="of the question, by which the same one is known again")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    paused_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(help_text="what was found later is new to its owner")
    created_at = models.DateTimeField()
    as_of = models.DateField(help_text="the day from which its counts of days are reckoned in the index")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=models.Q(deleted_at=None), name="saved_search_name_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "digest"], condition=models.Q(deleted_at=None), name="saved_search_question_once"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="saved_search_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def told_in(self) -> Rhythm:
        """The rhythm that holds now."""
        return Rhythm.NEVER if self.paused_at or self.deleted_at else Rhythm(self.rhythm)


class ThesisRhythm(models.Model):
    """How often a firm hears of new pitches that fit a thesis; without a row daily."""

    DEFAULT = Rhythm.DAILY

    thesis = models.OneToOneField(Thesis, on_delete=models.CASCADE, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)

    def __str__(self) -> str:
        return f"{self.thesis_id}: {self.rhythm}"


class PitchRhythm(models.Model):
    """How often a pitch's team hears of new theses the pitch fits; without a row weekly."""

    DEFAULT = Rhythm.WEEKLY

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)

    def __str__(self) -> str:
        return f"{self.pitch_id}: {self.rhythm}"
