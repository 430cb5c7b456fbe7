from backend.organizations.models.funds import Fund
from backend.organizations.models.members import Invitation, Membership, OwnershipTransfer
from backend.organizations.models.organization import Organization
from backend.organizations.models.reviews import InvestorStanding, OrganizationReview

__all__ = [
    "Fund",
    "InvestorStanding",
    "Invitation",
    "Membership",
    "Organization",
    "OrganizationReview",
    "OwnershipTransfer",
]
