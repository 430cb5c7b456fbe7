"""Wire forms of replays."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers


class ReplayInput(serializers.Serializer[Any]):
    """`recording_began_at` null: with the event."""

    recording_url = serializers.URLField(max_length=500, allow_blank=True)
    recording_began_at = serializers.DateTimeField(allow_null=True)
    is_open = serializers.BooleanField()


@extend_schema_serializer(component_name="ReplayEntry")
class ReplayEntryOutput(serializers.Serializer[Any]):
    ms = serializers.IntegerField(help_text="since the event went on")
    payload = serializers.DictField(help_text="laid over the state, as an event of the room's public feed")


@extend_schema_serializer(component_name="Replay")
class ReplayOutput(serializers.Serializer[Any]):
    began_at = serializers.DateTimeField(source="replay.began_at")
    ended_at = serializers.DateTimeField(source="replay.ended_at")
    recording_url = serializers.CharField(source="replay.recording_url")
    recording_began_at = serializers.DateTimeField(source="replay.recording_began_at", allow_null=True)
    is_open = serializers.BooleanField(source="replay.is_open")
    may_write = serializers.BooleanField()
    start = serializers.DictField(help_text="the public state of the room when it went on")
    log = ReplayEntryOutput(many=True)
