"""Who belongs to an organization, who is asked to, and who takes it over."""

import pghistory
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.organizations.enums import InvitationState, MemberRole
from backend.organizations.models.organization import Organization


@pghistory.track()
class Membership(BaseModel):
    """A person in an organization. Exactly one owner each; the person confirms the title themselves."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    title = models.CharField(max_length=80, blank=True, default="")
    title_confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="member_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(role="owner"), name="organization_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.organization_id}"


class Invitation(BaseModel):
    """A link that makes its first reader a member. Only the hash of its secret is stored."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    note = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role} of {self.organization_id} ({self.state})"


class OwnershipTransfer(BaseModel):
    """The owner offers, the other member accepts; until then nothing changes."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="transfers")
    from_person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(state="open"), name="transfer_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} → {self.to_person_id} ({self.state})"
