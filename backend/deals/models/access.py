"""Who may read which block of a pitch."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.enums import Block, Visibility
from backend.deals.models.pitch import Pitch
from backend.organizations.models import Organization


@pghistory.track()
class PitchBlock(models.Model):
    """The chosen visibility of one block. A block without a row has its default, see `selectors.access`."""

    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="blocks")
    block = models.CharField(max_length=12, choices=Block.choices)
    visibility = models.CharField(max_length=20, choices=Visibility.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pitch", "block"], name="pitch_block_once")]

    def __str__(self) -> str:
        return f"{self.block}: {self.visibility}"


@pghistory.track()
class BlockGrant(BaseModel):
    """A named investor: members of `firm` may read the listed blocks until it expires or is revoked."""

    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="grants")
    firm = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    blocks = ArrayField(models.CharField(max_length=12, choices=Block.choices))
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pitch", "firm"], condition=models.Q(revoked_at=None), name="grant_one_live_per_firm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} reads {self.blocks} of {self.pitch_id}"


@pghistory.track()
class NdaAcceptance(BaseModel):
    """A member of a verified investment firm accepted a version of the NDA text for this pitch."""

    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="nda_acceptances")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    firm = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    text_version = models.CharField(max_length=20)
    text_sha256 = models.CharField(max_length=64)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pitch", "person", "firm", "text_version"], name="nda_accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} accepted {self.text_version} for {self.pitch_id}"
