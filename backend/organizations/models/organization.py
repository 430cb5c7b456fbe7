"""The public identity of an organization of any kind."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from backend.core.models import BaseModel
from backend.files.models import StoredFile
from backend.organizations.enums import (
    DatePrecision,
    InvestorType,
    OrganizationKind,
    Origin,
    ServiceKind,
    VerificationState,
)

# What a verification vouches for, whichever of the names a page shows.
IDENTITY_FIELDS = ("legal_name", "brand_name", "name_en", "uscc", "country")


@pghistory.track()
class Organization(BaseModel):
    """A startup, an investment firm, a host… Everything here is public once the row itself may be seen."""

    kind = models.CharField(max_length=20, choices=OrganizationKind.choices)
    service_kind = models.CharField(max_length=30, choices=ServiceKind.choices, blank=True, default="")
    investor_type = models.CharField(max_length=30, choices=InvestorType.choices, blank=True, default="")
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.MEMBER)
    is_demo = models.BooleanField(default=False)

    legal_name = models.CharField(max_length=200)
    brand_name = models.CharField(max_length=120, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    # NULL, not blank, for absent: the unique rule below needs it.
    uscc = models.CharField(max_length=18, null=True, blank=True, help_text="统一社会信用代码")  # noqa: DJ001
    one_liner = models.CharField(max_length=80, blank=True, default="")
    one_liner_en = models.CharField(max_length=200, blank=True, default="")
    description = models.TextField(blank=True, default="", help_text="Markdown")
    description_en = models.TextField(blank=True, default="", help_text="Markdown")
    logo = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    website = models.URLField(max_length=300, blank=True, default="")

    founded_on = models.DateField(null=True, blank=True)
    founded_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True, default="")
    country = models.CharField(max_length=3, blank=True, default="", help_text="ISO 3166-1 alpha-3; blank = unknown")
    region = models.CharField(max_length=80, blank=True, default="", help_text="province or state")
    city = models.CharField(max_length=80, blank=True, default="")
    district = models.CharField(max_length=80, blank=True, default="")
    cross_border = ArrayField(models.CharField(max_length=10), default=list, blank=True, help_text="hk, mo, overseas")

    sector_primary = models.CharField(max_length=24, blank=True, default="")
    sectors = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    # As the source wrote them, resolved or not; never guessed into a code.
    source_sectors = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    tech_keywords = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    qualifications = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)

    verification_state = models.CharField(
        max_length=20, choices=VerificationState.choices, default=VerificationState.UNVERIFIED
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_until = models.DateTimeField(null=True, blank=True)

    # Reference data: whose it is, and how it is credited on the page.
    source = models.CharField(max_length=40, blank=True, default="")
    source_credit = models.CharField(max_length=200, blank=True, default="")
    external_id = models.CharField(max_length=120, blank=True, default="")
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="organization_external_id_once_per_source",
            ),
            # Two rows may carry one code while a claim or a merge is open; only one of them is verified.
            models.UniqueConstraint(
                fields=["uscc"],
                condition=models.Q(verification_state="verified", uscc__isnull=False),
                name="organization_uscc_verified_once",
            ),
            # One upload is one organization's: whoever changes theirs releases nobody else's.
            models.UniqueConstraint(fields=["logo"], name="organization_logo_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "origin"], name="organization_by_kind"),
            GinIndex(fields=["sectors"], name="organization_by_sector"),
            # Every search asks which verifications ended lately.
            models.Index(
                fields=["verified_until"],
                name="verification_ends",
                condition=models.Q(verified_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.brand_name or self.legal_name

    @property
    def identity(self) -> dict[str, str]:
        """What a verification of this row would vouch for now, absent values blank."""
        return {name: getattr(self, name) or "" for name in IDENTITY_FIELDS}
