"""Reads of organizations, their people, funds and reviews; every list starts from a `visible_…` here."""

from backend.organizations.permissions import administered_by
from backend.organizations.selectors.funds import (
    holds_standing,
    may_see_funds_of,
    standings_in_force,
    visible_funds,
    visible_standings,
)
from backend.organizations.selectors.members import (
    invitation_by_secret,
    open_transfer,
    roles_of,
    visible_invitations,
    visible_members,
)
from backend.organizations.selectors.organizations import (
    is_verified_now,
    logo_by_id,
    publicly_visible,
    verified_firms_of,
    visible_organizations,
    worked_for,
)
from backend.organizations.selectors.reviews import own_claims, visible_reviews, visible_trail

__all__ = [
    "administered_by",
    "holds_standing",
    "invitation_by_secret",
    "is_verified_now",
    "logo_by_id",
    "may_see_funds_of",
    "open_transfer",
    "own_claims",
    "publicly_visible",
    "roles_of",
    "standings_in_force",
    "verified_firms_of",
    "visible_funds",
    "visible_invitations",
    "visible_members",
    "visible_organizations",
    "visible_reviews",
    "visible_standings",
    "visible_trail",
    "worked_for",
]
