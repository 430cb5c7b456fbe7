"""What waits to be indexed, what the index was told, and what it refused."""

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


class IndexedObject(models.Model):
    """The version the index was last told of one object, found or removed: what index and database must agree on."""

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.BigIntegerField()
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="indexed_once_per_object")]
        indexes = [models.Index(fields=["kind", "-told_at"], name="indexed_lately")]

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


class LearnedModel(models.Model):
    """How frequent each token is among all past deals: what the index was built with and the database scores by."""

    version = models.CharField(max_length=60, unique=True)
    learned_on = models.DateField()
    deals = models.PositiveIntegerField()
    weights = models.CharField(max_length=40, help_text="version of the shipped weights")
    body = models.JSONField()
    is_current = models.BooleanField(default=False)
    learned_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="learned_model_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.version
