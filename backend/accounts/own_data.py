"""This app's part of a person's export."""

from typing import Any

from allauth.account.models import EmailAddress

from backend.accounts import exports
from backend.accounts.models import ApiToken, User
from backend.core.models import AuditEntry

_TRAIL = 5000


def _time(value: Any) -> str | None:
    return value.isoformat() if value else None


def read_account(person: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=person).order_by("id")
    return {
        "id": str(person.pk),
        "display_name": person.display_name,
        "email": person.email,
        "email_addresses": [{"email": row.email, "verified": row.verified} for row in addresses],
        "phone": person.phone,
        "phone_verified": person.phone_verified,
        "language": person.language,
        "personalized": person.personalized,
        "created_at": _time(person.created_at),
        "last_sign_in_at": _time(person.last_login),
    }


def read_tokens(person: User) -> list[dict[str, Any]]:
    return [
        {
            "label": row.label,
            "prefix": row.prefix,
            "scopes": row.scopes,
            "created_at": _time(row.created_at),
            "last_used_at": _time(row.last_used_at),
            "revoked_at": _time(row.revoked_at),
        }
        for row in ApiToken.objects.filter(owner=person).order_by("id")
    ]


def read_acts(person: User) -> list[dict[str, Any]]:
    """The newest acts of the person."""
    rows = AuditEntry.objects.filter(actor=person).order_by("-id")[:_TRAIL]
    return [{"at": _time(row.at), "action": row.action, "subject": row.subject_kind} for row in rows]


exports.register_section("account", read_account)
exports.register_section("acts", read_acts)
exports.register_section("tokens", read_tokens)
