"""Places in quotas: one conditional statement for each quota, so that no two hands take the same.

Ids are always gone through in order, so that two hands that want the same quotas wait for each other and never in a ring.
All of it in the transaction that writes or ends what holds the place, and after every other row it locks. Whoever takes
a place holds its event open first (`events.hold_open`): while its host regroups the kinds nobody takes one.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Greatest

from backend.roadshows.models import Quota, TicketType
from backend.roadshows.services import fullness


def quotas_of(kind: TicketType) -> list[UUID]:
    """The quotas a ticket of this kind counts in, as its host groups them now."""
    rows = Quota.objects.filter(event=kind.event_id).filter(Q(covers_all=True) | Q(kinds=kind))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def take_places(quota_ids: Collection[UUID], count: int = 1) -> bool:
    """Take so many places in each of the quotas, if each has them left; otherwise in none."""
    return take_counts(dict.fromkeys(quota_ids, count))


def take_counts(counts: Mapping[UUID, int]) -> bool:
    """Take so many in each of the quotas, if each has them left; otherwise in none."""
    taken: dict[UUID, int] = {}
    for pk in sorted(counts):
        count = counts[pk]
        left = Quota.objects.filter(pk=pk, taken__lte=F("capacity") - count)
        if left.update(taken=F("taken") + count) != 1:
            # The rows are ours until the transaction ends: nobody saw them taken.
            for other, many in taken.items():
                _give_back(other, many)
            return False
        taken[pk] = count
    return bool(taken)


def let_in(quota_ids: Collection[UUID]) -> None:
    """Take one place in each of the quotas, above its capacity where it is full."""
    for pk in sorted(quota_ids):
        over = Greatest(F("taken") + 1 - F("capacity"), 0)
        Quota.objects.filter(pk=pk).update(taken=F("taken") + 1, overbooked=over)


def free_places(quota_ids: Collection[UUID], count: int = 1) -> None:
    """Give so many back in each; where some were let in above the capacity, those first."""
    for pk in sorted(quota_ids):
        _give_back(pk, count)
    fullness.forget(quota_ids)


def resize(quota_id: UUID, capacity: int, *, moved: int = 0) -> bool:
    """Set how many there are, and count `moved` more that hold one; False where they would not fit.

    As many as there were is never too few: who was let in above the capacity stays.
    """
    fits = Q(taken__lte=capacity - moved)
    if moved <= 0:
        fits |= Q(capacity=capacity)
    over = Greatest(F("taken") + moved - capacity, 0)
    rows = Quota.objects.filter(fits, pk=quota_id, taken__gte=-moved)
    fullness.forget([quota_id])
    return rows.update(capacity=capacity, taken=F("taken") + moved, overbooked=over) == 1


def _give_back(quota_id: UUID, count: int) -> None:
    held = Quota.objects.filter(pk=quota_id, taken__gte=count)
    over = Greatest(F("taken") - count - F("capacity"), 0)
    held.update(taken=F("taken") - count, overbooked=over)
