"""Guests that a host brought along in a table."""

from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.roadshows.enums import ImportBasis
from backend.roadshows.models.event import Event


class GuestImport(BaseModel):
    """Who brought guests into an event, and by what right: they have agreed to nothing here."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="guest_imports")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    basis = models.CharField(max_length=10, choices=ImportBasis.choices)
    basis_note = models.CharField(max_length=200, help_text="how and when; the host's own words")
    sends_letters = models.BooleanField(help_text="whether the guests were told at once")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(basis_note=""), name="guest_import_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.basis} into {self.event_id}"
