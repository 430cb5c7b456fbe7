"""What a person takes along: their own registrations and waiting lists, those of before they had an account too."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.roadshows.models import Registration
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


exports.register_section("registrations", read_registrations)
exports.register_section("waiting_lists", read_waiting)
