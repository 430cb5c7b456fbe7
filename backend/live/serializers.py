"""Wire form of a ticket."""

from typing import Any

from rest_framework import serializers


class TicketOutput(serializers.Serializer[Any]):
    ticket = serializers.CharField(help_text="goes into the address of the socket: /ws/v1/?ticket=")
    seconds = serializers.IntegerField(help_text="how long it opens a socket")
