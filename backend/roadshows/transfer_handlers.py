"""Who takes a ticket over, and who gave it away, are told. Safe to run twice."""

from backend.core import clock, outbox
from backend.roadshows import transfer_telling
from backend.roadshows.events import TransferDone, TransferOffered
from backend.roadshows.models import TransferOffer


@outbox.on(TransferOffered)
def on_transfer_offered(event: TransferOffered) -> None:
    rows = TransferOffer.objects.select_related("registration__event")
    offer = rows.filter(pk=event.offer_id, withdrawn_at=None, accepted_at=None, contact_removed_at=None).first()
    if offer is not None and offer.expires_at > clock.now():
        transfer_telling.send_offer(offer)


@outbox.on(TransferDone)
def on_transfer_done(event: TransferDone) -> None:
    rows = TransferOffer.objects.select_related("registration__event").filter(accepted_at__isnull=False)
    offer = rows.filter(pk=event.offer_id, registration__contact_removed_at=None).first()
    if offer is not None:
        transfer_telling.send_done(offer)
