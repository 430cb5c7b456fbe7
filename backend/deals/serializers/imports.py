"""Wire forms of imports."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.core.listing import WordsField
from backend.core.permissions import may
from backend.deals.enums import ImportState
from backend.deals.imports.columns import COLUMNS, Subject
from backend.deals.imports.problems import SENTENCES
from backend.deals.models import ImportBatch, ImportProblem

_ACTIONS = {
    ImportState.UPLOADED: ["set_mapping", "check_import"],
    ImportState.CHECKED: ["set_mapping", "check_import", "run_import"],
    ImportState.RUNNING: [],
    ImportState.DONE: ["set_mapping", "check_import", "run_import"],
    ImportState.FAILED: ["set_mapping", "check_import", "run_import"],
}


class ImportsParameters(serializers.Serializer[Any]):
    q = WordsField("words of the file's name")
    state = serializers.ChoiceField(choices=ImportState.choices, required=False)


class ImportCreateInput(serializers.Serializer[Any]):
    file = serializers.UUIDField()
    subject = serializers.ChoiceField(choices=[subject.value for subject in Subject])
    # DRF collects declared fields into a mapping; its own attribute of this name is not touched.
    source = serializers.RegexField(r"^[\w.\- ]{1,40}$", max_length=40)  # type: ignore[assignment]
    source_credit = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class MappingInput(serializers.Serializer[Any]):
    mapping = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True), help_text="our field → the file's column"
    )


class TotalsOutput(serializers.Serializer[Any]):
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    claimed = serializers.IntegerField(help_text="belong to their owners by now and were left alone")
    rounds_new = serializers.IntegerField()
    problems = serializers.IntegerField(help_text="rows not imported")
    unknown_sectors = serializers.DictField(child=serializers.IntegerField())


class ImportField(serializers.Serializer[Any]):
    field = serializers.CharField()
    is_required = serializers.BooleanField()


class ImportSummaryOutput(serializers.ModelSerializer[ImportBatch]):
    file_name = serializers.CharField(source="file.name", default="", read_only=True)
    mode = serializers.SerializerMethodField(help_text="check, import, or blank before the first run")
    totals = serializers.SerializerMethodField()
    refusal = serializers.SerializerMethodField(help_text="a code, when the file could not be read")
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        fields = [
            "id", "state", "subject", "source", "source_credit", "file_name", "mode", "rows_total", "rows_done",
            "totals", "refusal", "created_at", "started_at", "finished_at", "allowed_actions",
        ]  # fmt: skip

    def get_mode(self, batch: ImportBatch) -> str:
        return str(batch.report.get("mode", ""))

    @extend_schema_field(TotalsOutput(allow_null=True))
    def get_totals(self, batch: ImportBatch) -> dict[str, Any] | None:
        totals: dict[str, Any] | None = batch.report.get("totals")
        return totals

    def get_refusal(self, batch: ImportBatch) -> str:
        return str(batch.report.get("refusal", ""))

    def get_allowed_actions(self, batch: ImportBatch) -> list[str]:
        if batch.file_id is None or not may(self.context["viewer"], "deals.run_imports"):
            return []
        return _ACTIONS[ImportState(batch.state)]


class ImportOutput(ImportSummaryOutput):
    columns = serializers.SerializerMethodField()
    suggested = serializers.SerializerMethodField()
    preview = serializers.SerializerMethodField(help_text="the first 20 rows as the file has them")
    import_fields = serializers.SerializerMethodField(help_text="what columns can be mapped to")
    mapping = serializers.DictField(child=serializers.CharField())

    class Meta(ImportSummaryOutput.Meta):
        fields = [*ImportSummaryOutput.Meta.fields, "columns", "suggested", "preview", "import_fields", "mapping"]

    def get_columns(self, batch: ImportBatch) -> list[str]:
        return list(batch.report.get("columns", []))

    def get_suggested(self, batch: ImportBatch) -> dict[str, str]:
        return dict(batch.report.get("suggested", {}))

    def get_preview(self, batch: ImportBatch) -> list[list[str]]:
        return list(batch.report.get("preview", []))

    def get_import_fields(self, batch: ImportBatch) -> list[dict[str, Any]]:
        if batch.subject not in list(Subject):
            return []
        return [{"field": column.field, "is_required": column.required} for column in COLUMNS[Subject(batch.subject)]]


class ImportProblemOutput(serializers.ModelSerializer[ImportProblem]):
    reason = serializers.SerializerMethodField(help_text="a sentence in the caller's language")

    class Meta:
        model = ImportProblem
        fields = ["file_name", "row", "column", "code", "reason", "value"]

    def get_reason(self, problem: ImportProblem) -> str:
        return str(SENTENCES.get(problem.code, problem.code))
