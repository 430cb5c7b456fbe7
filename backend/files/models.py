"""Stored bytes and the page images made of them. Who may see a file is its caller's business."""

from django.conf import settings
from django.db import models

from backend.core.models import BaseModel
from backend.files.enums import FileKind, FileState


class StoredFile(BaseModel):
    """One upload, content-addressed on disk. `refusal` holds a stable code when processing refused it."""

    kind = models.CharField(max_length=20, choices=FileKind.choices)
    state = models.CharField(max_length=20, choices=FileState.choices, default=FileState.STORED)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    page_count = models.PositiveSmallIntegerField(default=0)
    extracted_text = models.TextField(blank=True, default="")
    refusal = models.CharField(max_length=60, blank=True, default="")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="uploaded_files"
    )
    # Set by the app that keeps the file; a file nobody keeps within a day is swept away.
    kept_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_rendering(self) -> bool:
        """Its pages are still to come; whether they will is not known yet."""
        return self.state in (FileState.STORED, FileState.PROCESSING)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PageImage(models.Model):
    """One page of a file as a picture."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=200)
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="page_once_per_file")]

    def __str__(self) -> str:
        return f"{self.file_id} p{self.number}"
