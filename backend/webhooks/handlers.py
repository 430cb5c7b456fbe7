"""Telling people about their endpoints. Safe to run twice."""

from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.organizations.selectors.members import administrators_of
from backend.webhooks import notices
from backend.webhooks.events import EndpointDisabled
from backend.webhooks.models import Endpoint


@outbox.on(EndpointDisabled)
def on_endpoint_disabled(event: EndpointDisabled) -> None:
    row = Endpoint.objects.filter(pk=event.endpoint_id).first()
    if row is not None:
        notifications.notify_all(
            kind=notices.DISABLED,
            recipients=administrators_of(row.organization_id),
            subject=row,
            cause=f"{row.pk}:{event.at.isoformat()}",
            actor=None,
            now=clock.now(),
        )
