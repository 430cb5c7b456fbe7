"""Wire forms of a resume over REST; the same parts go over the socket."""

from typing import Any

from rest_framework import serializers


class ResumeInput(serializers.Serializer[Any]):
    epoch = serializers.CharField(
        max_length=16, required=False, default="", allow_blank=True, help_text="absent: start with the state"
    )
    after = serializers.IntegerField(min_value=0, max_value=2**62, required=False, default=0)


class FeedEventOutput(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    type = serializers.CharField()
    payload = serializers.JSONField()
    at = serializers.DateTimeField()


class ResumeOutput(serializers.Serializer[Any]):
    """With `recovered` the events are all that was missed, in order; without it `state` is the whole room at `seq`."""

    feed = serializers.CharField()
    epoch = serializers.CharField()
    seq = serializers.IntegerField(help_text="the number the reader stands at afterwards")
    now = serializers.DateTimeField(help_text="the server's clock, for timers")
    recovered = serializers.BooleanField()
    events = FeedEventOutput(many=True)
    state = serializers.JSONField(allow_null=True)
