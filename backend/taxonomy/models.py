"""The sector tree as versioned data."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class TaxonomyVersion(models.Model):
    """One edition of the tree. Exactly one is current."""

    code = models.CharField(primary_key=True, max_length=20)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    effective_date = models.DateField()
    is_current = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="taxonomy_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Sector(models.Model):
    """A node: a top sector (no parent) or one of its leaves. Codes are stable across versions unless moved."""

    version = models.ForeignKey(TaxonomyVersion, on_delete=models.CASCADE, related_name="sectors")
    code = models.CharField(max_length=24)
    parent_code = models.CharField(max_length=24, blank=True, default="")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=80), default=list)
    # Category labels of other catalogues. They count only as a whole label, never inside a text.
    source_words = ArrayField(models.CharField(max_length=80), default=list)
    neighbors = ArrayField(models.CharField(max_length=24), default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="sector_code_once_per_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class SectorMove(models.Model):
    """Where a code went between two versions; `to_code` is blank when it ended."""

    from_version = models.ForeignKey(TaxonomyVersion, on_delete=models.CASCADE, related_name="moves_out")
    to_version = models.ForeignKey(TaxonomyVersion, on_delete=models.CASCADE, related_name="moves_in")
    from_code = models.CharField(max_length=24)
    to_code = models.CharField(max_length=24, blank=True, default="")
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_version", "to_version", "from_code", "to_code"], name="sector_move_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_code} → {self.to_code or '∅'}"
