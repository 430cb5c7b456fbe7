"""Who gets a badge: guests who have a place and whose name is known."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.core.errors import NotFound
from backend.roadshows.enums import CheckInKind, RegistrationState
from backend.roadshows.errors import NobodyToBadge, TooManyBadges
from backend.roadshows.models import CheckIn, Event, Registration
from backend.roadshows.selectors.door import Keeper
from backend.roadshows.selectors.guests import GuestFilters, in_guest_order, narrowed_guests
from backend.roadshows.selectors.registrations import visible_registrations

MAX_BADGES = 500


def badges_of(
    viewer: Viewer, event: Event, *, wish: GuestFilters, chosen: Collection[UUID], sort: str
) -> list[Registration]:
    """In the order of the table. Raises NobodyToBadge, TooManyBadges."""
    rows = _badged(narrowed_guests(visible_registrations(viewer, event), wish))
    if chosen:
        rows = rows.filter(pk__in=chosen)
    found = list(in_guest_order(rows, sort)[: MAX_BADGES + 1])
    if not found:
        raise NobodyToBadge
    if len(found) > MAX_BADGES:
        raise TooManyBadges(str(TooManyBadges.message).format(most=MAX_BADGES))
    return found


def badge_of(keeper: Keeper, registration_id: UUID) -> Registration:
    """Of a guest who was let in at one of the keeper's doors. Raises NotFound for anybody else."""
    entered = CheckIn.objects.filter(
        registration=registration_id, list__in=keeper.lists, kind=CheckInKind.ENTRY, turn__isnull=False
    )
    # Whoever stands before a tablet could ask for anybody's.
    if not keeper.may_know_guests:
        raise NotFound
    row = _badged(Registration.objects.filter(event=keeper.event, pk=registration_id)).first()
    if row is None or not entered.exists():
        raise NotFound
    return row


def _badged(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    rows = rows.filter(state=RegistrationState.CONFIRMED, contact_removed_at=None)
    return rows.select_related("ticket_type")
