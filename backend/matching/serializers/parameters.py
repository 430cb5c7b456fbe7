"""The parameters of a search address, as they arrive. Meaning is given to them in `questions`."""

from typing import Any

from rest_framework import serializers

from backend.core.money import Currency
from backend.deals.enums import BusinessModel, Instrument, LeadOrFollow, Stage
from backend.matching.enums import GATE_CODES, DealSort, InvestorSort, MatchOrder
from backend.organizations.enums import InvestorType
from search.request import MAX_CHOICES, MAX_SIZE, MAX_TEXT


def _words(help_text: str = "") -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=MAX_TEXT), required=False, max_length=MAX_CHOICES, help_text=help_text
    )


def _choices(choices: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(choices=choices), required=False, max_length=MAX_CHOICES)


def _amount(help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=15, decimal_places=2, min_value=0, required=False, help_text=help_text)


class _PlacesAndPaging(serializers.Serializer[Any]):
    """What both searches share. A repeated parameter means any of its values; different ones must all hold."""

    q = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, max_length=MAX_TEXT, help_text="at most 200 characters"
    )
    sector = _words("sector codes of any level, or words for them")
    sector_exclude = _words("sector codes of any level")
    stage = _choices(Stage.choices)
    stage_exclude = _choices(Stage.choices)
    place_exclude = _words("names of any level in any language, or paths from a facet")
    word_exclude = _words("words that may not stand in a name, a one-liner or a keyword")
    currency = serializers.ChoiceField(choices=Currency.choices, required=False, help_text="of the amounts; CNY")
    country = _words("a name in any language, or a path from the facet")
    region = _words("a name in any language, or a path from the facet")
    city = _words("a name in any language, or a path from the facet; the deepest level given decides")
    district = _words("a name in any language, or a path from the facet")
    cursor = serializers.CharField(required=False, max_length=2000)
    size = serializers.IntegerField(required=False, min_value=1, max_value=MAX_SIZE, default=20)


class DealSearchParameters(_PlacesAndPaging):
    """`GET search/deals/`."""

    amount_min = _amount("of the ask, major units")
    amount_max = _amount("of the ask, major units")
    ask_currency = _choices(Currency.choices)
    founded_from = serializers.IntegerField(required=False, min_value=1800, max_value=2200)
    founded_to = serializers.IntegerField(required=False, min_value=1800, max_value=2200)
    qualification = _words()
    business_model = _choices(BusinessModel.choices)
    instrument = _choices(Instrument.choices)
    lead_wanted = _choices([("true", "true"), ("false", "false")])
    close_before = serializers.DateField(required=False)
    confirmed_within = serializers.IntegerField(required=False, min_value=1, max_value=3650, help_text="days")
    sort = serializers.ChoiceField(choices=DealSort.choices, required=False)


class InvestorSearchParameters(_PlacesAndPaging):
    """`GET search/investors/`."""

    ticket_min = _amount("major units")
    ticket_max = _amount("major units")
    investor_type = _choices(InvestorType.choices)
    lead_or_follow = _choices(LeadOrFollow.choices)
    active_within = serializers.IntegerField(
        required=False, min_value=1, max_value=600, help_text="months since the last recorded deal"
    )
    sort = serializers.ChoiceField(choices=InvestorSort.choices, required=False)


class SuggestParameters(serializers.Serializer[Any]):
    """`GET suggest/`."""

    q = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, max_length=MAX_TEXT)
    kind = serializers.ChoiceField(choices=["deals", "investors"], required=False, default="deals")


class MatchParameters(serializers.Serializer[Any]):
    """Matches of a pitch, a thesis or a firm."""

    order = serializers.ChoiceField(choices=MatchOrder.choices, required=False, default=MatchOrder.BEST)
    require = serializers.ListField(
        child=serializers.ChoiceField(choices=GATE_CODES),
        required=False,
        help_text="leave out what fails these gates; exclusion and conflict unless said otherwise. A startup is never told of conflicts: for it the gate leaves out nobody",
    )
    show_failed = serializers.BooleanField(
        required=False, default=False, help_text="leave out nothing, whatever gate it fails"
    )
    cursor = serializers.CharField(required=False, max_length=2000)
    size = serializers.IntegerField(required=False, min_value=1, max_value=MAX_SIZE, default=20)


class FitParameters(serializers.Serializer[Any]):
    """`GET pitches/{id}/fit/`."""

    firm = serializers.UUIDField()
    thesis = serializers.UUIDField(required=False, help_text="one thesis alone, for members of the firm")
