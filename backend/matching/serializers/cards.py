"""Pitches and investors in lists."""

from typing import Any

from rest_framework import serializers

from backend.core.serializers import MoneyField
from backend.deals.enums import Stage
from backend.matching.answers import DealCard, InvestorCard
from backend.organizations.enums import InvestorType
from backend.organizations.serializers import OrganizationBrief


class PieceSerializer(serializers.Serializer[Any]):
    """A run of text; show it marked when `hit`."""

    text = serializers.CharField()
    hit = serializers.BooleanField()


class HighlightsField(serializers.DictField):
    """By field, the text in pieces; only text the viewer may read now."""

    child = serializers.ListField(child=PieceSerializer())


class DealCardSerializer(serializers.Serializer[DealCard]):
    """A published pitch in a list."""

    id = serializers.UUIDField(source="pitch.pk")
    one_liner = serializers.CharField(source="pitch.one_liner")
    one_liner_en = serializers.CharField(source="pitch.one_liner_en")
    organization = OrganizationBrief(source="pitch.organization")
    sector_primary = serializers.CharField(source="pitch.sector_primary")
    sectors = serializers.ListField(child=serializers.CharField(), source="pitch.sectors")
    stage = serializers.ChoiceField(choices=Stage.choices, source="pitch.stage", allow_blank=True)
    amount_min = MoneyField(allow_null=True)
    amount_target = MoneyField(allow_null=True)
    amount_max = MoneyField(allow_null=True)
    country = serializers.CharField(source="pitch.country")
    region = serializers.CharField(source="pitch.region")
    city = serializers.CharField(source="pitch.city")
    district = serializers.CharField(source="pitch.district")
    published_at = serializers.DateTimeField(source="pitch.published_at", allow_null=True)
    last_confirmed_at = serializers.DateTimeField(source="pitch.last_confirmed_at", allow_null=True)
    highlights = HighlightsField()


class InvestorCardSerializer(serializers.Serializer[InvestorCard]):
    """An investment firm in a list. Stages, sectors and tickets are those of its public theses and its past deals."""

    id = serializers.UUIDField(source="organization.pk")
    organization = OrganizationBrief()
    investor_type = serializers.ChoiceField(
        choices=InvestorType.choices, source="organization.investor_type", allow_blank=True
    )
    sectors = serializers.ListField(child=serializers.CharField())
    stages = serializers.ListField(child=serializers.ChoiceField(choices=Stage.choices))
    ticket_min = MoneyField(allow_null=True)
    ticket_max = MoneyField(allow_null=True)
    cities = serializers.ListField(child=serializers.CharField())
    deals_total = serializers.IntegerField()
    deals_24m = serializers.IntegerField()
    last_deal_on = serializers.DateField(allow_null=True)
    theses = serializers.IntegerField()
    highlights = HighlightsField()
