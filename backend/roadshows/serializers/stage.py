"""What a room asks for beside its feed."""

from typing import Any

from rest_framework import serializers


class PageParameters(serializers.Serializer[Any]):
    item = serializers.UUIDField(help_text="the line on stage")
    page = serializers.IntegerField(min_value=1, max_value=1000)
