"""Tickets on their way to somebody else."""

from datetime import datetime

from django.db.models import QuerySet

from backend.core.digests import digest_of
from backend.roadshows.errors import LinkUnknown
from backend.roadshows.models import Registration, TransferOffer


def transfer_by_secret(secret: str) -> TransferOffer:
    """The link is the right. Raises LinkUnknown."""
    rows = TransferOffer.objects.select_related(
        "registration__event__organization__logo",
        "registration__event__own_consent",
        "registration__ticket_type",
        "registration__voucher",
        "received",
    )
    rows = rows.prefetch_related("registration__event__ticket_types", "registration__event__quotas")
    offer = rows.filter(secret_digest=digest_of(secret), contact_removed_at=None).first()
    if offer is None:
        raise LinkUnknown
    return offer


def open_transfer_of(ticket: Registration, now: datetime) -> TransferOffer | None:
    """The one that waits for an answer."""
    return unanswered(ticket).filter(expires_at__gt=now).first()


def unanswered(ticket: Registration) -> QuerySet[TransferOffer]:
    """Neither accepted nor withdrawn, though its time may be over."""
    return TransferOffer.objects.filter(registration=ticket, withdrawn_at=None, accepted_at=None)
