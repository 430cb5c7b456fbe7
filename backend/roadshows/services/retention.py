"""Names and contacts of guests go when their time is over; that somebody registered and when, and the count, stay."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from backend.core import audit
from backend.core.actors import Actor
from backend.roadshows.enums import EventState
from backend.roadshows.models import CheckIn, Event, Registration
from backend.roadshows.retention import rule_on
from backend.roadshows.services.events import locked_event

AT_ONCE = 100
# The account is as good as a name, and the digest was made of name and contact.
_BLANK = {"name": "", "organization_name": "", "email": None, "phone": None, "person": None, "request_digest": ""}
# What no secret's digest is: the ticket's link opens nothing from now on.
_OF_NO_SECRET = Concat(Value("removed:"), Cast("id", CharField()))


def remove_contacts(*, actor: Actor, now: datetime) -> int:
    """Blank the guests of every event past its retention, event by event, one audit row for each.

    Returns how many guests lost their contact; a run that was interrupted is made good by the next.
    """
    before, removed = now - rule_on(now.date()).kept_for, 0
    while batch := list(_due(before)[:AT_ONCE]):
        removed += sum(_remove(event, actor=actor, now=now) for event in batch)
    return removed


def _due(before: datetime) -> QuerySet[Event]:
    """Over for so long, or called off for so long, with a guest whose contact is still there."""
    left = Registration.objects.filter(event=OuterRef("pk"), contact_removed_at=None)
    over = Q(state=EventState.ENDED, ends_at__lte=before)
    off = Q(state=EventState.CANCELLED, cancelled_at__lte=before)
    return Event.objects.filter(Exists(left), over | off).order_by("id")


@transaction.atomic
def _remove(event: Event, *, actor: Actor, now: datetime) -> int:
    """Zero when another run was faster. The row history goes too: it would tell all that was blanked."""
    locked = locked_event(event.pk)
    guests = Registration.objects.select_for_update().filter(event=locked, contact_removed_at=None)
    ids = list(guests.order_by("id").values_list("pk", flat=True))
    if not ids:
        return 0
    Registration.objects.filter(pk__in=ids).update(
        **_BLANK, secret_digest=_OF_NO_SECRET, contact_removed_at=now, updated_at=now
    )
    # What somebody wrote of them at the door.
    CheckIn.objects.filter(registration__in=ids).exclude(undo_reason="").update(undo_reason="")
    history = apps.get_model("roadshows", "RegistrationEvent")
    history._default_manager.filter(pgh_obj__in=ids).update(**_BLANK, secret_digest="")
    # For whom a code was made is a name as well.
    locked.vouchers.exclude(note="").update(note="", updated_at=now)
    audit.record(actor, "event.contacts_removed", locked, organizations=[locked.organization_id], guests=len(ids))
    return len(ids)
