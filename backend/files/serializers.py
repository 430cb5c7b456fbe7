"""Wire forms of files."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.files.enums import FileKind, FileState
from backend.files.errors import REFUSALS, FileRefused
from backend.files.models import StoredFile


class UploadInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=FileKind.choices)
    file = serializers.FileField(max_length=500, allow_empty_file=True)


class RefusalOutput(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()


class FileOutput(serializers.Serializer[StoredFile]):
    """What the uploader follows until `state` is ready or refused."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=FileKind.choices)
    state = serializers.ChoiceField(choices=FileState.choices)
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    page_count = serializers.IntegerField()
    refusal = serializers.SerializerMethodField()

    @extend_schema_field(RefusalOutput(allow_null=True))
    def get_refusal(self, file: StoredFile) -> dict[str, str] | None:
        return refusal_of(file)


def refusal_of(file: StoredFile) -> dict[str, str] | None:
    """The refusal's stable code and its sentence in the active language."""
    if not file.refusal:
        return None
    return {"code": file.refusal, "detail": str(REFUSALS.get(file.refusal, FileRefused.message))}
