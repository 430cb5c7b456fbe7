"""Imports are the operators' desk; nobody else sees them."""

from django.db.models import QuerySet

from backend.accounts.permissions import is_operator, is_system
from backend.core.actors import Viewer
from backend.deals.models import ImportBatch, ImportProblem


def visible_imports(viewer: Viewer) -> QuerySet[ImportBatch]:
    """All imports for operators, newest first; none for anybody else."""
    rows = ImportBatch.objects.select_related("file", "started_by").order_by("-id")
    return rows if is_operator(viewer) or is_system(viewer) else rows.none()


def problems_of(batch: ImportBatch) -> QuerySet[ImportProblem]:
    """In the order of the file."""
    return batch.problems.order_by("row", "id")
