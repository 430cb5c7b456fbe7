"""What deals do when something happened below."""

from procrastinate.exceptions import AlreadyEnqueued

from backend.core import clock, outbox
from backend.deals import tasks
from backend.deals.events import ImportStarted
from backend.deals.services.pitch_states import publish_approved
from backend.deals.services.pitches import remeasure_pitches
from backend.organizations.events import OrganizationChanged, OrganizationVerified


@outbox.on(OrganizationVerified)
def on_organization_verified(event: OrganizationVerified) -> None:
    publish_approved(organization_id=event.organization_id, now=clock.now())


@outbox.on(OrganizationChanged)
def on_organization_changed(event: OrganizationChanged) -> None:
    remeasure_pitches(event.organization_id)


@outbox.on(ImportStarted)
def on_import_started(event: ImportStarted) -> None:
    """A job of its own, so that a long file holds up no other event."""
    try:
        tasks.run_import.configure(queueing_lock=f"deals.run_import:{event.batch_id}").defer(
            batch_id=str(event.batch_id)
        )
    except AlreadyEnqueued:
        return
