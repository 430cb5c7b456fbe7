"""Who a feed is for."""

from django.db import models


class Audience(models.TextChoices):
    PUBLIC = "public", "public"
    MEMBERS = "members", "members"
    INVESTORS = "investors", "investors"
    JUDGES = "judges", "judges"
    SPEAKERS = "speakers", "speakers"
    ORGANIZERS = "organizers", "organizers"
    PERSON = "person", "one person"
