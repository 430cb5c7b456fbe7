"""What the selectors hand to the serializers: plain frozen values around rows the viewer may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from backend.core.money import Currency, Money
from backend.deals.models import Pitch
from backend.matching.enums import GateState, Mode, SuggestionKind
from backend.organizations.models import Organization

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `hit` marks what was searched for."""

    text: str
    hit: bool


def money_of(minor: int | None, currency: str) -> Money | None:
    """Stored minor units as money; None when not stated."""
    return None if minor is None else Money(minor, Currency(currency))


Highlights = Mapping[str, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class DealCard:
    """A published pitch in a list."""

    pitch: Pitch
    highlights: Highlights = field(default_factory=dict)

    @property
    def amount_min(self) -> Money | None:
        return money_of(self.pitch.amount_min_minor, self.pitch.currency)

    @property
    def amount_target(self) -> Money | None:
        return money_of(self.pitch.amount_target_minor, self.pitch.currency)

    @property
    def amount_max(self) -> Money | None:
        return money_of(self.pitch.amount_max_minor, self.pitch.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorCard:
    """An investment firm in a list, with what it says and what it did; tickets span its public theses."""

    organization: Organization
    sectors: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    ticket_min: Money | None = None
    ticket_max: Money | None = None
    cities: tuple[str, ...] = ()
    deals_total: int = 0
    deals_24m: int = 0
    last_deal_on: date | None = None
    theses: int = 0
    highlights: Highlights = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FacetCount:
    """`value` can be sent back as the parameter of the facet's name; `label` is set where a value is no known code."""

    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class UnderstoodChoice:
    """Another meaning of a piece; `query` is the whole text that has it."""

    kind: str
    values: tuple[str, ...]
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class UnderstoodPart:
    """A piece of the search text as typed and what it was read as.

    `without` and `turned` are the whole text without the piece, and with it excluded or wanted again; blank when there is none.
    """

    kind: str
    values: tuple[str, ...]
    text: str
    label: str
    excluded: bool
    without: str
    turned: str
    choices: tuple[UnderstoodChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[C]):
    """One page of a search. `count` is of what this viewer may see."""

    mode: Mode
    count: int
    count_is_exact: bool
    results: tuple[C, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    understood: tuple[UnderstoodPart, ...]
    next_cursor: str | None
    took_ms: int = 0


@dataclass(frozen=True, slots=True)
class Suggested:
    """One line under the search box. `value` is a sector code, an id, or the word itself."""

    text: str
    kind: SuggestionKind
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class PastDeal:
    """A recorded deal shown as evidence."""

    company_id: UUID
    company: str
    on: date
    round: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a gate or a reason rests on: what one side asks for, what the other has, and figures by name.

    `labels` name the places among them in the viewer's language; other codes are words the page knows.
    """

    asked: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    deals: tuple[PastDeal, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateResult:
    code: str
    state: GateState
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ReasonResult:
    """One part of the score: `contribution` in points, below zero where it speaks against the pair; `share` from 0 to 1 of all
    that speaks for it."""

    code: str
    share: float
    contribution: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one pair fits, or does not."""

    score: float
    gates: tuple[GateResult, ...]
    reasons: tuple[ReasonResult, ...]


@dataclass(frozen=True, slots=True)
class InvestorMatch:
    """`is_explored`: shown higher than the score alone would have it, so that those rarely shown are seen too."""

    investor: InvestorCard
    why: Explained
    is_explored: bool = False


@dataclass(frozen=True, slots=True)
class DealMatch:
    """`is_explored` as in `InvestorMatch`; of pitches it is the new ones that few have seen."""

    deal: DealCard
    why: Explained
    is_explored: bool = False


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The dated data the weights come from."""

    name: str
    version: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches(Generic[C]):
    """A page of matches; `score` means something only in the order `best`."""

    mode: Mode
    order: str
    personalized: bool
    gates_applied: tuple[str, ...]
    model: ModelInfo
    results: tuple[C, ...]
    next_cursor: str | None
    took_ms: int = 0
