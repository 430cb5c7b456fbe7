"""Wire form of coming into a room."""

from typing import Any

from rest_framework import serializers


class EnterInput(serializers.Serializer[Any]):
    ticket = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, help_text="secret of a ticket's link"
    )


class ParticipantOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    room_pass = serializers.CharField(help_text="goes into X-Room-Pass; blank for an account")
    feed = serializers.CharField(help_text="what the room tells this participant alone")
