"""What is refused before anything is sent."""

from collections.abc import Callable
from decimal import Decimal

import pytest

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
        ("search.too_many_choices", lambda: SearchRequest(stages=tuple(f"s{i}" for i in range(61)))),
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
