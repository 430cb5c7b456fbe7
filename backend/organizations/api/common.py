"""Reading the things an address names, through the viewer's own eyes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from backend.accounts.api import person_of
from backend.core.api import viewer_of
from backend.core.errors import NotFound
from backend.core.permissions import may
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from backend.files.selectors import visible_uploads
from backend.organizations import selectors
from backend.organizations.errors import BadEvidence
from backend.organizations.models import Organization

ORGANIZATIONS = ["organizations"]


def organization_of(request: Request, organization_id: UUID) -> Organization:
    """404 unless the viewer may see it."""
    return get_object_or_404(selectors.visible_organizations(viewer_of(request)), pk=organization_id)


def inner_organization_of(request: Request, organization_id: UUID, rule: str) -> Organization:
    """As above for inner matters: whoever may not see them learns nothing but that the organization is there."""
    organization = organization_of(request, organization_id)
    if not may(viewer_of(request), rule, organization):
        raise NotFound
    return organization


def evidence_of(request: Request, ids: Sequence[UUID]) -> list[StoredFile]:
    """The caller's own uploads. Raises BadEvidence for any id that is not one."""
    found = list(visible_uploads(person_of(request)).filter(pk__in=ids, kind=FileKind.EVIDENCE))
    if len(found) != len(set(ids)):
        raise BadEvidence(fields={"evidence": [BadEvidence.message]})
    return found


def context_of(request: Request) -> dict[str, Any]:
    return {"viewer": viewer_of(request), "request": request}
