"""The seats of an event: one conditional statement each, so that no two hands take the same."""

from uuid import UUID

from django.db.models import F

from backend.roadshows.models import Quota


def take_seat(quota_id: UUID) -> bool:
    """Take one if one is left, in the transaction that writes the registration."""
    return Quota.objects.filter(pk=quota_id, taken__lt=F("capacity")).update(taken=F("taken") + 1) == 1


def free_seat(quota_id: UUID) -> None:
    """Give one back, in the transaction that ends the registration."""
    Quota.objects.filter(pk=quota_id, taken__gt=0).update(taken=F("taken") - 1)
