"""What the street checked, by whom, on what evidence, and until when."""

from datetime import datetime

import pghistory
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.files.models import StoredFile
from backend.organizations.enums import ReviewKind, ReviewState, StandingKind
from backend.organizations.models.organization import Organization


@pghistory.track()
class OrganizationReview(BaseModel):
    """A request to verify or to claim an organization; an operator decides it with a reason."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=20, choices=ReviewKind.choices)
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.PENDING)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The identity as it was asked about (`Organization.identity`); a decision vouches for this and nothing else.
    identity = models.JSONField(default=dict)
    statement = models.TextField(blank=True, default="")
    evidence = models.ManyToManyField(StoredFile, related_name="+", blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "requested_by", "kind"],
                condition=models.Q(state="pending"),
                name="review_one_pending_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organization_id} ({self.state})"


@pghistory.track()
class InvestorStanding(BaseModel):
    """A dated determination about a person, for themselves or for their firm. Fund pages hang on it."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="standings")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="standings"
    )
    kind = models.CharField(max_length=40, choices=StandingKind.choices)
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.PENDING)
    statement = models.TextField(blank=True, default="")
    evidence = models.ManyToManyField(StoredFile, related_name="+", blank=True)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(state="pending"), name="standing_one_pending"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(valid_from__isnull=False, valid_until__isnull=False, reviewer__isnull=False),
                name="standing_approved_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id} ({self.state})"

    def is_in_force(self, now: datetime) -> bool:
        """Approved, unrevoked and inside its dates; the same rule as `selectors.holds_standing`."""
        if self.state != ReviewState.APPROVED or self.revoked_at is not None:
            return False
        begin, end = self.valid_from, self.valid_until
        return begin is not None and end is not None and begin <= now < end
