"""What a person takes along: their own registrations and waiting lists, those of before they had an account too, and
events they help with.
"""

from typing import Any

from django.db.models import Q

from backend.accounts import exports
from backend.accounts.models import User
from backend.accounts.selectors import proved_contacts
from backend.roadshows.contacts import by_contacts
from backend.roadshows.models import EventHelper, Invitation, Registration
from backend.roadshows.selectors.asking import answers_by_registration
from backend.roadshows.selectors.door import first_came
from backend.roadshows.selectors.waiting import own_entries


def read_registrations(person: User) -> list[dict[str, Any]]:
    rows = Registration.objects.filter(person=person).select_related("event", "event_consent").order_by("id")
    came, said = first_came(person), answers_by_registration([row.pk for row in rows])
    return [
        {
            "event": row.event.title,
            "starts_at": row.event.starts_at.isoformat(),
            "state": row.state,
            "name": row.name,
            "organization": row.organization_name,
            "contact": row.contact,
            "consent_version": row.consent_version,
            "consented_at": row.consented_at.isoformat(),
            "event_consent": row.event_consent.text if row.event_consent else "",
            "answers": [
                {"question": one.question.label, "answer": list(one.values), "changed_at": one.updated_at.isoformat()}
                for one in said[row.pk]
            ],
            "refusal_reason": row.refusal_reason,
            "registered_by_host": row.guest_import_id is not None,
            "came_at": came[row.pk].isoformat() if row.pk in came else None,
            "adopted_at": row.adopted_at.isoformat() if row.adopted_at else None,
        }
        for row in rows
    ]


def read_waiting(person: User) -> list[dict[str, Any]]:
    return [
        {
            "event": entry.event.title,
            "starts_at": entry.event.starts_at.isoformat(),
            "state": entry.state,
            "waiting_for": [kind.name for kind in entry.kinds.all()],
            "party_size": entry.party_size,
            "joined_at": entry.created_at.isoformat(),
            "name": entry.name,
            "organization": entry.organization_name,
            "contact": entry.contact,
            "consent_version": entry.consent_version,
            "consented_at": entry.consented_at.isoformat(),
            "removal_reason": entry.removal_reason,
        }
        for entry in own_entries(person).reverse()
    ]


def read_helping(person: User) -> list[dict[str, Any]]:
    """What they were asked at an address they have proved, and what they answered for themselves."""
    theirs = Q(person=person) | Q(email__in=proved_contacts(person))
    rows = EventHelper.objects.filter(theirs).select_related("event").order_by("id")
    return [
        {
            "event": row.event.title,
            "starts_at": row.event.starts_at.isoformat(),
            "role": row.role,
            "state": row.state,
            "asked_at": row.created_at.isoformat(),
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in rows
    ]


exports.register_section("event_helping", read_helping)


def read_invitations(person: User) -> list[dict[str, Any]]:
    """To events, by contacts of theirs."""
    rows = Invitation.objects.filter(by_contacts(proved_contacts(person))).select_related("event__organization")
    return [
        {
            "event": row.event.title,
            "host": row.event.organization.display_name,
            "state": row.state,
            "name": row.name,
            "contact": row.contact,
            "invited_at": row.created_at.isoformat(),
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        }
        for row in rows.order_by("id")
    ]


exports.register_section("registrations", read_registrations)
exports.register_section("waiting_lists", read_waiting)
exports.register_section("event_invitations", read_invitations)
