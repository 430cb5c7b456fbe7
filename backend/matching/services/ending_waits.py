"""Ending a wait: only in the version that was matched, and in the transaction that writes what was found."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from backend.matching.models import Alert, DirtyObject, WaitingMatch


@contextmanager
def ended(waiting: Sequence[WaitingMatch]) -> Iterator[set[UUID]]:
    """Inside, a transaction and the objects whose wait is still the one given; it ends with the transaction."""
    versions = {one.pk: one.version for one in waiting}
    with transaction.atomic():
        held = WaitingMatch.objects.select_for_update().filter(pk__in=versions).order_by("pk")
        same = [one for one in held if one.version == versions[one.pk]]
        yield {one.object_id for one in same}
        WaitingMatch.objects.filter(pk__in=[one.pk for one in same]).delete()


def unchanged(ids: Iterable[UUID]) -> set[UUID]:
    """Those without a mark. What changed since it was loaded is news, and must not be taken as known before it is matched."""
    wanted = set(ids)
    return wanted - set(DirtyObject.objects.filter(object_id__in=wanted).values_list("object_id", flat=True))


def write(alerts: Iterable[Alert]) -> int:
    """Keep pairs that are new; one that was found before stays as it is. Returns how many were new."""
    rows = list(alerts)
    Alert.objects.bulk_create(rows, ignore_conflicts=True)
    return Alert.objects.filter(pk__in=[row.pk for row in rows]).count()
