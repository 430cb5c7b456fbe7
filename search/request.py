"""One frozen question: what a person, a saved search or an address asks for. It knows nothing of the asker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from search.errors import SearchRejected
from search.records import AmountRange

MAX_TEXT = 200
MAX_TERMS = 20
MAX_SIZE = 50
# As many as a thesis may name, which is asked like a search.
MAX_CHOICES = 60
LANGUAGES = frozenset({"zh-Hans", "zh-Hant", "en"})

_CODE = re.compile(r"[A-Za-z0-9_+.\-]{1,64}")
_PHRASE = re.compile(r"[^\x00-\x1f\ud800-\udfff]{1,200}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Target(StrEnum):
    """What is being looked for."""

    DEALS = "deals"
    INVESTORS = "investors"


class Sort(StrEnum):
    """The only orders there are; none uses a personal trait."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    CONFIRMED = "confirmed"
    CLOSING = "closing"
    AMOUNT_UP = "amount_up"
    AMOUNT_DOWN = "amount_down"
    LAST_DEAL = "last_deal"
    RESPONSE = "response"


class TermFacet(StrEnum):
    """Facets chosen by value: OR inside one facet, AND across facets."""

    QUALIFICATION = "qualification"
    BUSINESS_MODEL = "business_model"
    INSTRUMENT = "instrument"
    CURRENCY = "currency"
    LEAD_WANTED = "lead_wanted"
    ROADSHOW = "roadshow_attended"
    POLICY = "policy_eligible"
    FUND_TYPE = "fund_type"
    LEAD_OR_FOLLOW = "lead_or_follow"


class RangeFacet(StrEnum):
    """Facets chosen by a closed range; dates are days, money is in `SearchRequest.currency`."""

    VALUATION = "valuation"
    REVENUE = "revenue"
    FOUNDED = "founded_year"
    IP_COUNT = "ip_count"
    CLOSE_BY = "close_by"
    CONFIRMED = "last_confirmed_on"
    LAST_DEAL = "last_deal_on"
    RESPONSE_DAYS = "response_days"


MONEY_RANGES = frozenset({RangeFacet.VALUATION, RangeFacet.REVENUE})
DATE_RANGES = frozenset({RangeFacet.CLOSE_BY, RangeFacet.CONFIRMED, RangeFacet.LAST_DEAL})
BOOLEAN_TERMS = frozenset({TermFacet.LEAD_WANTED, TermFacet.ROADSHOW, TermFacet.POLICY})
INVESTOR_ONLY: frozenset[TermFacet | RangeFacet] = frozenset(
    {TermFacet.FUND_TYPE, TermFacet.LEAD_OR_FOLLOW, RangeFacet.LAST_DEAL, RangeFacet.RESPONSE_DAYS}
)
INVESTOR_SORTS = frozenset({Sort.RELEVANCE, Sort.LAST_DEAL, Sort.RESPONSE, Sort.AMOUNT_UP, Sort.AMOUNT_DOWN})
DEAL_SORTS = frozenset(Sort) - {Sort.LAST_DEAL, Sort.RESPONSE}


@dataclass(frozen=True, slots=True)
class TermChoice:
    """Any of `values` in `facet`. Yes/no facets take `true` and `false`."""

    facet: TermFacet
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeChoice:
    """From `low` to `high`, both included; an open end is None."""

    facet: RangeFacet
    low: Decimal | date | None = None
    high: Decimal | date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A whole question. Raises SearchRejected on construction when a part is not acceptable.

    `amount` is what is asked for (deals) or the ticket (investors); `ticket` is a cheque that has to fit a deal's ask.
    `places` are path codes of `search.places`, sectors are codes of any level. What is excluded is excluded whatever else
    fits; a word where it stands in a name, a one-liner or a keyword.
    """

    target: Target = Target.DEALS
    text: str = ""
    sectors: tuple[str, ...] = ()
    sectors_exclude: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    stages_exclude: tuple[str, ...] = ()
    amount: AmountRange | None = None
    ticket: AmountRange | None = None
    places: tuple[str, ...] = ()
    places_exclude: tuple[str, ...] = ()
    words_exclude: tuple[str, ...] = ()
    terms: tuple[TermChoice, ...] = ()
    ranges: tuple[RangeChoice, ...] = ()
    currency: str = "CNY"
    sort: Sort = Sort.RELEVANCE
    cursor: str = ""
    size: int = 20
    language: str = "zh-Hans"

    def __post_init__(self) -> None:
        _check_text(self.text)
        for name in ("sectors", "sectors_exclude", "stages", "stages_exclude"):
            _check_values(name, getattr(self, name), _CODE)
        for name in ("places", "places_exclude", "words_exclude"):
            _check_values(name, getattr(self, name), _PHRASE)
        for name in ("amount", "ticket"):
            _check_amount(name, getattr(self, name))
        self._check_choices()
        self._check_paging()

    def _check_choices(self) -> None:
        facets: list[TermFacet | RangeFacet] = [term.facet for term in self.terms]
        facets += [chosen.facet for chosen in self.ranges]
        if len(set(facets)) != len(facets):
            raise SearchRejected("search.facet_repeated", "facets")
        for facet in facets:
            if self.target is Target.DEALS and facet in INVESTOR_ONLY:
                raise SearchRejected("search.facet_not_here", facet)
            if self.target is Target.INVESTORS and facet not in INVESTOR_ONLY:
                raise SearchRejected("search.facet_not_here", facet)
        for term in self.terms:
            _check_values(term.facet, term.values, _PHRASE)
            if term.facet in BOOLEAN_TERMS and not set(term.values) <= {"true", "false"}:
                raise SearchRejected("search.value_invalid", term.facet)
        for chosen in self.ranges:
            _check_range(chosen)

    def _check_paging(self) -> None:
        if not 1 <= self.size <= MAX_SIZE:
            raise SearchRejected("search.size_invalid", "size", f"1 to {MAX_SIZE}")
        if self.language not in LANGUAGES:
            raise SearchRejected("search.language_unknown", "language")
        if not _CURRENCY.fullmatch(self.currency):
            raise SearchRejected("search.currency_invalid", "currency")
        allowed = DEAL_SORTS if self.target is Target.DEALS else INVESTOR_SORTS
        if self.sort not in allowed:
            raise SearchRejected("search.sort_not_here", "sort")
        if self.ticket is not None and self.target is Target.INVESTORS:
            raise SearchRejected("search.facet_not_here", "ticket")
        if len(self.cursor) > 2000:
            raise SearchRejected("search.cursor_invalid", "cursor")


def check_words(text: str, field: str = "text") -> None:
    """Refuse text no person typed: too long, control characters, halves of surrogate pairs."""
    if len(text) > MAX_TEXT:
        raise SearchRejected("search.text_too_long", field, f"at most {MAX_TEXT} characters")
    if _UNPRINTABLE.search(text):
        raise SearchRejected("search.text_unprintable", field)


def _check_text(text: str) -> None:
    check_words(text)
    if len(text.split()) > MAX_TERMS:
        raise SearchRejected("search.text_too_many_words", "text", f"at most {MAX_TERMS} words")


def _check_values(name: str, values: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    if len(values) > MAX_CHOICES:
        raise SearchRejected("search.too_many_choices", name, f"at most {MAX_CHOICES}")
    if any(not pattern.fullmatch(value) for value in values):
        raise SearchRejected("search.value_invalid", name)


def _check_amount(name: str, amount: AmountRange | None) -> None:
    if amount is None:
        return
    if not _CURRENCY.fullmatch(amount.currency):
        raise SearchRejected("search.currency_invalid", name)
    for end in (amount.low, amount.high):
        if end is not None and not (end.is_finite() and 0 <= end <= Decimal(10) ** 15):
            raise SearchRejected("search.amount_invalid", name)
    if amount.low is not None and amount.high is not None and amount.low > amount.high:
        raise SearchRejected("search.range_reversed", name)


def _check_range(chosen: RangeChoice) -> None:
    wanted: type[Decimal] | type[date] = date if chosen.facet in DATE_RANGES else Decimal
    for end in (chosen.low, chosen.high):
        if end is None:
            continue
        if not isinstance(end, wanted):
            raise SearchRejected("search.value_invalid", chosen.facet)
        if isinstance(end, Decimal) and not (end.is_finite() and 0 <= end <= Decimal(10) ** 15):
            raise SearchRejected("search.value_invalid", chosen.facet)
    if _is_reversed(chosen):
        raise SearchRejected("search.range_reversed", chosen.facet)


def _is_reversed(chosen: RangeChoice) -> bool:
    low, high = chosen.low, chosen.high
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    return isinstance(low, Decimal) and isinstance(high, Decimal) and low > high
