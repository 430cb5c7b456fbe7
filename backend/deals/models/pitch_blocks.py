"""The gated blocks of a pitch, one row each. Who reads which is decided in `selectors`. Amounts in minor units."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.models.pitch import Pitch


@pghistory.track()
class PitchTerms(models.Model):
    """Block `terms`."""

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    pre_money_minor = models.BigIntegerField(null=True, blank=True)
    min_ticket_minor = models.BigIntegerField(null=True, blank=True)
    committed_minor = models.BigIntegerField(null=True, blank=True)
    lead_committed = models.BooleanField(null=True, blank=True)
    use_of_proceeds = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"terms of {self.pitch_id}"


@pghistory.track()
class PitchTraction(models.Model):
    """Block `traction`. Yearly revenue, newest first, at most three years."""

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, primary_key=True, related_name="traction")
    revenue_years_minor = ArrayField(models.BigIntegerField(), default=list, blank=True, size=3)
    gross_margin_pct = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    cash_minor = models.BigIntegerField(null=True, blank=True)
    monthly_burn_minor = models.BigIntegerField(null=True, blank=True)
    runway_months = models.PositiveSmallIntegerField(null=True, blank=True)
    customers = models.PositiveIntegerField(null=True, blank=True)
    key_contracts = models.TextField(blank=True, default="")
    letters_of_intent = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"traction of {self.pitch_id}"


@pghistory.track()
class PitchIp(models.Model):
    """Block `ip`."""

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, primary_key=True, related_name="ip")
    patents_granted = models.PositiveIntegerField(null=True, blank=True)
    patents_pending = models.PositiveIntegerField(null=True, blank=True)
    software_copyrights = models.PositiveIntegerField(null=True, blank=True)
    standards = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"ip of {self.pitch_id}"


@pghistory.track()
class PitchNeeds(models.Model):
    """Block `needs`: what else the startup looks for beside money."""

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, primary_key=True, related_name="needs")
    space = models.CharField(max_length=300, blank=True, default="")
    pilot_customer = models.CharField(max_length=300, blank=True, default="")
    talent = models.CharField(max_length=300, blank=True, default="")
    policy = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"needs of {self.pitch_id}"


@pghistory.track()
class PitchTeam(models.Model):
    """Block `team`: the figures; the people are `PitchTeamMember`."""

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, primary_key=True, related_name="team")
    headcount = models.PositiveIntegerField(null=True, blank=True)
    rd_share_pct = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"team of {self.pitch_id}"


@pghistory.track()
class PitchTeamMember(BaseModel):
    """A founder or key person. With an account they confirm their own role; until then it shows as unconfirmed."""

    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="team_members")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=80)
    background = models.TextField(blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    role_confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"
