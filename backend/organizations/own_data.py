"""This app's part of a person's export."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.organizations.errors import reason_said
from backend.organizations.models import InvestorStanding, Membership, OrganizationReview


def _time(value: Any) -> str | None:
    return value.isoformat() if value else None


def read_memberships(person: User) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(person=person).select_related("organization").order_by("id")
    return [
        {
            "organization": row.organization.display_name,
            "role": row.role,
            "title": row.title,
            "since": _time(row.created_at),
        }
        for row in rows
    ]


def read_reviews(person: User) -> list[dict[str, Any]]:
    rows = OrganizationReview.objects.filter(requested_by=person).select_related("organization").order_by("id")
    return [
        {
            "organization": row.organization.display_name,
            "kind": row.kind,
            "state": row.state,
            "statement": row.statement,
            "reason": reason_said(row.reason),
            "requested_at": _time(row.created_at),
        }
        for row in rows
    ]


def read_standings(person: User) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.kind,
            "state": row.state,
            "statement": row.statement,
            "reason": row.reason,
            "valid_from": _time(row.valid_from),
            "valid_until": _time(row.valid_until),
            "revoked_at": _time(row.revoked_at),
        }
        for row in InvestorStanding.objects.filter(person=person).order_by("id")
    ]


exports.register_section("memberships", read_memberships)
exports.register_section("requests", read_reviews)
exports.register_section("standings", read_standings)
