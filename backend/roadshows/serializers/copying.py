"""Wire forms of copies of events."""

from typing import Any

from rest_framework import serializers

from backend.core.listing import DayField


class EventCloneInput(serializers.Serializer[Any]):
    date = DayField("on which the copy begins; all its times move as far", required=True)
