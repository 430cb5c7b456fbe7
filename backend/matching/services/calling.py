"""Telling what is due: all that one saved search, thesis or pitch has waiting goes into one call, told once.

Alerts are locked, held against the question again as everything stands now, and tied to the call in the transaction that
writes the notifications. A worker that dies has told nothing; one that comes second skips what the first one holds.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.matching import notices
from backend.matching.eligibility import asking_searches, public_theses
from backend.matching.enums import Asker, Rhythm
from backend.matching.models import Alert, Call, DirtyObject, WaitingMatch
from backend.matching.services.holding import fitting_search, fitting_theses
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of
from search.records import ObjectKind

_COLUMNS = {Asker.SEARCH: "search", Asker.THESIS: "thesis", Asker.PITCH: "pitch"}


def call_due(*, now: datetime) -> int:
    """Make every call that is due; returns how many. Safe to run in several workers and twice."""
    return sum(_call(asker, pk, now=now) for asker in Asker for pk in _due(asker, now))


def _due(asker: Asker, now: datetime) -> list[UUID]:
    """Whoever has something waiting and may be told at all."""
    rows = Alert.objects.filter(asker=asker, call=None, due_at__lte=now)
    if asker is Asker.SEARCH:
        asking = asking_searches().filter(paused_at=None).exclude(rhythm=Rhythm.NEVER)
        rows = rows.filter(search__in=asking.values("pk"))
    else:
        rows = rows.filter(thesis__in=public_theses(now).values("pk"))
    return sorted(set(rows.values_list(f"{_COLUMNS[asker]}_id", flat=True)))


@transaction.atomic
def _call(asker: Asker, asker_id: UUID, *, now: datetime) -> int:
    waiting = Alert.objects.filter(Q(**{_COLUMNS[asker]: asker_id}), asker=asker, call=None, due_at__lte=now)
    alerts = list(_held(waiting).order_by("found_at", "pk"))
    if not alerts:
        return 0
    hold = fitting_search if asker is Asker.SEARCH else fitting_theses
    fitting = hold(alerts, now=now)
    kept = {alert.pk for alert in fitting}
    _let_go([alert for alert in alerts if alert.pk not in kept])
    if not fitting:
        return 0
    call = Call.objects.create(asker=asker, made_at=now, **{f"{_COLUMNS[asker]}_id": asker_id})
    for alert in fitting:
        alert.call = call
    Alert.objects.bulk_update(fitting, ["call", "rests_on"])
    notifications.notify_all(kind=notices.KINDS[asker], recipients=_recipients(call), subject=call, now=now)
    return 1


def _held(waiting: QuerySet[Alert]) -> QuerySet[Alert]:
    return waiting.select_for_update(skip_locked=True, of=("self",))


def _let_go(alerts: Sequence[Alert]) -> None:
    """What does not fit any more is forgotten, so that it is news again when it does.

    While a change of either side is on its way the alert waits for what becomes of it: a pitch that was paused and
    resumed in between has not changed at all.
    """
    pitches = _on_their_way(ObjectKind.DEAL, {alert.pitch_id for alert in alerts})
    theses = _on_their_way(ObjectKind.CRITERIA, {alert.thesis_id for alert in alerts if alert.thesis_id})
    gone = [alert.pk for alert in alerts if alert.pitch_id not in pitches and alert.thesis_id not in theses]
    Alert.objects.filter(pk__in=gone).delete()


def _on_their_way(kind: ObjectKind, ids: set[UUID]) -> set[UUID]:
    marked = DirtyObject.objects.filter(kind=kind.value, object_id__in=ids).values_list("object_id", flat=True)
    waiting = WaitingMatch.objects.filter(kind=kind.value, object_id__in=ids).values_list("object_id", flat=True)
    return {*marked, *waiting}


def _recipients(call: Call) -> list[User]:
    if call.search is not None:
        return [call.search.owner]
    if call.thesis is not None:
        return list(workers_of(call.thesis.firm_id))
    return list(workers_of(call.pitch.organization_id)) if call.pitch is not None else []
