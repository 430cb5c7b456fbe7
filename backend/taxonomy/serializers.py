"""Wire forms of the sector tree."""

from typing import Any

from rest_framework import serializers

from backend.core.languages import to_traditional
from backend.taxonomy.models import Sector, SectorMove
from search.names import pinyin


class SectorOutput(serializers.ModelSerializer[Sector]):
    # DRF's own `parent` is set on each instance when the serializer is nested; the class attribute is ours to use.
    parent = serializers.CharField(source="parent_code", help_text="blank for a top sector")  # type: ignore[assignment]
    name_zh_hant = serializers.SerializerMethodField()
    pinyin = serializers.SerializerMethodField(
        help_text="of name_zh, without tones or spaces, for lists narrowed by typing"
    )
    aliases = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Sector
        fields = ["code", "parent", "name_zh", "name_zh_hant", "name_en", "pinyin", "aliases"]

    def get_name_zh_hant(self, sector: Sector) -> str:
        return to_traditional(sector.name_zh)

    def get_pinyin(self, sector: Sector) -> str:
        return pinyin(sector.name_zh)


class SectorTreeOutput(serializers.Serializer[Any]):
    version = serializers.CharField()
    title_zh = serializers.CharField()
    title_en = serializers.CharField()
    source_text = serializers.CharField(help_text="the classifications the edition is built on")
    effective_date = serializers.DateField()
    sectors = SectorOutput(many=True)


class ResolveInput(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=120, help_text="one whole sector word, in any script")


class ResolveOutput(serializers.Serializer[Any]):
    q = serializers.CharField()
    sectors = SectorOutput(many=True, help_text="empty when the word is not known")


class SectorMoveOutput(serializers.ModelSerializer[SectorMove]):
    from_version = serializers.CharField(source="from_version_id")
    to_version = serializers.CharField(source="to_version_id")

    class Meta:
        model = SectorMove
        fields = ["from_version", "from_code", "to_version", "to_code", "reason"]
