"""Creating organizations and keeping their public identity."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from stdnum.cn import uscc as uscc_number
from stdnum.exceptions import ValidationError as BadNumber

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.actors import Actor, is_system
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.core.names import is_plain
from backend.core.permissions import require
from backend.core.ratelimit import Limit, consume
from backend.files import services as files
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from backend.organizations.enums import MemberRole, OrganizationKind, ReviewState, VerificationState
from backend.organizations.errors import BadLogo, BadName, BadSector, BadUscc, IdentityChanged, LogoTaken
from backend.organizations.events import MembersChanged, OrganizationChanged
from backend.organizations.models import Membership, Organization
from backend.organizations.models.organization import IDENTITY_FIELDS
from backend.organizations.permissions import forget_roles
from backend.taxonomy.selectors import unknown_codes

CREATIONS = Limit("organizations.create", 20, 24 * 3600)
MAX_SECTORS = 5
_NAMES = ("legal_name", "brand_name", "name_en")
_EDITABLE = frozenset(
    {
        "legal_name",
        "brand_name",
        "name_en",
        "uscc",
        "service_kind",
        "investor_type",
        "one_liner",
        "one_liner_en",
        "description",
        "description_en",
        "website",
        "founded_on",
        "founded_precision",
        "country",
        "region",
        "city",
        "district",
        "cross_border",
        "sector_primary",
        "sectors",
        "tech_keywords",
        "qualifications",
        "headcount",
        "logo",
    }
)


def clean_uscc(written: str | None) -> str | None:
    """Compact upper-case form, None for blank. Raises BadUscc for a wrong length, letter or check digit."""
    if not written or not written.strip():
        return None
    try:
        return str(uscc_number.validate(written))
    except BadNumber as error:
        raise BadUscc(fields={"uscc": [BadUscc.message]}) from error


def _clean(actor: Actor, values: dict[str, Any], organization: Organization | None = None) -> dict[str, Any]:
    """Only editable fields, in their stored form. Raises BadName, BadUscc, BadSector, BadLogo, LogoTaken, Invalid."""
    unknown = set(values) - _EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    cleaned = dict(values)
    _check_names(cleaned)
    if "uscc" in cleaned:
        cleaned["uscc"] = clean_uscc(cleaned["uscc"])
    founded: date | None = cleaned.get("founded_on")
    if founded is not None and not 1800 <= founded.year <= 2200:
        message = text("成立日期无效。", "This founding date is not valid.")
        raise Invalid(fields={"founded_on": [message]})
    primary = cleaned.get("sector_primary")
    if primary and "sectors" in cleaned and primary not in cleaned["sectors"]:
        cleaned["sectors"] = [primary, *cleaned["sectors"]]
    _check_sectors(cleaned)
    _check_logo(actor, cleaned.get("logo"), organization)
    return cleaned


def _check_names(values: dict[str, Any]) -> None:
    """A reviewer compares what they see, and so does everybody who reads "verified" beside it."""
    hidden = [field for field in _NAMES if not is_plain(values.get(field) or "")]
    if hidden:
        raise BadName(fields={field: [BadName.message] for field in hidden})


def _check_sectors(values: dict[str, Any]) -> None:
    for field in ("sector_primary", "sectors"):
        codes = values.get(field) or []
        unknown = unknown_codes([codes] if isinstance(codes, str) else codes)
        if unknown:
            raise BadSector(fields={field: [f"{BadSector.message} {code}" for code in unknown]})
    if len(values.get("sectors", ())) > MAX_SECTORS:
        message = text("行业最多选 5 个。", "Choose at most 5 sectors.")
        raise Invalid(fields={"sectors": [message]})


def _check_logo(actor: Actor, file: StoredFile | None, organization: Organization | None) -> None:
    if file is None or (organization is not None and file.pk == organization.logo_id):
        return
    # Locked, so that neither the sweep of unused uploads nor another organization takes it meanwhile.
    row = StoredFile.objects.select_for_update().filter(pk=file.pk, kind=FileKind.LOGO).first()
    if row is None or not (is_system(actor) or row.uploaded_by_id == actor.pk):
        raise BadLogo(fields={"logo": [BadLogo.message]})
    if Organization.objects.filter(logo=row).exists():
        raise LogoTaken(fields={"logo": [LogoTaken.message]})


def _keep_logo(organization: Organization, *, before: StoredFile | None, now: datetime) -> None:
    """The picture in use stays; the one it replaces goes with the next sweep."""
    if before is not None and before.pk != organization.logo_id:
        files.release(before)
    if organization.logo is not None and organization.logo != before:
        files.keep(organization.logo, now)


@transaction.atomic
def create_organization(
    *, actor: User, kind: OrganizationKind, legal_name: str, now: datetime, **values: Any
) -> Organization:
    """Register an organization, unverified, with the actor as its owner.

    Raises BadName, BadUscc, BadSector, BadLogo, LogoTaken, NotPermitted.
    """
    require(actor, "organizations.create_organization")
    consume(CREATIONS, str(actor.pk))
    values = _clean(actor, {"legal_name": legal_name, **values})
    organization = Organization.objects.create(kind=kind, **values)
    _keep_logo(organization, before=None, now=now)
    Membership.objects.create(organization=organization, person=actor, role=MemberRole.OWNER)
    forget_roles(actor)
    audit.record(actor, "organization.created", organization, organizations=[organization.pk], kind=kind)
    outbox.publish(OrganizationChanged(organization_id=organization.pk))
    outbox.publish(MembersChanged(organization_id=organization.pk))
    return organization


@transaction.atomic
def update_organization(*, actor: Actor, organization: Organization, now: datetime, **values: Any) -> Organization:
    """Change the public identity. Changing what a verification vouches for ends it and every request under review.

    Raises BadName, BadUscc, BadSector, BadLogo, LogoTaken, NotPermitted.
    """
    require(actor, "organizations.update_organization", organization)
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    cleaned = _clean(actor, values, row)
    changed = sorted(name for name, value in cleaned.items() if getattr(row, name) != value)
    if not changed:
        return row
    logo_before = row.logo
    for name in changed:
        setattr(row, name, cleaned[name])
    _keep_logo(row, before=logo_before, now=now)
    if set(IDENTITY_FIELDS) & set(changed):
        _end_vouching(row, actor=actor, now=now)
    row.save()
    audit.record(actor, "organization.updated", row, organizations=[row.pk], fields=changed)
    outbox.publish(OrganizationChanged(organization_id=row.pk))
    return row


def _end_vouching(row: Organization, *, actor: Actor, now: datetime) -> None:
    """Nobody has checked the new identity, and what is being checked is the old one. The caller saves the row."""
    if row.verification_state in {VerificationState.VERIFIED, VerificationState.PENDING}:
        row.verification_state = VerificationState.UNVERIFIED
        row.verified_at = row.verified_until = None
    for review in row.reviews.select_for_update().filter(state=ReviewState.PENDING).order_by("pk"):
        review.state, review.decided_at, review.reason = ReviewState.WITHDRAWN, now, IdentityChanged.code
        review.save(update_fields=["state", "decided_at", "reason", "updated_at"])
        audit.record(actor, f"{review.kind}.withdrawn", review, organizations=[row.pk], cause=IdentityChanged.code)
