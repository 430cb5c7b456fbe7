"""Who helps the host of an event, who is asked to, and what they may read of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.accounts.selectors import proved_contacts
from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.permissions import may
from backend.organizations import selectors as organizations
from backend.organizations.models import Organization
from backend.organizations.permissions import is_member
from backend.organizations.selectors.members import administrators_of, workers_of
from backend.roadshows.enums import EventState, HelperRole, HelperState
from backend.roadshows.errors import HelperGone
from backend.roadshows.models import Event, EventHelper
from backend.roadshows.permissions import help_by

# While somebody may still say yes.
ANSWERED_WHILE = (EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE)
_WITH = ("event__organization__logo", "organization__logo", "person")


@dataclass(frozen=True, slots=True)
class Helpers:
    """Of one event as a viewer reads it: organizations everybody may see as its co-hosts, and as what the viewer helps."""

    co_hosts: list[Organization]
    own: list[EventHelper]


def helpers_shown(viewer: Viewer, event: Event, now: datetime) -> Helpers:
    """One query, however many help."""
    rows = event.helpers.filter(state=HelperState.ACCEPTED).select_related("organization__logo")
    found = list(rows.order_by("answered_at", "id"))
    acts_for = set(organizations.worked_for(viewer))
    return Helpers(
        co_hosts=[
            row.organization
            for row in found
            if row.organization is not None
            and row.role == HelperRole.CO_HOST
            and organizations.is_verified_now(row.organization, now)
        ],
        own=[row for row in found if row.organization_id in acts_for or (row.person_id and row.person_id == viewer.pk)],
    )


def visible_helpers(viewer: Viewer, event: Event) -> QuerySet[EventHelper]:
    """All who were ever asked, for those who host it; for anybody else what they are themselves."""
    rows = EventHelper.objects.filter(event=event).select_related(*_WITH).prefetch_related("lists").order_by("-id")
    if may(viewer, "roadshows.view_helpers", event):
        return rows
    return rows.filter(help_by(viewer)) if is_person(viewer) else rows.none()


def invitations_of(person: User) -> QuerySet[EventHelper]:
    """Open ones the person may answer: of organizations they administer, and to addresses they have proved."""
    theirs = Q(organization__in=organizations.administered_by(person)) | Q(
        organization=None, email__in=proved_contacts(person)
    )
    rows = EventHelper.objects.filter(theirs, state=HelperState.INVITED, event__state__in=ANSWERED_WHILE)
    return rows.select_related(*_WITH).prefetch_related("lists").order_by("-id")


def helper_by_secret(secret: str) -> EventHelper:
    """The open invitation behind a link. Wrong, answered, withdrawn and late ones look alike: HelperGone."""
    rows = EventHelper.objects.filter(state=HelperState.INVITED, event__state__in=ANSWERED_WHILE)
    row = rows.select_related(*_WITH).prefetch_related("lists").filter(secret_digest=digest_of(secret)).first()
    if row is None:
        raise HelperGone
    return row


def helps_as_at(viewer: Viewer, event: Event) -> list[EventHelper]:
    """As what the viewer helps, who hosts it first; nothing for the host's own people, who need no help to."""
    if not is_person(viewer) or is_member(viewer, event):
        return []
    order = [*HelperRole]
    rows = EventHelper.objects.filter(help_by(viewer), event=event)
    return sorted(rows, key=lambda row: (order.index(HelperRole(row.role)), row.pk))


def team_of(event: Event) -> set[User]:
    """The host's people and those who host beside them, for telling them something. For the system alone."""
    rows = EventHelper.objects.filter(event=event, state=HelperState.ACCEPTED, role=HelperRole.CO_HOST)
    team = set(workers_of(event.organization_id))
    for row in rows.select_related("person"):
        team.update(_people_of(row, workers_of))
    return team


def told_of(helper: EventHelper) -> set[User]:
    """Who hears of what becomes of a helper: the person, or who administers the organization. For the system alone."""
    return _people_of(helper, administrators_of)


def _people_of(helper: EventHelper, of_organization: Callable[[UUID], Iterable[User]]) -> set[User]:
    if helper.organization_id is not None:
        return set(of_organization(helper.organization_id))
    return {helper.person} if helper.person is not None else set()


def lists_kept(rows: list[EventHelper]) -> Q:
    """At which lists of the door somebody stands who helps so: at all, but for who only checks in."""
    if not rows or any(row.role != HelperRole.CHECK_IN for row in rows):
        return Q()
    return Q(helpers__in=rows)
