"""What may be indexed at all: what a visitor without an account sees, as the owning apps define it, and what is asked."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from backend.deals.enums import SELF_REPORTED, PitchState, ThesisState
from backend.deals.models import Pitch, RoundInvestor, Thesis
from backend.deals.selectors.pitches import visible_pitches
from backend.deals.selectors.theses import visible_theses
from backend.matching.models import SavedSearch
from backend.organizations.enums import OrganizationKind
from backend.organizations.models import Organization
from backend.organizations.selectors import visible_organizations

_VISITOR = AnonymousUser()


def public_pitches() -> QuerySet[Pitch]:
    """Pitches open to all."""
    return visible_pitches(_VISITOR).filter(state=PitchState.PUBLISHED).order_by()


def public_theses(now: datetime) -> QuerySet[Thesis]:
    """Published theses. What fund is behind one is not part of it: funds are never public."""
    return visible_theses(_VISITOR, now).filter(state=ThesisState.PUBLISHED).order_by()


def public_deals() -> QuerySet[RoundInvestor]:
    """Recorded participations in public companies. What a company says of itself is not a firm's record."""
    companies = visible_organizations(_VISITOR).order_by().values("pk")
    return RoundInvestor.objects.filter(round__company__in=companies).exclude(round__source=SELF_REPORTED).order_by()


def public_investors(now: datetime) -> QuerySet[Organization]:
    """Public firms that say what they look for, or of which a deal is recorded."""
    says = public_theses(now).filter(firm=OuterRef("pk")).values("pk")
    did = public_deals().filter(investor=OuterRef("pk")).values("pk")
    firms = visible_organizations(_VISITOR).filter(kind=OrganizationKind.INVESTMENT_FIRM)
    return firms.filter(Exists(says) | Exists(did)).order_by()


def asking_searches() -> QuerySet[SavedSearch]:
    """Saved searches of people who are still here. Paused ones too: their page counts what is new."""
    return SavedSearch.objects.filter(deleted_at=None, owner__is_active=True).order_by()
