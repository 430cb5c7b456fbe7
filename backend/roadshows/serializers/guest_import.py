"""Wire forms of a table of guests: how it is read, and what is written of it."""

import base64
import binascii
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import text
from backend.roadshows.enums import GuestColumn, GuestFlaw, GuestLineState, ImportBasis
from backend.roadshows.guest_table import MAX_LINES

# What a body of JSON may hold, and room for the rest of it.
MAX_FILE_BYTES = 512 * 1024
_TOO_LARGE = text("文件不能超过 512 KB。", "A file has at most 512 KB.")
_NO_FILE = text("请选择 CSV 或 XLSX 文件。", "Choose a CSV or XLSX file.")


@extend_schema_field(OpenApiTypes.BYTE)
class FileField(serializers.CharField):
    """A small file as base64."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            read = base64.b64decode(super().to_internal_value(data), validate=True)
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError(str(_NO_FILE)) from error
        if len(read) > MAX_FILE_BYTES:
            raise serializers.ValidationError(str(_TOO_LARGE))
        return read


class GuestMapping(serializers.Serializer[Any]):
    """By our column the name of theirs; one that is left out is not read."""

    name = serializers.CharField(required=False, max_length=200)
    organization = serializers.CharField(required=False, max_length=200)
    email = serializers.CharField(required=False, max_length=200)
    phone = serializers.CharField(required=False, max_length=200)
    ticket_type = serializers.CharField(required=False, max_length=200)
    language = serializers.CharField(required=False, max_length=200)


class GuestTableInput(serializers.Serializer[Any]):
    file = FileField(help_text="CSV or XLSX")
    mapping = GuestMapping(
        required=False, allow_null=True, default=None, help_text="null: as the names of the columns say"
    )
    ticket_type = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="of guests whose line names none"
    )


class GuestImportInput(GuestTableInput):
    lines = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=MAX_LINES, help_text="by their numbers in the table"
    )
    basis = serializers.ChoiceField(choices=ImportBasis.choices, help_text="by what right they are brought in")
    basis_note = serializers.CharField(max_length=200, help_text="how and when they agreed, or what was agreed")
    sends_letters = serializers.BooleanField(help_text="whether each gets their ticket now")


class GuestFlawOutput(serializers.Serializer[Any]):
    what = serializers.ChoiceField(choices=GuestFlaw.choices)
    column = serializers.CharField(allow_blank=True, help_text="of the table; blank: the whole line")


@extend_schema_serializer(component_name="GuestImportLine")
class GuestLineOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="as a spreadsheet counts")
    name = serializers.CharField(allow_blank=True)
    organization = serializers.CharField(allow_blank=True)
    contact = serializers.CharField(allow_blank=True)
    ticket_type = serializers.UUIDField(source="kind", allow_null=True)
    state = serializers.ChoiceField(choices=GuestLineState.choices)
    flaws = GuestFlawOutput(many=True)


@extend_schema_serializer(component_name="GuestImportPreview")
class GuestPreviewOutput(serializers.Serializer[Any]):
    columns = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField(
        child=serializers.CharField(), help_text=f"by our column ({', '.join(GuestColumn.values)}) the name of theirs"
    )
    lines = GuestLineOutput(many=True)


@extend_schema_serializer(component_name="GuestsImported")
class GuestsImportedOutput(serializers.Serializer[Any]):
    imported = serializers.IntegerField()
    known = serializers.IntegerField(help_text="had a place already and were passed over")
