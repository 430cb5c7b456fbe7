"""What waits to be indexed, and what the index refused."""

from django.db import models
from django.db.models.functions import Now


class DirtyObject(models.Model):
    """One row per object whose document may be stale. `version` comes from one database sequence and only grows.

    The indexer writes the document with this number as its external version and then deletes the row if the number
    is still the same, so that a change during the write is not lost and an old write cannot win.
    """

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.BigIntegerField()
    marked_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="dirty_once_per_object")]
        indexes = [models.Index(fields=["version"], name="dirty_by_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} v{self.version}"


class DeadLetter(models.Model):
    """A document the engine refused for what is in it. Kept until the object changes or an operator retries."""

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.BigIntegerField()
    reason = models.TextField()
    failed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="dead_letter_once_per_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.reason[:60]}"
