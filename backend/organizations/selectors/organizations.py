"""Who sees which organization."""

from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Case, ExpressionWrapper, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core import clock
from backend.core.actors import Viewer
from backend.core.listing import Sorts, by_name
from backend.files.models import StoredFile
from backend.organizations.enums import MemberRole, OrganizationKind, Origin, VerificationState
from backend.organizations.models import Organization
from backend.organizations.permissions import RANK, roles_held_by

NAMES = ("brand_name", "legal_name", "name_en")


def _by_name() -> Combinable:
    return by_name("brand_name", "legal_name", en=["name_en"])


def _by_kind() -> Combinable:
    """Kinds in the order of their words, as the filter offers them."""
    return Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(OrganizationKind)))


SORTS: Sorts = {
    "newest": lambda: ["-id"],
    "name": lambda: [_by_name()],
    "kind": lambda: [_by_kind(), _by_name()],
}


def verified_at(now: datetime | None = None, *, of: str = "") -> Q:
    """Verified and not expired, by the given time or by the database's own clock.

    `of` leads from the rows that are filtered to their organization, as `"firm__"`: looked at row by row, where a subquery
    would read all organizations first.
    """
    moment = clock.sql_now() if now is None else now
    unexpired = Q(**{f"{of}verified_until": None}) | Q(**{f"{of}verified_until__gt": moment})
    return Q(**{f"{of}verification_state": VerificationState.VERIFIED}) & unexpired


def publicly_visible() -> Q:
    """Verified, or reference data with its source credited. The demo follows the same rule."""
    return verified_at() | Q(origin=Origin.REFERENCE)


def visible_organizations(viewer: Viewer) -> QuerySet[Organization]:
    """Public ones for everybody, all to operators, and to a person also those they belong to."""
    rows = Organization.objects.all()
    if is_system(viewer) or is_operator(viewer):
        return rows
    if not is_person(viewer):
        return rows.filter(publicly_visible())
    return rows.filter(publicly_visible() | Q(pk__in=list(roles_held_by(viewer))))


def logo_by_id(viewer: Viewer, file_id: UUID) -> tuple[StoredFile, bool] | None:
    """The logo of an organization the viewer may see, and whether everybody may."""
    rows = visible_organizations(viewer).filter(logo=file_id).select_related("logo")
    row = rows.annotate(is_public=ExpressionWrapper(publicly_visible(), output_field=BooleanField())).first()
    return (row.logo, row.is_public) if row is not None and row.logo is not None else None


def worked_for(viewer: Viewer) -> list[UUID]:
    """Organizations the viewer acts for: member or above."""
    return [pk for pk, role in roles_held_by(viewer).items() if RANK[role] >= RANK[MemberRole.MEMBER]]


def verified_firms_of(viewer: Viewer, now: datetime | None = None) -> QuerySet[Organization]:
    """Investment firms, verified and unexpired (`verified_at`), for which the viewer may act (member or above)."""
    return Organization.objects.filter(
        verified_at(now), pk__in=worked_for(viewer), kind=OrganizationKind.INVESTMENT_FIRM
    )


def is_verified_now(organization: Organization, now: datetime) -> bool:
    """The same rule for one row already read."""
    until = organization.verified_until
    return organization.verification_state == VerificationState.VERIFIED and (until is None or until > now)
