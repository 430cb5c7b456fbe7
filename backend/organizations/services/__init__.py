"""Writes: identity, members, reviews, standings, funds."""

from backend.organizations.services.evidence import remove_evidence
from backend.organizations.services.funds import create_fund, delete_fund, update_fund
from backend.organizations.services.identity import clean_uscc, create_organization, update_organization
from backend.organizations.services.members import (
    NewInvitation,
    accept_invitation,
    accept_ownership,
    cancel_ownership,
    change_role,
    decline_ownership,
    invite,
    leave,
    offer_ownership,
    remove_member,
    revoke_invitation,
    set_title,
    update_member,
)
from backend.organizations.services.reviews import (
    decide_review,
    expire_verifications,
    request_claim,
    request_verification,
    withdraw_review,
)
from backend.organizations.services.standings import decide_standing, request_standing, revoke_standing

__all__ = [
    "NewInvitation",
    "accept_invitation",
    "accept_ownership",
    "cancel_ownership",
    "change_role",
    "clean_uscc",
    "create_fund",
    "create_organization",
    "decide_review",
    "decide_standing",
    "decline_ownership",
    "delete_fund",
    "expire_verifications",
    "invite",
    "leave",
    "offer_ownership",
    "remove_evidence",
    "remove_member",
    "request_claim",
    "request_standing",
    "request_verification",
    "revoke_invitation",
    "revoke_standing",
    "set_title",
    "update_fund",
    "update_member",
    "update_organization",
    "withdraw_review",
]
