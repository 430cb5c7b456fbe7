"""Who sees which pitch."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core.actors import Viewer
from backend.core.errors import NotFound
from backend.core.listing import Sorts, by_name
from backend.deals.enums import PitchState
from backend.deals.models import (
    Pitch,
    PitchIp,
    PitchNeeds,
    PitchTeam,
    PitchTeamMember,
    PitchTerms,
    PitchTraction,
)
from backend.organizations import selectors as organizations
from backend.organizations.selectors.organizations import verified_at

BLOCKS: Mapping[str, type[Model]] = {
    "terms": PitchTerms,
    "traction": PitchTraction,
    "ip": PitchIp,
    "needs": PitchNeeds,
    "team": PitchTeam,
}
BLOCK_ROWS = tuple(BLOCKS)
M = TypeVar("M", bound=Model)
# Where words of a list are looked for: the headline and the company, which whoever sees the pitch may read.
SEARCHED = (
    *("one_liner", "one_liner_en"),
    *("organization__brand_name", "organization__legal_name", "organization__name_en"),
)
# When a pitch was last worked on is its team's business, so `updated` is for own pitches alone.
SORTS: Sorts = {
    "newest": lambda: ["-id"],
    "updated": lambda: ["-updated_at"],
    "title": lambda: [by_name("one_liner", en=["one_liner_en"])],
}


def open_to_all() -> Q:
    """Published, and its company's verification is in force."""
    return Q(state=PitchState.PUBLISHED) & verified_at(of="organization__")


def visible_pitches(viewer: Viewer) -> QuerySet[Pitch]:
    """Open ones for everybody, one's own company's in any state, and to operators all that was ever submitted."""
    rows = Pitch.objects.select_related("organization__logo", "deck").order_by("-id")
    if is_system(viewer):
        return rows
    if not is_person(viewer):
        return rows.filter(open_to_all())
    own = Q(organization__in=list(organizations.roles_of(viewer)))
    if is_operator(viewer):
        return rows.filter(own | ~Q(state=PitchState.DRAFT))
    return rows.filter(own | open_to_all())


def pitch_by_id(viewer: Viewer, pitch_id: UUID) -> Pitch:
    """A visible pitch with its block rows. Raises NotFound for an unknown or invisible one alike."""
    rows = visible_pitches(viewer).select_related(*BLOCK_ROWS, "revision__deck")
    pitch = rows.filter(pk=pitch_id).first()
    if pitch is None:
        raise NotFound
    return pitch


def team_of(pitch: Pitch) -> QuerySet[PitchTeamMember]:
    """Founders and key people in the order the team chose. Ask for block `team` before."""
    return PitchTeamMember.objects.filter(pitch=pitch).select_related("person").order_by("position", "id")


def block_row(pitch: Pitch, name: str, model: type[M]) -> M:
    """The row of one block, or an empty unsaved one."""
    try:
        found: M = getattr(pitch, name)
    except ObjectDoesNotExist:
        return model(pitch=pitch)
    return found


def stated_values(pitch: Pitch, members: Sequence[PitchTeamMember] | None = None) -> Mapping[str, Any]:
    """Every field that counts for completeness, by its name in `completeness.WEIGHTS`. `members` when already at hand."""
    company = pitch.organization
    members = list(team_of(pitch)) if members is None else members
    values: dict[str, Any] = {
        name: getattr(pitch, name)
        for name in (
            *("one_liner", "one_liner_en", "sector_primary", "stage", "city", "district", "business_model"),
            *("customer_type", "tech_keywords", "story", "instrument", "lead_wanted", "close_by_date"),
        )
    }
    values |= {
        f"organization.{name}": getattr(company, name)
        for name in ("brand_name", "founded_on", "website", "qualifications", "uscc")
    }
    values |= {
        "organization.logo": company.logo_id,
        "amount": _first(pitch.amount_target_minor, pitch.amount_min_minor, pitch.amount_max_minor),
        "amount_min": pitch.amount_min_minor,
        "amount_max": pitch.amount_max_minor,
        "deck": pitch.deck_id,
        "team.members": members,
        "team.confirmed": [member for member in members if member.role_confirmed_at],
    }
    return values | _stated_in_blocks(pitch)


def _stated_in_blocks(pitch: Pitch) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for block in BLOCK_ROWS:
        row = getattr(pitch, block, None)
        for field in row._meta.concrete_fields if row is not None else ():
            values[f"{block}.{field.name.removesuffix('_minor')}"] = getattr(row, field.name)
    values["needs"] = [values.get(f"needs.{name}") for name in ("space", "pilot_customer", "talent", "policy")]
    values["needs"] = [need for need in values["needs"] if need]
    return values


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
