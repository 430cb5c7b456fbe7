"""From a change to a call: what waits to be matched, what it was matched as, what was found, and what was told at once."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from backend.core.ids import new_id
from backend.deals.models import Pitch, Thesis
from backend.matching.enums import Asker, RestsOn
from backend.matching.models.saved import SavedSearch


class WaitingMatch(models.Model):
    """A pitch or a thesis whose document has settled in the index, and which nobody has held against the others since.

    Written in the transaction that ends the mark, deleted in the one that writes the alerts: whatever dies in between,
    the row is still there.
    """

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.BigIntegerField()
    is_news = models.BooleanField(db_default=True, help_text="otherwise it is remembered, and nobody is told")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="waiting_match_once_per_object")]
        indexes = [models.Index(fields=["version"], name="waiting_match_by_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} v{self.version}"


class MatchedPitch(models.Model):
    """A public pitch as stored questions last saw it, by audience: what it answered then is not news when it changes."""

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, primary_key=True, related_name="+")
    views = models.JSONField(help_text="audience → the fields a question can speak of")

    def __str__(self) -> str:
        return str(self.pitch_id)


class MatchedThesis(models.Model):
    """A public thesis as pitches last saw it."""

    thesis = models.OneToOneField(Thesis, on_delete=models.CASCADE, primary_key=True, related_name="+")
    criteria = models.JSONField(help_text="what a pitch had to have")

    def __str__(self) -> str:
        return str(self.thesis_id)


class Call(models.Model):
    """What one saved search, thesis or pitch is told at once: everything found since the last time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asker = models.CharField(max_length=10, choices=Asker.choices)
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, null=True, blank=True, related_name="calls")
    thesis = models.ForeignKey(Thesis, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asker=Asker.SEARCH, search__isnull=False, thesis=None, pitch=None)
                | Q(asker=Asker.THESIS, search=None, thesis__isnull=False, pitch=None)
                | Q(asker=Asker.PITCH, search=None, thesis=None, pitch__isnull=False),
                name="call_has_its_asker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} {self.search_id or self.thesis_id or self.pitch_id}"


class Alert(models.Model):
    """A pair that was found: a pitch with the saved search or thesis it newly fits, and whom it is told to.

    Found once for ever, told at most once. `due_at` none: kept for the page alone. `rests_on` is what the reader must be
    allowed to read for the pair to be true.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asker = models.CharField(max_length=10, choices=Asker.choices)
    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="+")
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, null=True, blank=True, related_name="alerts")
    thesis = models.ForeignKey(Thesis, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    rests_on = models.CharField(max_length=10, choices=RestsOn.choices)
    found_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, blank=True, related_name="alerts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search", "pitch"], condition=Q(asker=Asker.SEARCH), name="alert_once_per_search_and_pitch"
            ),
            models.UniqueConstraint(
                fields=["asker", "thesis", "pitch"],
                condition=~Q(asker=Asker.SEARCH),
                name="alert_once_per_thesis_and_pitch",
            ),
            models.CheckConstraint(
                condition=Q(asker=Asker.SEARCH, search__isnull=False, thesis=None)
                | (~Q(asker=Asker.SEARCH) & Q(search=None, thesis__isnull=False)),
                name="alert_has_its_asker",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="alert_due", condition=Q(call=None, due_at__isnull=False)),
            models.Index(fields=["search", "-found_at"], name="alert_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.asker} {self.search_id or self.thesis_id} × {self.pitch_id}"
