"""Wire forms of who comes without a ticket, and of who may have a kind of ticket."""

from typing import Any

from rest_framework import serializers

from backend.roadshows.enums import DeskMeans
from backend.roadshows.serializers.asking import AnswersInput

MAX_TABLE = 600_000


class WalkInInput(AnswersInput):
    """Answers to the questions asked at the door. Sent again under its nonce it is the same person."""

    list = serializers.UUIDField(help_text="at which they are let in")
    nonce = serializers.UUIDField()
    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(max_length=120)
    contact = serializers.CharField(max_length=254, help_text="e-mail address or mobile number")
    ticket_type = serializers.UUIDField()
    consent_version = serializers.CharField(max_length=10, help_text="of the text the guest agreed to")
    event_consent = serializers.UUIDField(required=False, allow_null=True, default=None)
    means = serializers.ChoiceField(
        choices=DeskMeans.choices, required=False, allow_blank=True, default="", help_text="needed where it costs money"
    )


class AdmittedInput(serializers.Serializer[Any]):
    table = serializers.CharField(
        max_length=MAX_TABLE,
        trim_whitespace=False,
        allow_blank=True,
        help_text="CSV; the first column of each line is an address, a number or @domain",
    )


class AdmittedOutput(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    values = serializers.ListField(child=serializers.CharField())
