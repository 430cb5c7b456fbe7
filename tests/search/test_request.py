"""What is refused before anything is sent, and addresses that lose nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.address import from_parameters, to_parameters
from search.errors import SearchRejected
from search.records import AmountRange
from search.request import RangeChoice, RangeFacet, SearchRequest, Sort, Target, TermChoice, TermFacet


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("search.text_too_long", lambda: SearchRequest(text="x" * 201)),
        ("search.text_too_many_words", lambda: SearchRequest(text="a " * 21)),
        ("search.text_unprintable", lambda: SearchRequest(text="chip\x00")),
        ("search.text_unprintable", lambda: SearchRequest(text="\ud800")),
        ("search.size_invalid", lambda: SearchRequest(size=10**6)),
        ("search.size_invalid", lambda: SearchRequest(size=0)),
        ("search.size_invalid", lambda: SearchRequest(size=-1)),
        ("search.value_invalid", lambda: SearchRequest(sectors=("AI* OR 1=1",))),
        ("search.value_invalid", lambda: SearchRequest(sectors=("",))),
        ("search.value_invalid", lambda: SearchRequest(places=("cn\x00",))),
        ("search.too_many_choices", lambda: SearchRequest(stages=tuple(f"s{i}" for i in range(51)))),
        ("search.amount_invalid", lambda: SearchRequest(amount=AmountRange(low=Decimal("NaN")))),
        ("search.amount_invalid", lambda: SearchRequest(amount=AmountRange(low=Decimal(-1)))),
        ("search.amount_invalid", lambda: SearchRequest(amount=AmountRange(high=Decimal("1e400")))),
        ("search.range_reversed", lambda: SearchRequest(amount=AmountRange(low=Decimal(2), high=Decimal(1)))),
        ("search.currency_invalid", lambda: SearchRequest(amount=AmountRange(low=Decimal(1), currency="$"))),
        ("search.facet_not_here", lambda: SearchRequest(terms=(TermChoice(TermFacet.FUND_TYPE, ("vc",)),))),
        ("search.facet_not_here", lambda: SearchRequest(target=Target.INVESTORS, ticket=AmountRange(low=Decimal(1)))),
        ("search.facet_repeated", lambda: SearchRequest(ranges=(RangeChoice(RangeFacet.IP_COUNT),) * 2)),
        ("search.value_invalid", lambda: SearchRequest(terms=(TermChoice(TermFacet.LEAD_WANTED, ("maybe",)),))),
        ("search.value_invalid", lambda: SearchRequest(ranges=(RangeChoice(RangeFacet.CLOSE_BY, Decimal(1)),))),
        ("search.sort_not_here", lambda: SearchRequest(sort=Sort.RESPONSE)),
        ("search.language_unknown", lambda: SearchRequest(language="fr")),
        ("search.cursor_invalid", lambda: SearchRequest(cursor="x" * 2001)),
    ],
)
def test_unacceptable_request_is_refused(code: str, make: Callable[[], SearchRequest]) -> None:
    with pytest.raises(SearchRejected) as refusal:
        make()

    assert refusal.value.code == code


codes = st.lists(st.from_regex(r"\A[A-Za-z0-9_]{1,12}\Z"), max_size=3, unique=True).map(tuple)
numbers = st.none() | st.integers(0, 10**12).map(Decimal)


def ordered(pair: tuple[Decimal | None, Decimal | None]) -> tuple[Decimal | None, Decimal | None]:
    low, high = pair
    return (high, low) if low is not None and high is not None and low > high else pair


@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60).filter(
        lambda text: len(text.split()) <= 20
    ),
    sectors=codes,
    stages=codes,
    amount=st.none() | st.tuples(numbers, numbers).map(ordered).map(lambda ends: AmountRange(low=ends[0], high=ends[1], currency="USD")),
    founded=st.none() | st.tuples(numbers, numbers).map(ordered),
    closing=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    qualifications=codes,
    size=st.integers(1, 50),
    facets=st.booleans(),
)  # fmt: skip
def test_address_and_back_is_the_same_request(
    text: str,
    sectors: tuple[str, ...],
    stages: tuple[str, ...],
    amount: AmountRange | None,
    founded: tuple[Decimal | None, Decimal | None] | None,
    closing: date | None,
    qualifications: tuple[str, ...],
    size: int,
    facets: bool,
) -> None:
    ranges = [RangeChoice(RangeFacet.FOUNDED, *founded)] if founded else []
    ranges += [RangeChoice(RangeFacet.CLOSE_BY, None, closing)] if closing else []
    request = SearchRequest(
        text=text,
        sectors=sectors,
        stages=stages,
        amount=amount,
        ranges=tuple(ranges),
        terms=(TermChoice(TermFacet.QUALIFICATION, qualifications),) if qualifications else (),
        size=size,
        facets=facets,
    )

    assert from_parameters(Target.DEALS, to_parameters(request)) == request


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"from": ["1000000000"]}, "search.parameter_unknown"),
        ({"size": ["1000000"]}, "search.size_invalid"),
        ({"size": ["1e3"]}, "search.size_invalid"),
        ({"size": ["5", "6"]}, "search.value_invalid"),
        ({"sort": ["_script"]}, "search.sort_not_here"),
        ({"amount": ["1..x"]}, "search.value_invalid"),
        ({"amount": ["1"]}, "search.value_invalid"),
        ({"founded_year": ["1..2..3"]}, "search.value_invalid"),
        ({"close_by": ["yesterday.."]}, "search.value_invalid"),
        ({"close_by": ["2026-13-01.."]}, "search.value_invalid"),
        ({"founded_year": ["9" * 400 + ".."]}, "search.value_invalid"),
    ],
)
def test_unreadable_address_is_refused(parameters: dict[str, list[str]], code: str) -> None:
    with pytest.raises(SearchRejected) as refusal:
        from_parameters(Target.DEALS, parameters)

    assert refusal.value.code == code
