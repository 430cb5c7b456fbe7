"""Wire forms of events and their run of show."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import text
from backend.core.listing import DayField, IdField
from backend.core.permissions import allowed_actions, may
from backend.core.serializers import MoneyField, ToldOnce
from backend.organizations.models import Organization
from backend.organizations.serializers import OrganizationBrief
from backend.roadshows.enums import AgendaKind, EventPreset, EventVisibility, HelperRole, HolderAct, SaleState
from backend.roadshows.errors import BadRange, RangeTooLong
from backend.roadshows.models import AgendaItem, AgendaRelease, Event, EventHelper, Quota, TicketType
from backend.roadshows.permissions import EVENT_ACTIONS
from backend.roadshows.selectors.events import room_address
from backend.roadshows.serializers.asking import EventConsentOutput, QuestionOutput
from backend.roadshows.services.agenda import MAX_ITEMS
from backend.roadshows.services.events import LONGEST
from backend.roadshows.services.quotas import MAX_QUOTAS
from backend.roadshows.services.ticketing import MAX_PER_ORDER, MAX_TYPES

# A month with the weeks at its ends is 42 days; it is answered whole, longer lists in pages.
MOST_DAYS, MOST_ROWS, MOST_ROWS_OF_DAYS = 62, 100, 300
_LONGEST_EVENT = LONGEST // timedelta(minutes=1)
_PAGE_TOO_LARGE = text(
    "未同时指定 since 和 until 时，每页最多 100 条。", "Without both since and until a page has at most 100 rows."
)


class EventFields(serializers.Serializer[Any]):
    """What a host writes."""

    preset = serializers.ChoiceField(choices=EventPreset.choices)
    visibility = serializers.ChoiceField(
        choices=EventVisibility.choices,
        required=False,
        help_text="left out of a new event: what its preset usually has; once published only to fewer people",
    )
    title = serializers.CharField(max_length=60)
    title_en = serializers.CharField(max_length=120, required=False, allow_blank=True)
    summary = serializers.CharField(max_length=120, required=False, allow_blank=True)
    description = serializers.CharField(max_length=8000, required=False, allow_blank=True, help_text="Markdown")
    sectors = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=5)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    registration_closes_at = serializers.DateTimeField(required=False, allow_null=True)
    is_online = serializers.BooleanField(required=False)
    venue = serializers.CharField(max_length=120, required=False, allow_blank=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    district = serializers.CharField(max_length=80, required=False, allow_blank=True)
    capacity = serializers.IntegerField(min_value=1, max_value=100_000)
    refunds_until = serializers.DateTimeField(required=False, allow_null=True)
    has_waiting_list = serializers.BooleanField(required=False)
    offer_hours = serializers.IntegerField(min_value=1, max_value=168, required=False)
    pay_hours = serializers.IntegerField(
        min_value=1, max_value=336, required=False, help_text="an approved guest has to pay"
    )
    holder_may = serializers.ListField(
        child=serializers.ChoiceField(choices=HolderAct.choices),
        required=False,
        max_length=len(HolderAct),
        help_text="what whoever holds a ticket may do with it by themselves",
    )


class TicketTypeInput(serializers.Serializer[Any]):
    id = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="of a kind that stands already")
    name = serializers.CharField(max_length=40)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    price = MoneyField()
    is_offered = serializers.BooleanField(required=False, default=True)
    is_hidden = serializers.BooleanField(
        required=False, default=False, help_text="seen and taken only with a voucher that names it"
    )
    needs_approval = serializers.BooleanField(
        required=False, default=False, help_text="the host decides of each who asks for it"
    )
    is_for_list = serializers.BooleanField(required=False, default=False, help_text="for contacts the host listed")
    members_of = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=50, help_text="for people of these"
    )
    needs_standing = serializers.BooleanField(required=False, default=False, help_text="for qualified investors")
    min_per_order = serializers.IntegerField(
        required=False, default=1, min_value=1, max_value=MAX_PER_ORDER, help_text="places that are taken at once"
    )
    max_per_order = serializers.IntegerField(
        required=False,
        default=1,
        min_value=1,
        max_value=MAX_PER_ORDER,
        help_text="above 1 only of what is free and open",
    )
    sold_from = serializers.DateTimeField(required=False, allow_null=True, default=None)
    sold_until = serializers.DateTimeField(required=False, allow_null=True, default=None)


@extend_schema_serializer(component_name="TicketType")
class TicketTypeOutput(ToldOnce, serializers.ModelSerializer[TicketType]):
    price = MoneyField()

    class Meta:
        model = TicketType
        fields = ["id", "name", "name_en", "price", "is_offered"]
        read_only_fields = fields


@extend_schema_serializer(component_name="TicketTypeOnSale")
class TicketTypeOnSaleOutput(TicketTypeOutput):
    """A kind on the page where it can be had. Needs `sales` in the context (`places.sales_of`)."""

    sale = serializers.SerializerMethodField()
    is_for_members = serializers.SerializerMethodField(help_text="of certain organizations")
    members_of = serializers.SerializerMethodField(help_text="which those are: to the host alone")

    class Meta(TicketTypeOutput.Meta):
        fields = [
            *(*TicketTypeOutput.Meta.fields, "is_hidden", "needs_approval"),
            *("is_for_list", "is_for_members", "members_of", "needs_standing"),
            *("min_per_order", "max_per_order", "sold_from", "sold_until", "sale"),
        ]
        read_only_fields = fields

    def get_is_for_members(self, kind: TicketType) -> bool:
        return bool(kind.members_of)

    @extend_schema_field(OrganizationBrief(many=True))
    def get_members_of(self, kind: TicketType) -> list[dict[str, Any]]:
        if not kind.members_of or not self.context.get("belongs"):
            return []
        rows = Organization.objects.filter(pk__in=kind.members_of).select_related("logo").order_by("legal_name")
        return list(OrganizationBrief(rows, many=True).data)

    @extend_schema_field(serializers.ChoiceField(choices=SaleState.choices))
    def get_sale(self, kind: TicketType) -> str:
        return str(self.context["sales"][kind.pk])


class QuotaInput(serializers.Serializer[Any]):
    id = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="of one that stands already")
    name = serializers.CharField(max_length=40)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    capacity = serializers.IntegerField(min_value=0, max_value=100_000)
    kinds = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_TYPES)


@extend_schema_serializer(component_name="Quota")
class QuotaOutput(serializers.ModelSerializer[Quota]):
    """As its host reads it; `overbooked` of the taken came in by a voucher, above the capacity."""

    kinds = serializers.SerializerMethodField()

    class Meta:
        model = Quota
        fields = ["id", "covers_all", "name", "name_en", "kinds", "capacity", "taken", "overbooked"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_kinds(self, quota: Quota) -> list[str]:
        return [str(kind.pk) for kind in quota.kinds.all()]


class EventCreateInput(EventFields):
    organization = serializers.UUIDField()


class EventUpdateInput(EventFields):
    """What is left out stays."""

    edition = serializers.IntegerField(min_value=1, help_text="of the event as it was read")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "edition"


class EventStepInput(serializers.Serializer[Any]):
    edition = serializers.IntegerField(min_value=1, help_text="of the event as it was read")


class EventCancelInput(EventStepInput):
    reason = serializers.CharField(max_length=400)


class TicketTypesInput(EventStepInput):
    types = TicketTypeInput(many=True, min_length=1, max_length=MAX_TYPES)  # type: ignore[call-arg]


class QuotasInput(EventStepInput):
    quotas = QuotaInput(many=True, max_length=MAX_QUOTAS)  # type: ignore[call-arg]


class PaymentTermsInput(EventStepInput):
    takes_transfers = serializers.BooleanField()
    transfer_days = serializers.IntegerField(min_value=1, max_value=14, help_text="a place is held for a transfer")
    requests_until = serializers.DateTimeField(allow_null=True, help_text="blank: until the event ends")
    request_percent = serializers.IntegerField(min_value=1, max_value=100, help_text="usually given back on request")


class AgendaLineInput(serializers.Serializer[Any]):
    id = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="of a line that stands already")
    kind = serializers.ChoiceField(choices=AgendaKind.choices)
    title = serializers.CharField(max_length=80)
    title_en = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    speaker = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="several with a comma between"
    )
    room = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    minutes = serializers.IntegerField(min_value=1, max_value=480)
    begins_after = serializers.IntegerField(
        min_value=0,
        max_value=_LONGEST_EVENT,
        required=False,
        allow_null=True,
        default=None,
        help_text="minutes after the event begins; blank: when the line before it ends",
    )
    pitch = serializers.UUIDField(required=False, allow_null=True, default=None, source="pitch_id")


class AgendaInput(EventStepInput):
    lines = AgendaLineInput(many=True, max_length=MAX_ITEMS)  # type: ignore[call-arg]


class SlotAnswerInput(serializers.Serializer[Any]):
    accepts = serializers.BooleanField()
    shows_deck = serializers.BooleanField(required=False, default=False)


class EventParameters(serializers.Serializer[Any]):
    preset = serializers.ChoiceField(choices=EventPreset.choices, required=False, default="", allow_blank=True)
    sector = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    district = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    when = serializers.ChoiceField(choices=["upcoming", "past", "replay", "all"], required=False, default="upcoming")
    q = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    series = IdField("of one series alone")
    mine = serializers.BooleanField(required=False, default=False, help_text="of the viewer's own organizations alone")
    page = serializers.IntegerField(min_value=1, required=False)
    page_size = serializers.IntegerField(
        min_value=1,
        max_value=MOST_ROWS_OF_DAYS,
        required=False,
        help_text=f"above {MOST_ROWS} only with both since and until",
    )
    since = DayField("the first day of which an event has a part")
    until = DayField(f"the last one; with since at most {MOST_DAYS} days")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises BadRange, RangeTooLong, ValidationError."""
        since, until = attrs.get("since"), attrs.get("until")
        if since and until and until < since:
            raise BadRange(fields={"until": [BadRange.message]})
        if since and until and (until - since).days >= MOST_DAYS:
            raise RangeTooLong(fields={"until": [RangeTooLong.message]})
        if not (since and until) and attrs.get("page_size", 0) > MOST_ROWS:
            raise serializers.ValidationError({"page_size": [str(_PAGE_TOO_LARGE)]})
        return attrs


def kinds_of(event: Event) -> list[TicketType]:
    return sorted(event.ticket_types.all(), key=lambda one: one.position)


def is_shown(kind: TicketType) -> bool:
    return kind.is_offered and not kind.is_hidden


class EventRowOutput(ToldOnce, serializers.ModelSerializer[Event]):
    organization = OrganizationBrief()
    capacity = serializers.IntegerField(source="quota.capacity")
    is_full = serializers.SerializerMethodField()
    ticket_types = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = [
            *("id", "code", "preset", "visibility", "state", "title", "title_en", "summary", "sectors", "organization"),
            *("starts_at", "ends_at", "registration_closes_at", "is_online", "venue", "district"),
            *("capacity", "is_full", "ticket_types", "refunds_until", "published_at"),
            *("has_waiting_list", "series", "has_replay"),
        ]
        read_only_fields = fields

    @extend_schema_field(TicketTypeOutput(many=True))
    def get_ticket_types(self, event: Event) -> list[dict[str, Any]]:
        """Those that everybody may have."""
        return list(TicketTypeOutput([one for one in kinds_of(event) if is_shown(one)], many=True).data)

    def get_is_full(self, event: Event) -> bool:
        return event.quota.is_full


class AgendaItemOutput(serializers.ModelSerializer[AgendaItem]):
    """A line of the draft or of a version; `id` is the same in all of them. `pitch` is null where the viewer may not open
    it. Needs `readable` in the context.
    """

    id = serializers.UUIDField(source="line", read_only=True)
    pitch = serializers.SerializerMethodField()
    company = serializers.SerializerMethodField()

    class Meta:
        model = AgendaItem
        fields = [
            *("id", "position", "kind", "title", "title_en", "speaker", "room", "minutes", "begins_after"),
            *("pitch", "company", "is_confirmed", "shows_deck"),
        ]
        read_only_fields = fields

    def _opens(self, item: AgendaItem) -> bool:
        return item.pitch_id in self.context["readable"]

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_pitch(self, item: AgendaItem) -> str | None:
        return str(item.pitch_id) if self._opens(item) else None

    @extend_schema_field(OrganizationBrief(allow_null=True))
    def get_company(self, item: AgendaItem) -> dict[str, Any] | None:
        if item.pitch is None or not self._opens(item):
            return None
        return dict(OrganizationBrief(item.pitch.organization).data)


class HelpsAsOutput(serializers.Serializer[Any]):
    """One of the ways in which the viewer helps; `organization` is theirs, null for themselves. Needs `viewer`."""

    id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=HelperRole.choices)
    organization = OrganizationBrief(allow_null=True)
    may_end = serializers.SerializerMethodField()

    def get_may_end(self, row: EventHelper) -> bool:
        return may(self.context["viewer"], "roadshows.end_helper", row)


@extend_schema_serializer(component_name="AgendaRelease")
class AgendaReleaseOutput(serializers.ModelSerializer[AgendaRelease]):
    """Which version of a run of show is out, and since when."""

    class Meta:
        model = AgendaRelease
        fields = ["number", "released_at"]
        read_only_fields = fields


class EventDetailOutput(EventRowOutput):
    """`taken`, `quotas` and what the reviewers wrote are the host's own, as are kinds that are hidden or no longer
    offered, and the draft of the agenda. Needs `viewer`, `belongs`, `knows_kinds`, `is_open`, `takes_vouchers`, `sales`,
    `agenda`, `agenda_draft`, `agenda_release`, `readable`, `questions`, `helpers` in the context.
    """

    agenda = serializers.SerializerMethodField(help_text="the version that is out; before the first the draft")
    agenda_draft = serializers.SerializerMethodField(help_text="what the host writes at; to others nothing")
    agenda_release = serializers.SerializerMethodField()
    taken = serializers.SerializerMethodField()
    quotas = serializers.SerializerMethodField()
    takes_vouchers = serializers.SerializerMethodField(help_text="there are codes for it")
    review_reason = serializers.SerializerMethodField()
    co_hosts = serializers.SerializerMethodField(help_text="organizations that said yes to hosting it too")
    helps_as = serializers.SerializerMethodField(help_text="as what the viewer helps its host")
    takes_registrations = serializers.SerializerMethodField()
    room_url = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField(help_text="asked of whoever registers; to its host all of them")
    consent = EventConsentOutput(source="own_consent", allow_null=True)
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = [
            *EventRowOutput.Meta.fields,
            *("edition", "description", "address", "submitted_at", "cancel_reason", "review_reason"),
            *(
                "taken",
                "quotas",
                "takes_registrations",
                "takes_vouchers",
                "offer_hours",
                "pay_hours",
                "holder_may",
                "questions",
                "consent",
                *("co_hosts", "helps_as"),
                *("takes_transfers", "transfer_days", "requests_until", "request_percent"),
                "room_url",
                *("agenda", "agenda_draft", "agenda_release"),
                "allowed_actions",
            ),
        ]
        read_only_fields = fields

    @extend_schema_field(AgendaItemOutput(many=True))
    def get_agenda(self, event: Event) -> list[dict[str, Any]]:
        return list(AgendaItemOutput(self.context["agenda"], many=True, context=self.context).data)

    @extend_schema_field(AgendaItemOutput(many=True))
    def get_agenda_draft(self, event: Event) -> list[dict[str, Any]]:
        return list(AgendaItemOutput(self.context["agenda_draft"], many=True, context=self.context).data)

    @extend_schema_field(AgendaReleaseOutput(allow_null=True))
    def get_agenda_release(self, event: Event) -> dict[str, Any] | None:
        release = self.context["agenda_release"]
        return dict(AgendaReleaseOutput(release).data) if release else None

    @extend_schema_field(TicketTypeOnSaleOutput(many=True))
    def get_ticket_types(self, event: Event) -> list[dict[str, Any]]:
        """Those that everybody may have; to its host, and who is at the desk for it, all of them."""
        shown = [one for one in kinds_of(event) if is_shown(one) or self.context["knows_kinds"]]
        return list(TicketTypeOnSaleOutput(shown, many=True, context=self.context).data)

    @extend_schema_field(QuotaOutput(many=True))
    def get_quotas(self, event: Event) -> list[dict[str, Any]]:
        """The seats first."""
        rows = sorted(event.quotas.all(), key=lambda one: (not one.covers_all, one.pk))
        return list(QuotaOutput(rows, many=True).data) if self.context["belongs"] else []

    @extend_schema_field(QuestionOutput(many=True))
    def get_questions(self, event: Event) -> list[dict[str, Any]]:
        return list(QuestionOutput(self.context["questions"], many=True).data)

    def get_takes_vouchers(self, event: Event) -> bool:
        return bool(self.context["takes_vouchers"])

    def get_taken(self, event: Event) -> int | None:
        return event.quota.taken if self.context["belongs"] else None

    def get_review_reason(self, event: Event) -> str:
        return event.review_reason if self.context["belongs"] else ""

    @extend_schema_field(OrganizationBrief(many=True))
    def get_co_hosts(self, event: Event) -> list[dict[str, Any]]:
        return list(OrganizationBrief(self.context["helpers"].co_hosts, many=True).data)

    @extend_schema_field(HelpsAsOutput(many=True))
    def get_helps_as(self, event: Event) -> list[dict[str, Any]]:
        return list(HelpsAsOutput(self.context["helpers"].own, many=True, context=self.context).data)

    def get_takes_registrations(self, event: Event) -> bool:
        return bool(self.context["is_open"])

    @extend_schema_field(serializers.URLField(help_text="short enough to type; leads into the room"))
    def get_room_url(self, event: Event) -> str:
        return room_address(event)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_allowed_actions(self, event: Event) -> list[str]:
        return allowed_actions(self.context["viewer"], "roadshows", EVENT_ACTIONS, event)


@extend_schema_serializer(component_name="AgendaSlot")
class SlotOutput(serializers.ModelSerializer[AgendaItem]):
    """A slot as the company reads it that is asked for."""

    event = EventRowOutput()
    company = OrganizationBrief(source="pitch.organization")
    one_liner = serializers.CharField(source="pitch.one_liner")
    is_dropped = serializers.BooleanField(help_text="out still, but no longer in its host's draft")
    decks_due_at = serializers.DateTimeField(
        source="event.decks_due_at", allow_null=True, help_text="until then its final deck is asked for"
    )

    class Meta:
        model = AgendaItem
        fields = [
            *("id", "event", "company", "one_liner", "title", "title_en", "minutes", "is_confirmed", "shows_deck"),
            "is_dropped",
            "decks_due_at",
        ]
        read_only_fields = fields


class HostsOutput(serializers.Serializer[Any]):
    """The viewer's organizations that may host."""

    results = serializers.SerializerMethodField()

    @extend_schema_field(OrganizationBrief(many=True))
    def get_results(self, hosts: list[Organization]) -> list[dict[str, Any]]:
        return list(OrganizationBrief(hosts, many=True).data)
