"""Wire forms of the operator's desk."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.accounts.models import User
from backend.console.enums import FactName, QueueKind
from backend.console.selectors import due_at
from backend.core.languages import text
from backend.core.listing import DayField
from backend.deals.serializers.pitches import ChangeOutput
from backend.files import addresses
from backend.files.enums import FileState
from backend.files.models import StoredFile
from backend.organizations.enums import ReviewState
from backend.organizations.serializers import OrganizationBrief


class QueueParameters(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=QueueKind.choices, required=False, default=None, allow_null=True)
    state = serializers.ChoiceField(
        choices=[choice for choice in ReviewState.choices if choice[0] != ReviewState.WITHDRAWN],
        required=False,
        default=ReviewState.PENDING,
    )
    page = serializers.IntegerField(min_value=1, max_value=500, required=False, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=100, required=False, default=20)


_BACKWARDS = text("结束日期早于开始日期。", "The last day is before the first.")


class TrailParameters(serializers.Serializer[Any]):
    actor = serializers.UUIDField(required=False)
    action = serializers.CharField(max_length=100, required=False, default="")
    subject = serializers.CharField(max_length=64, required=False, default="")
    since = DayField("the first day")
    until = DayField("the last day")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "since" in attrs and "until" in attrs and attrs["since"] > attrs["until"]:
            raise serializers.ValidationError({"until": [str(_BACKWARDS)]})
        return attrs


@extend_schema_serializer(component_name="QueueItem")
class QueueItemOutput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=QueueKind.choices)
    id = serializers.UUIDField()
    title = serializers.CharField()
    subtitle = serializers.CharField()
    organization = OrganizationBrief(allow_null=True)
    state = serializers.ChoiceField(choices=ReviewState.choices)
    submitted_at = serializers.DateTimeField()
    due_at = serializers.SerializerMethodField()
    allowed_actions = serializers.ListField(child=serializers.CharField())
    deck_state = serializers.ChoiceField(
        choices=FileState.choices, allow_null=True, help_text="of a pitch with a deck: are its pages there to be read"
    )

    @extend_schema_field(serializers.DateTimeField())
    def get_due_at(self, item: Any) -> str:
        return due_at(item).isoformat()


@extend_schema_serializer(component_name="QueueCount")
class QueueCountOutput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=QueueKind.choices)
    count = serializers.IntegerField()


@extend_schema_serializer(component_name="QueuePage")
class QueuePageOutput(serializers.Serializer[Any]):
    """`counts` has every kind of the answer, so that the page can show its tabs."""

    results = QueueItemOutput(many=True)
    count = serializers.IntegerField()
    counts = QueueCountOutput(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="number of the next page")
    previous = serializers.IntegerField(allow_null=True, help_text="number of the page before")


@extend_schema_serializer(component_name="Requester")
class RequesterOutput(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "display_name", "email", "phone"]
        read_only_fields = fields


@extend_schema_serializer(component_name="CaseEvidencePage")
class EvidencePageOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


@extend_schema_serializer(component_name="CaseEvidence")
class EvidenceOutput(serializers.ModelSerializer[StoredFile]):
    """Addresses hold for minutes and for this operator alone. Needs `viewer` and `now` in the context."""

    url = serializers.SerializerMethodField()
    pages = serializers.SerializerMethodField()

    class Meta:
        model = StoredFile
        fields = ["id", "name", "content_type", "size", "state", "url", "pages"]
        read_only_fields = fields

    def _address(self, file: StoredFile, page: int | None = None) -> str:
        return addresses.signed_address(file, viewer=self.context["viewer"], now=self.context["now"], page=page)

    def get_url(self, file: StoredFile) -> str:
        return self._address(file)

    @extend_schema_field(EvidencePageOutput(many=True))
    def get_pages(self, file: StoredFile) -> list[dict[str, Any]]:
        pages = sorted(file.pages.all(), key=lambda page: page.number)
        return [
            {
                "number": page.number,
                "url": self._address(file, page.number),
                "width": page.width,
                "height": page.height,
            }
            for page in pages
        ]


@extend_schema_serializer(component_name="QueueFact")
class FactOutput(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=FactName.choices)
    value = serializers.CharField()


@extend_schema_serializer(component_name="QueueCase")
class QueueCaseOutput(serializers.Serializer[Any]):
    item = QueueItemOutput()
    requester = RequesterOutput(allow_null=True)
    statement = serializers.CharField()
    evidence = EvidenceOutput(many=True)
    facts = FactOutput(many=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(source="decided_by.display_name", allow_null=True, default=None)
    reason = serializers.CharField()
    valid_until = serializers.DateTimeField(allow_null=True)
    needs_validity = serializers.BooleanField(help_text="does an approval take valid_until")
    changes = ChangeOutput(many=True, help_text="of a pitch: each part as it reads, and as it read when last approved")
    edition = serializers.CharField(help_text="sent back with the decision, which is refused when the case has changed")


class DecisionInput(serializers.Serializer[Any]):
    edition = serializers.CharField(
        max_length=64, required=False, allow_blank=True, default="", help_text="of the case as it was read"
    )


class ApproveInput(DecisionInput):
    """`valid_until` left out means a year, or what the kind allows at most."""

    valid_until = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class RejectInput(DecisionInput):
    reason = serializers.CharField(max_length=2000)


@extend_schema_serializer(component_name="IndexOfKind")
class IndexOfKindOutput(serializers.Serializer[Any]):
    kind = serializers.CharField()
    alias = serializers.CharField()
    indices = serializers.ListField(child=serializers.CharField(), help_text="exactly one when all is well")
    documents = serializers.IntegerField()


@extend_schema_serializer(component_name="DeadLetter")
class DeadLetterOutput(serializers.Serializer[Any]):
    kind = serializers.CharField()
    object_id = serializers.UUIDField()
    reason = serializers.CharField()
    failed_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="IndexHealth")
class IndexHealthOutput(serializers.Serializer[Any]):
    """`letters` are the newest of the documents the engine refused."""

    is_engine_up = serializers.BooleanField()
    engine = serializers.CharField()
    version = serializers.CharField()
    documents = serializers.IntegerField()
    dirty = serializers.IntegerField()
    dirty_by_kind = serializers.DictField(child=serializers.IntegerField())
    lag_seconds = serializers.FloatField()
    alarm_since = serializers.DateTimeField(
        allow_null=True, help_text="set while the index stands still: the oldest change it does not take"
    )
    dead_letters = serializers.IntegerField()
    indices = IndexOfKindOutput(many=True)
    letters = DeadLetterOutput(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


@extend_schema_serializer(component_name="RetriedLetters")
class RetriedOutput(serializers.Serializer[Any]):
    retried = serializers.IntegerField()
