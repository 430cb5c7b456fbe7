"""Wire forms of theses."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.core.listing import IdField, SortField, WordsField
from backend.core.money import Currency, Money
from backend.core.permissions import allowed_actions
from backend.core.serializers import MoneyField, MoneyWire
from backend.deals.enums import OPEN_STAGES, Instrument, LeadOrFollow, OpenTo
from backend.deals.models import Thesis
from backend.deals.selectors.theses import SORTS
from backend.organizations import selectors as organizations
from backend.organizations.models import Fund
from backend.organizations.serializers import OrganizationBrief

_ACTIONS = ("update_thesis", "delete_thesis", "publish_thesis", "pause_thesis")
_OPEN_STAGES = [(stage.value, stage.label) for stage in OPEN_STAGES]


def _words(max_length: int, help_text: str = "") -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=max_length), required=False, max_length=200, help_text=help_text
    )


class ThesisInput(serializers.Serializer[Any]):
    """All fields but the title may be left out; money fields share one currency."""

    title = serializers.CharField(max_length=120)
    title_en = serializers.CharField(max_length=200, required=False, allow_blank=True)
    summary = serializers.CharField(max_length=8000, required=False, allow_blank=True, help_text="Markdown")
    fund = serializers.UUIDField(required=False, allow_null=True)
    stages = serializers.ListField(child=serializers.ChoiceField(choices=_OPEN_STAGES), required=False, max_length=20)
    sectors_include = _words(24, "sector codes of any level")
    sectors_exclude = _words(24, "sector codes of any level")
    keywords = _words(60)
    countries = _words(3, "ISO 3166-1 alpha-3")
    regions = _words(80)
    cities = _words(80)
    currency = serializers.ChoiceField(choices=Currency.choices, required=False)
    ticket_min = MoneyField(required=False, allow_null=True)
    ticket_max = MoneyField(required=False, allow_null=True)
    revenue_min = MoneyField(required=False, allow_null=True)
    instruments = serializers.ListField(
        child=serializers.ChoiceField(choices=Instrument.choices), required=False, max_length=10
    )
    lead_or_follow = serializers.ChoiceField(choices=LeadOrFollow.choices, required=False, allow_blank=True)
    annual_deals = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1000)
    ownership_target_pct = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    pre_revenue_ok = serializers.BooleanField(required=False, allow_null=True)
    reinvest_ratio_pct = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    reinvest_place = serializers.CharField(max_length=80, required=False, allow_blank=True)
    negative_list = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    value_add = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    decision_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1000)
    dry_powder_band = serializers.CharField(max_length=40, required=False, allow_blank=True)
    portfolio_conflicts = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)
    open_to = serializers.ChoiceField(choices=OpenTo.choices, required=False, allow_blank=True)


class ThesisCreateInput(ThesisInput):
    firm = serializers.UUIDField()


class ThesisUpdateInput(ThesisInput):
    """Only the fields to change, and the version that was read."""

    title = serializers.CharField(max_length=120, required=False)
    version = serializers.IntegerField(min_value=1)


class FundOfThesis(serializers.ModelSerializer[Fund]):
    class Meta:
        model = Fund
        fields = ["id", "name", "name_en", "fund_type", "amac_filing_no", "end_year"]


class FieldShareOutput(serializers.Serializer[Any]):
    """Of the deals whose record tells this, how many are as the thesis says."""

    field = serializers.ChoiceField(choices=["sectors_include", "sectors_exclude", "stages", "ticket_min"])
    met = serializers.IntegerField()
    known = serializers.IntegerField()


class DeclaredVsActualOutput(serializers.Serializer[Any]):
    """Recorded deals of the firm from `since` to `until`; what a record does not tell breaks nothing."""

    since = serializers.DateField()
    until = serializers.DateField()
    deals = serializers.IntegerField()
    obeying = serializers.IntegerField(allow_null=True, help_text="null: too few deals to say")
    fields = FieldShareOutput(many=True, help_text="the parts the thesis states")  # type: ignore[assignment]


class ThesesParameters(serializers.Serializer[Any]):
    q = WordsField("words of the title, the summary or the firm's names")
    sort = SortField(SORTS)
    firm = IdField("only theses of this firm")


class ThesisOutput(serializers.ModelSerializer[Thesis]):
    """A thesis as its viewer may read it.

    Context: `viewer`, `declared` (`selectors.declared.declared_vs_actual`), and `funds_of` with the ids of theses
    whose fund facts the viewer may read (`selectors.theses.readable_funds`). `fund` and `dry_powder_band` are absent for everybody else;
    `portfolio_conflicts` is there for the firm's own people only.
    """

    firm = OrganizationBrief()
    fund = FundOfThesis(required=False, allow_null=True)
    ticket_min = serializers.SerializerMethodField()
    ticket_max = serializers.SerializerMethodField()
    revenue_min = serializers.SerializerMethodField()
    dry_powder_band = serializers.CharField(required=False)
    portfolio_conflicts = OrganizationBrief(many=True, required=False)
    declared_vs_actual = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Thesis
        fields = [
            "id", "firm", "fund", "state", "version", "title", "title_en", "summary", "stages", "sectors_include",
            "sectors_exclude", "keywords", "countries", "regions", "cities", "currency", "ticket_min", "ticket_max",
            "revenue_min", "instruments", "lead_or_follow", "annual_deals", "ownership_target_pct", "pre_revenue_ok",
            "reinvest_ratio_pct", "reinvest_place", "negative_list", "value_add", "decision_days", "dry_powder_band",
            "portfolio_conflicts", "open_to", "declared_vs_actual", "published_at", "created_at", "updated_at",
            "allowed_actions",
        ]  # fmt: skip

    @extend_schema_field(MoneyWire(allow_null=True))
    def get_ticket_min(self, thesis: Thesis) -> dict[str, str] | None:
        return _wire(thesis.ticket_min_minor, thesis.currency)

    @extend_schema_field(MoneyWire(allow_null=True))
    def get_ticket_max(self, thesis: Thesis) -> dict[str, str] | None:
        return _wire(thesis.ticket_max_minor, thesis.currency)

    @extend_schema_field(MoneyWire(allow_null=True))
    def get_revenue_min(self, thesis: Thesis) -> dict[str, str] | None:
        return _wire(thesis.revenue_min_minor, thesis.currency)

    @extend_schema_field(DeclaredVsActualOutput())
    def get_declared_vs_actual(self, thesis: Thesis) -> dict[str, Any]:
        return dict(DeclaredVsActualOutput(self.context["declared"][thesis.pk]).data)

    def get_allowed_actions(self, thesis: Thesis) -> list[str]:
        return allowed_actions(self.context["viewer"], "deals", _ACTIONS, thesis)

    def to_representation(self, thesis: Thesis) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(thesis)
        if thesis.pk not in self.context["funds_of"]:
            del shown["fund"], shown["dry_powder_band"]
        if thesis.firm_id not in organizations.roles_of(self.context["viewer"]):
            del shown["portfolio_conflicts"]
        return shown


def _wire(minor: int | None, currency: str) -> dict[str, str] | None:
    return None if minor is None else Money(minor, Currency(currency)).to_wire()
