"""Bringing rows in from files: what was asked, how far it is, and what was wrong."""

from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.enums import ImportState
from backend.files.models import StoredFile


class ImportBatch(BaseModel):
    """One file or folder, from dry run to done. `report` holds counts and unknown sector words."""

    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    subject = models.CharField(max_length=20, help_text="companies, investors or deals")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=40)
    source_credit = models.CharField(max_length=200, blank=True, default="")
    mapping = models.JSONField(default=dict, blank=True, help_text="our field → the file's column")
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.subject} from {self.source} ({self.state})"


class ImportProblem(models.Model):
    """A row that was not imported, and why; `row` counts from 1 with the header as row 1."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    file_name = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True, default="")
    code = models.CharField(max_length=60)
    value = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["batch", "row"], name="problem_by_row")]

    def __str__(self) -> str:
        return f"{self.file_name}:{self.row} {self.code}"
