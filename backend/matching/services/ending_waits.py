"""Ending a wait: only in the version that was matched, and in the transaction that writes what was found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from backend.matching.models import Alert, WaitingMatch


@contextmanager
def ended(waiting: WaitingMatch) -> Iterator[bool]:
    """Inside, a transaction and whether the wait is still this one; it ends with the transaction."""
    with transaction.atomic():
        same = WaitingMatch.objects.select_for_update().filter(pk=waiting.pk, version=waiting.version)
        is_ours = same.exists()
        yield is_ours
        if is_ours:
            same.delete()


def write(alerts: Iterable[Alert]) -> int:
    """Keep pairs that are new; one that was found before stays as it is. Returns how many were new."""
    rows = list(alerts)
    Alert.objects.bulk_create(rows, ignore_conflicts=True)
    return Alert.objects.filter(pk__in=[row.pk for row in rows]).count()
