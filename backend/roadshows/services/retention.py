"""Names and contacts of guests, and of who waited for a place, go when their time is over; that somebody registered or
waited and when, and the count, stay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from backend.core import audit
from backend.core.actors import Actor
from backend.roadshows.enums import EventState, NotOffered, WaitState
from backend.roadshows.models import (
    AdmittedContact,
    Answer,
    CheckIn,
    Event,
    EventHelper,
    Invitation,
    Registration,
    TransferOffer,
    WaitlistEntry,
)
from backend.roadshows.retention import rule_on
from backend.roadshows.services import reports
from backend.roadshows.services.events import locked_event

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What an app above this one keeps of the guests of an event: whether anything is left, and forgetting it in the same
    transaction. `is_left` is a condition on events.
    """

    is_left: Callable[[], Exists]
    forget: Callable[[Event], None]


_further: list[Forgetting] = []


def add_forgetting(one: Forgetting) -> None:
    _further.append(one)


# The account is as good as a name, and the digest was made of name and contact.
_BLANK = {"name": "", "organization_name": "", "email": None, "phone": None, "person": None, "request_digest": ""}
# What else may say who somebody is.
_BLANK_TOO: dict[type[Model], dict[str, str]] = {
    Registration: {"refusal_reason": ""},
    WaitlistEntry: {"removal_reason": ""},
}
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
    """Over or called off for so long, with a guest, or somebody in line, on a list or asked to help, whose contact is still
    there.
    """
    guests = Exists(Registration.objects.filter(event=OuterRef("pk"), contact_removed_at=None))
    waited = Exists(WaitlistEntry.objects.filter(event=OuterRef("pk"), contact_removed_at=None))
    listed = Exists(AdmittedContact.objects.filter(ticket_type__event=OuterRef("pk")))
    asked = Exists(EventHelper.objects.filter(event=OuterRef("pk")).exclude(email=""))
    invited = Exists(Invitation.objects.filter(event=OuterRef("pk")))
    left = Q(guests | waited | listed | asked | invited)
    for one in _further:
        left |= Q(one.is_left())
    over = Q(state=EventState.ENDED, ends_at__lte=before)
    off = Q(state=EventState.CANCELLED, cancelled_at__lte=before)
    return Event.objects.filter(left, over | off).order_by("id")


@transaction.atomic
def _remove(event: Event, *, actor: Actor, now: datetime) -> int:
    """Zero when another run was faster."""
    locked = locked_event(event.pk)
    # What the evening came to outlives those who came.
    reports.freeze(locked, now=now)
    guests = _blank(Registration, locked, now=now)
    # What somebody wrote of them at the door.
    CheckIn.objects.filter(registration__in=guests).exclude(undo_reason="").update(undo_reason="")
    Answer.objects.filter(registration__in=guests).delete()
    offers = TransferOffer.objects.filter(registration__event=locked, contact_removed_at=None)
    offers.update(email=None, phone=None, contact_removed_at=now, updated_at=now)
    AdmittedContact.objects.filter(ticket_type__event=locked).delete()
    Invitation.objects.filter(event=locked).delete()
    # For whom a code was made is a name as well.
    locked.vouchers.exclude(note="").update(note="", updated_at=now)
    # Who helped stays known by their account; an address that was asked is nobody's business any more.
    locked.helpers.exclude(email="").update(email="", secret_digest=None, updated_at=now)
    waited = _blank(WaitlistEntry, locked, now=now)
    told = {"not_offered_reason": NotOffered.CONTACT_REMOVED}
    WaitlistEntry.objects.filter(pk__in=waited, state=WaitState.WAITING).update(**told)
    for one in _further:
        one.forget(locked)
    if guests or waited:
        data = {"guests": len(guests)} | ({"waited": len(waited)} if waited else {})
        audit.record(actor, "event.contacts_removed", locked, organizations=[locked.organization_id], **data)
    return len(guests) + len(waited)


def _blank(model: type[Registration] | type[WaitlistEntry], event: Event, *, now: datetime) -> list[UUID]:
    """The rows whose contact went. The row history goes too: it would tell all that was blanked."""
    rows = model._default_manager.select_for_update().filter(event=event, contact_removed_at=None)
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    blank = {**_BLANK, **_BLANK_TOO[model]}
    gone = {**blank, "secret_digest": _OF_NO_SECRET, "contact_removed_at": now, "updated_at": now}
    model._default_manager.filter(pk__in=ids).update(**gone)
    history = apps.get_model("roadshows", f"{model.__name__}Event")
    history._default_manager.filter(pgh_obj__in=ids).update(**blank, secret_digest="")
    return ids
