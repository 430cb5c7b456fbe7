"""What deals do when something happened below."""

from uuid import UUID

from procrastinate.exceptions import AlreadyEnqueued

from backend.core import clock, outbox
from backend.deals import notices, tasks
from backend.deals.events import BlocksGranted, ImportFinished, ImportStarted, PitchDecided, RevisionDecided
from backend.deals.models import BlockGrant, ImportBatch, Pitch
from backend.deals.services.pitch_states import publish_approved
from backend.deals.services.pitches import remeasure_pitches
from backend.notifications import services as notifications
from backend.organizations.events import OrganizationChanged, OrganizationVerified
from backend.organizations.selectors.members import workers_of


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


@outbox.on(PitchDecided)
def on_pitch_decided(event: PitchDecided) -> None:
    kind = notices.PITCH_APPROVED if event.approved else notices.PITCH_SENT_BACK
    _tell_team(kind, event.pitch_id, event.version)


@outbox.on(RevisionDecided)
def on_revision_decided(event: RevisionDecided) -> None:
    kind = notices.REVISION_APPROVED if event.approved else notices.REVISION_SENT_BACK
    _tell_team(kind, event.pitch_id, event.version)


def _tell_team(kind: str, pitch_id: UUID, version: int) -> None:
    row = Pitch.objects.filter(pk=pitch_id).first()
    if row is not None:
        people = workers_of(row.organization_id)
        notifications.notify_all(
            kind=kind, recipients=people, subject=row, cause=f"{row.pk}:{version}", now=clock.now()
        )


@outbox.on(BlocksGranted)
def on_blocks_granted(event: BlocksGranted) -> None:
    row = BlockGrant.objects.select_related("granted_by").filter(pk=event.grant_id).first()
    if row is not None:
        notifications.notify_all(
            kind=notices.NAMED_AS_INVESTOR,
            recipients=workers_of(row.firm_id),
            subject=row,
            actor=row.granted_by,
            now=clock.now(),
        )


@outbox.on(ImportFinished)
def on_import_finished(event: ImportFinished) -> None:
    row = ImportBatch.objects.select_related("started_by").filter(pk=event.batch_id).first()
    if row is not None and row.started_by is not None:
        notifications.notify(
            kind=notices.IMPORT_FINISHED,
            recipient=row.started_by,
            subject=row,
            cause=f"{row.pk}:{event.at.isoformat()}",
            now=clock.now(),
        )
