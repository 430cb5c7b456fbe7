"""What a guest registered for becomes an account's, once the account has proved the same contact."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.accounts.selectors import proved_contacts
from backend.core import audit
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import HOLDS_A_PLACE
from backend.roadshows.models import Registration


def hold_person(person_id: UUID) -> User | None:
    """Until the transaction ends, whatever else decides which places are this person's waits; all other writes pass."""
    return User.objects.select_for_update(no_key=True).filter(pk=person_id, is_active=True).first()


def hold_people(ids: Collection[UUID]) -> set[UUID]:
    """`hold_person` for several, in the order of their ids; those whose account is open."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True).order_by("pk")
    return set(rows.values_list("pk", flat=True)) if ids else set()


@transaction.atomic
def adopt_registrations(*, person: User, now: datetime) -> list[Registration]:
    """Give a person what was registered without an account by contacts they have proved, and return it.

    Safe to run twice and in any order with others: a row is looked at under its lock, and only one that is nobody's is
    taken. Of an event that the account has a ticket for already the guest's is left to whoever holds its link.
    """
    held = hold_person(person.pk)
    if held is None:
        return []
    # No session of theirs runs this, and a ticket is no act of the street.
    held.second_factor_passed = False
    guests = Registration.objects.select_for_update(of=("self",)).select_related("event")
    rows = guests.filter(by_contacts(proved_contacts(held)), person=None).order_by("id")
    own = Registration.objects.filter(person=held, state__in=HOLDS_A_PLACE)
    taken = set(own.values_list("event_id", flat=True))
    adopted = []
    for row in rows:
        if row.state in HOLDS_A_PLACE:
            if row.event_id in taken:
                continue
            taken.add(row.event_id)
        adopted.append(row)
    Registration.objects.filter(pk__in=[row.pk for row in adopted]).update(person=held, adopted_at=now, updated_at=now)
    for row in adopted:
        audit.record(held, "registration.adopted", row, organizations=[row.event.organization_id])
    return adopted
