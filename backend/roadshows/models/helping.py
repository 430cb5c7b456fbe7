"""Who does part of a host's work for one event."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.languages import Language
from backend.core.models import BaseModel
from backend.organizations.models import Organization
from backend.roadshows.enums import ASKED_TO_HELP, HelperRole, HelperState
from backend.roadshows.models.event import Event

_LIVE = Q(state__in=[*ASKED_TO_HELP])


class EventHelper(BaseModel):
    """An organization, for all who act for it, or one person, who is asked by mail and known by the answer."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="helpers")
    role = models.CharField(max_length=8, choices=HelperRole.choices)
    state = models.CharField(max_length=8, choices=HelperState.choices, default=HelperState.INVITED)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="event_helpers"
    )
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="event_helpers", help_text="who accepted"
    )
    email = models.EmailField(max_length=254, blank=True, default="", help_text="of the person who was asked")
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    lists = models.ManyToManyField(
        "roadshows.CheckInList", related_name="helpers", blank=True, help_text="of the door, for who checks in"
    )
    secret_digest = models.CharField(  # noqa: DJ001 - unique, and an organization has none
        max_length=64, null=True, unique=True, help_text="of the link a person is sent"
    )
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organization=None) | Q(person=None, email=""), name="event_helper_is_one_or_the_other"
            ),
            models.UniqueConstraint(
                fields=["event", "organization"], condition=_LIVE, name="event_helper_organization_once"
            ),
            models.UniqueConstraint(
                fields=["event", "email"], condition=_LIVE & ~Q(email=""), name="event_helper_email_once"
            ),
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(state=HelperState.ACCEPTED), name="event_helper_person_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=HelperState.ENDED) | Q(ended_at__isnull=False), name="event_helper_ended_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.state})"
