"""Requests to be verified or to claim, and the trail of an organization."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.accounts.trails import trail_of_organization
from backend.core.actors import Viewer
from backend.core.models import AuditEntry
from backend.organizations.enums import ReviewKind
from backend.organizations.models import Membership, Organization, OrganizationReview
from backend.organizations.permissions import administered_by


def visible_reviews(viewer: Viewer) -> QuerySet[OrganizationReview]:
    """One's own requests, verifications of organizations one administers, and everything to operators.

    A claim by somebody else is shown to nobody but operators: its evidence is the claimant's.
    """
    rows = OrganizationReview.objects.select_related("organization", "requested_by", "decided_by").order_by("-id")
    if is_system(viewer) or is_operator(viewer):
        return rows
    if not is_person(viewer):
        return rows.none()
    of_own = Q(kind=ReviewKind.VERIFICATION, organization__in=administered_by(viewer))
    return rows.filter(Q(requested_by_id=viewer.pk) | of_own)


def own_claims(viewer: Viewer) -> QuerySet[OrganizationReview]:
    """The claims the viewer made, newest first, whatever became of them."""
    rows = visible_reviews(viewer)
    return rows.filter(kind=ReviewKind.CLAIM, requested_by_id=viewer.pk) if is_person(viewer) else rows.none()


def visible_trail(viewer: Viewer, organization: Organization) -> QuerySet[AuditEntry]:
    """What was done on the organization's desk, as `accounts.trails` shows it. Ask `organizations.view_audit` before."""
    colleagues = Membership.objects.filter(organization=organization, person=OuterRef("actor"))
    return trail_of_organization(viewer, organization.pk).annotate(by_colleague=Exists(colleagues))
