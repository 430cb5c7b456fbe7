"""The only place where the waiting list touches seats: an offer holds a place as a registration does."""

from uuid import UUID

from backend.roadshows.models import Event, Quota, WaitlistEntry
from backend.roadshows.services.seats import free_places, take_places


def hold_quotas(event: Event) -> dict[UUID, int]:
    """Free places by quota. Nobody takes or frees one until the transaction ends, so what is reckoned from them holds.

    Below zero where somebody was let in above the capacity.
    """
    rows = Quota.objects.select_for_update(no_key=True).filter(event=event).order_by("id")
    return {row.pk: row.capacity - row.taken for row in rows}


def quotas_by_kind(event: Event) -> dict[UUID, list[UUID]]:
    """What a ticket of each kind takes a place of, as the host groups them now."""
    quotas = [(one, {kind.pk for kind in one.kinds.all()}) for one in event.quotas.prefetch_related("kinds")]
    return {
        kind: sorted(one.pk for one, kinds in quotas if one.covers_all or kind in kinds)
        for kind in event.ticket_types.values_list("pk", flat=True)
    }


def take_offered(quota_ids: list[UUID], count: int) -> None:
    """The places of an offer, in quotas that are held and have as many."""
    if not take_places(quota_ids, count):
        raise RuntimeError("places that were held and free could not be taken")


def free_offered(entry: WaitlistEntry) -> None:
    """The places an offer holds, where they were counted. Its row is locked."""
    free_places(entry.quota_ids, entry.party_size)
