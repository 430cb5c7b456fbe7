"""Who talks behind the stage, and what a speaker is shown."""

from django.db import models


class ChatChannel(models.TextChoices):
    """`judges`: they and the host's people."""

    TEAM = "team", "the host's people"
    JUDGES = "judges", "the judges and the host's people"


class CueLight(models.TextChoices):
    """What a light says is left; the clock lights the same ones by itself."""

    TWO_MINUTES = "two_minutes", "two minutes"
    HALF_MINUTE = "half_minute", "thirty seconds"
    STOP = "stop", "stop"
