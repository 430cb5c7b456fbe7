"""Answers about who fits whom, and why."""

from typing import Any

from rest_framework import serializers

from backend.core.serializers import MoneyField
from backend.deals.enums import OPEN_STAGE_CHOICES
from backend.matching.enums import GATE_CODES, GateState, MatchOrder, Mode
from backend.matching.serializers.cards import DealCardSerializer, InvestorCardSerializer
from search.matching.parts import PartCode


class PastDealSerializer(serializers.Serializer[Any]):
    """A recorded deal, as evidence."""

    company_id = serializers.UUIDField()
    company = serializers.CharField()
    on = serializers.DateField()
    round = serializers.CharField(allow_blank=True)


class EvidenceSerializer(serializers.Serializer[Any]):
    """What one side asks for, what the other has, what both have, past deals, and figures by name."""

    asked = serializers.ListField(child=serializers.CharField())
    given = serializers.ListField(child=serializers.CharField())
    common = serializers.ListField(child=serializers.CharField())
    deals = PastDealSerializer(many=True)
    figures = serializers.DictField(child=serializers.FloatField())
    labels = serializers.DictField(
        child=serializers.CharField(), help_text="names of the places among the codes, in the language of the request"
    )


class GateSerializer(serializers.Serializer[Any]):
    """A hard condition; a failed one is shown, never silently applied."""

    code = serializers.ChoiceField(choices=GATE_CODES)
    state = serializers.ChoiceField(choices=GateState.choices)
    evidence = EvidenceSerializer()


class ReasonSerializer(serializers.Serializer[Any]):
    """A part of the score: `contribution` in points, below zero where it speaks against the pair; `share` from 0 to 1 of all
    that speaks for it."""

    code = serializers.ChoiceField(choices=[(code.value, code.value) for code in PartCode])
    share = serializers.FloatField()
    contribution = serializers.FloatField()
    evidence = EvidenceSerializer()


class ModelInfoSerializer(serializers.Serializer[Any]):
    """Where the weights come from."""

    name = serializers.CharField()
    version = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class _Why(serializers.Serializer[Any]):
    score = serializers.FloatField(source="why.score")
    gates = GateSerializer(many=True, source="why.gates")
    reasons = ReasonSerializer(many=True, source="why.reasons")


class _MatchSerializer(_Why):
    is_explored = serializers.BooleanField(
        help_text="in one of the places given to those who are rarely shown or new, and not by score alone"
    )


class InvestorMatchSerializer(_MatchSerializer):
    """An investor for a pitch."""

    investor = InvestorCardSerializer()


class DealMatchSerializer(_MatchSerializer):
    """A pitch for an investor."""

    deal = DealCardSerializer()


class _Matches(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(choices=Mode.choices)
    order = serializers.ChoiceField(choices=MatchOrder.choices)
    personalized = serializers.BooleanField()
    gates_applied = serializers.ListField(
        child=serializers.ChoiceField(choices=GATE_CODES), help_text="gates that were applied as filters"
    )
    model = ModelInfoSerializer()
    next_cursor = serializers.CharField(allow_null=True)
    took_ms = serializers.IntegerField()


class InvestorMatchesSerializer(_Matches):
    """A page of investors for one pitch."""

    results = InvestorMatchSerializer(many=True)


class DealMatchesSerializer(_Matches):
    """A page of pitches for one thesis or firm."""

    results = DealMatchSerializer(many=True)


class FitSerializer(_Why):
    """One pair, seen from either side."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    model = ModelInfoSerializer()
    deal = DealCardSerializer()
    investor = InvestorCardSerializer()


class WhatIfInputSerializer(serializers.Serializer[Any]):
    """What a pitch would ask for instead; what is missing stays as it is. Sector and everything else stay in any case."""

    amount = MoneyField(required=False, allow_null=True)
    stage = serializers.ChoiceField(choices=OPEN_STAGE_CHOICES, required=False, allow_blank=True)
    country = serializers.CharField(max_length=80, required=False, allow_blank=True)
    region = serializers.CharField(max_length=80, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, allow_blank=True)


class WhatIfSerializer(serializers.Serializer[Any]):
    """Published theses that fit before and after, of how many firms; those gained and lost, and by which conditions.

    One thesis may be lost by several conditions at once.
    """

    mode = serializers.ChoiceField(choices=Mode.choices)
    theses_before = serializers.IntegerField(source="change.theses_before")
    theses_after = serializers.IntegerField(source="change.theses_after")
    firms_before = serializers.IntegerField(source="change.firms_before")
    firms_after = serializers.IntegerField(source="change.firms_after")
    gained = serializers.IntegerField(source="change.gained")
    lost = serializers.IntegerField(source="change.lost")
    gained_by = serializers.DictField(child=serializers.IntegerField(), source="change.gained_by")
    lost_by = serializers.DictField(child=serializers.IntegerField(), source="change.lost_by")
    best = InvestorMatchSerializer(many=True, help_text="the firms that would fit best")
