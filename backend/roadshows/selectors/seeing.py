"""Who sees an event that was published: the one answer for pages, lists, calendars, rooms and the form to register.

Its host's team and the street's operators see it in any case; `selectors.events.visible_events` adds them.
"""

from django.db.models import Exists, Q

from backend.accounts.models import User
from backend.accounts.selectors import as_person, proved_contacts
from backend.core.actors import Viewer
from backend.organizations import selectors as organizations
from backend.organizations.enums import StandingKind
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import ASKED, HOLDS_A_PLACE, IN_LINE, EventVisibility
from backend.roadshows.models import AgendaItem, Invitation, Registration, WaitlistEntry


def for_everybody() -> Q:
    return Q(visibility=EventVisibility.PUBLIC)


def open_to(viewer: Viewer) -> Q:
    """Events this viewer may see for what they are on the street, or for what they have to do with the event."""
    person = as_person(viewer)
    if person is None:
        return for_everybody()
    found = for_everybody() | _of_qualified(person) | _of_those_named(person)
    if organizations.roles_of(person):
        found |= Q(visibility=EventVisibility.MEMBERS)
    return found


def _of_qualified(person: User) -> Q:
    """For who acts for a verified investment firm, or is a qualified investor now: by the database's clock."""
    acts = Exists(organizations.verified_firms_of(person))
    stands = Exists(organizations.standings_in_force(person, StandingKind.QUALIFIED_INVESTOR))
    return Q(visibility=EventVisibility.QUALIFIED) & (Q(acts) | Q(stands))


def _of_those_named(person: User) -> Q:
    """Whom the event names, whatever it is open to: as invited, with a place, in line, or to pitch once they agreed."""
    own = by_contacts(proved_contacts(person))
    theirs = Q(person=person) | (own & Q(person=None))
    invited = Invitation.objects.filter(own, state__in=ASKED)
    places = Registration.objects.filter(theirs, state__in=HOLDS_A_PLACE)
    in_line = WaitlistEntry.objects.filter(theirs, state__in=IN_LINE)
    companies = list(organizations.roles_of(person))
    pitching = AgendaItem.objects.filter(is_confirmed=True, pitch__organization__in=companies)
    return (
        Q(pk__in=invited.values("event"))
        | Q(pk__in=places.values("event"))
        | Q(pk__in=in_line.values("event"))
        | Q(pk__in=pitching.values("event"))
    )
