"""Who reads a registration: those who work for the host, and whoever holds the ticket's link."""

from django.db.models import Q, QuerySet

from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.permissions import may
from backend.roadshows.errors import TicketGone
from backend.roadshows.models import Event, Registration


def visible_registrations(viewer: Viewer, event: Event) -> QuerySet[Registration]:
    """All of a visible event for those who work for its host, newest first; none for anybody else."""
    rows = Registration.objects.filter(event=event).order_by("-id")
    return rows if may(viewer, "roadshows.view_registrations", event) else rows.none()


def found(rows: QuerySet[Registration], *, state: str = "", words: str = "") -> QuerySet[Registration]:
    """Those in the state, whose name, organization, contact or code has every word."""
    if state:
        rows = rows.filter(state=state)
    for word in words.split()[:8]:
        named = Q(name__icontains=word) | Q(organization_name__icontains=word)
        rows = rows.filter(named | Q(email__icontains=word) | Q(phone__contains=word) | Q(code__iexact=word))
    return rows


def ticket_by_secret(secret: str) -> Registration:
    """The link is the right: whoever holds it holds the ticket. Raises TicketGone."""
    rows = Registration.objects.select_related("event__organization__logo", "event__quota")
    ticket = rows.filter(secret_digest=digest_of(secret)).first()
    if ticket is None:
        raise TicketGone
    return ticket
