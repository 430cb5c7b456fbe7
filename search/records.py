"""What the caller hands over to be found: plain facts, already cut to what each audience may see.

A record carries two views of the same object. `public` is what anybody may see, `verified` what a verified investor may
see; blocks meant for named readers or behind an NDA belong in neither. A view that is None does not exist for its audience.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from search.request import SearchRequest

EVERYBODY = "*"
# The parts of a place, from the country down.
LEVELS = ("country", "region", "city", "district")


class ObjectKind(StrEnum):
    """The things that can be found; each has its own index."""

    DEAL = "deal"
    INVESTOR = "investor"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is, in the words of the source or as path codes; unknown parts stay empty."""

    country: str = ""
    region: str = ""
    city: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRange:
    """Money in major units of `currency` (ISO 4217); an open end is None."""

    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFacts:
    """One audience's view of a published pitch."""

    names: tuple[str, ...]
    one_liners: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    sector_words: tuple[str, ...] = ()
    stage: str = ""
    ask: AmountRange | None = None
    min_ticket: Decimal | None = None
    pre_money: Decimal | None = None
    revenue: Decimal | None = None
    place: Place = field(default_factory=Place)
    founded_year: int | None = None
    ip_count: int | None = None
    qualifications: tuple[str, ...] = ()
    business_model: str = ""
    instrument: str = ""
    lead_wanted: bool | None = None
    close_by: date | None = None
    last_confirmed_on: date | None = None
    roadshow_attended: bool | None = None
    policy_eligible: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRecord:
    """A published pitch. `version` grows with every change of the object; an older one never overwrites a newer one."""

    id: str
    version: int
    published_at: datetime
    startup_id: str
    public: DealFacts | None
    verified: DealFacts | None
    readers: tuple[str, ...] = (EVERYBODY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDeal:
    """One dated investment of a firm, with what was known of the company then."""

    company_id: str
    company_name: str
    on: date
    stage: str = ""
    amount: Decimal | None = None
    currency: str = "USD"
    sectors: tuple[str, ...] = ()
    sector_words: tuple[str, ...] = ()
    place: Place = field(default_factory=Place)
    founded_year: int | None = None
    text: str = ""
    is_first_round: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThesisFacts:
    """What one fund says it looks for. An empty tuple or None means not stated."""

    id: str
    fund_type: str = ""
    stages: tuple[str, ...] = ()
    sectors_include: tuple[str, ...] = ()
    sectors_exclude: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    ticket: AmountRange | None = None
    lead_or_follow: str = ""
    instruments: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorFacts:
    """An investment firm: its theses and its past deals included."""

    names: tuple[str, ...]
    summaries: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    place: Place = field(default_factory=Place)
    fund_types: tuple[str, ...] = ()
    response_days: int | None = None
    theses: tuple[ThesisFacts, ...] = ()
    deals: tuple[PastDeal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorRecord:
    """An investment firm with what it says (theses) and what it did (deals). All of it is public, so it has the one view."""

    id: str
    version: int
    facts: InvestorFacts
    readers: tuple[str, ...] = (EVERYBODY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThesisRecord:
    """A thesis to be found by a new pitch. `investor_id` is handed back with the hit."""

    id: str
    version: int
    investor_id: str
    facts: ThesisFacts
    readers: tuple[str, ...] = (EVERYBODY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An object that must no longer be found. `version` as in the records: a late older write stays without effect."""

    kind: ObjectKind
    id: str
    version: int


class CriteriaKind(StrEnum):
    """Who asks the stored question."""

    THESIS = "thesis"
    SAVED_SEARCH = "saved_search"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchRecord:
    """A person's saved search for deals, to be found by a new pitch. `owner_id` is handed back with the hit."""

    id: str
    version: int
    owner_id: str
    request: SearchRequest
    readers: tuple[str, ...] = ()


Record: TypeAlias = DealRecord | InvestorRecord | ThesisRecord | SavedSearchRecord
