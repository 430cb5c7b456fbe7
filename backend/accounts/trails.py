"""What a trail shows to whom, in one place: which acts, and whose names.

Operators read everything under its name, at their desk. A person reads their own acts and what was done to their account.
An organization reads its own desk: not who claimed it, not a person's standing, and of the street's people no names.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.accounts.permissions import is_operator, is_system
from backend.core.actors import Viewer
from backend.core.languages import text
from backend.core.models import AuditEntry

OPERATOR = "operator"
STREET = text("街区运营", "Street operator")
# The first words of acts on an organization's desk. What is not named here is for operators, whatever row it stands in.
_DESK = frozenset(
    {
        *("backstage", "event", "fund", "invitation", "judging", "member", "organization", "ownership", "pitch"),
        *("replay", "round", "speaker", "thesis", "verification", "webhook"),
    }
)
# Of the cases an operator opens, those that are the organization's own request.
_OWN_CASES = ("event", "organization", "pitch")


def _entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.select_related("actor").order_by("-id")


def trail_of_person(person: User) -> QuerySet[AuditEntry]:
    """What was done by the person or to their account, newest first."""
    about_them = Q(subject_kind=User._meta.label_lower, subject_id=str(person.pk))
    return _entries().filter(Q(actor=person) | about_them)


def trail_of_organization(viewer: Viewer, organization_id: UUID) -> QuerySet[AuditEntry]:
    """What was done on the organization's desk, newest first; a viewer also finds their own acts about it."""
    rows = _entries().filter(organizations__contains=[organization_id])
    if is_system(viewer) or is_operator(viewer):
        return rows
    shown = Q(actor_id=viewer.pk) | Q(action="case.opened", data__kind__in=_OWN_CASES)
    for word in sorted(_DESK):
        shown |= Q(action__startswith=f"{word}.")
    return rows.filter(shown)


def is_street_to(viewer: Viewer, entry: AuditEntry, *, is_colleague: bool) -> bool:
    """Did the street act, so that the viewer learns no name? Colleagues know each other whatever else they are."""
    if is_system(viewer) or is_operator(viewer) or is_colleague or entry.actor is None:
        return False
    return entry.actor_id != viewer.pk and (entry.actor_kind == OPERATOR or entry.actor.is_operator)
