"""Views of the table of guests that a host's team keeps."""

from django.db import IntegrityError, transaction

from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.roadshows.errors import TooManyViews, ViewNameTaken
from backend.roadshows.models import Event, GuestView
from backend.roadshows.selectors.guests import GuestFilters

MAX_VIEWS = 50


@transaction.atomic
def write_view(
    *, actor: Actor, event: Event, name: str, filters: GuestFilters, sort: str, view: GuestView | None = None
) -> GuestView:
    """Keep filters and order under a name, or change a `view` that stands.

    Raises NotPermitted, ViewNameTaken, TooManyViews.
    """
    require(actor, "roadshows.keep_guest_views", event)
    if view is None:
        if GuestView.objects.filter(organization=event.organization_id).count() >= MAX_VIEWS:
            raise TooManyViews
        view = GuestView(organization_id=event.organization_id)
    view.event = event if filters.is_of_one_event else None
    view.name, view.filters, view.sort = name, filters.plain(), sort
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ViewNameTaken(fields={"name": [ViewNameTaken.message]}) from error
    audit.record(actor, "guest_view.written", view, organizations=[event.organization_id])
    return view


@transaction.atomic
def remove_view(*, actor: Actor, event: Event, view: GuestView) -> None:
    """Raises NotPermitted."""
    require(actor, "roadshows.keep_guest_views", event)
    audit.record(actor, "guest_view.removed", view, organizations=[event.organization_id])
    view.delete()
