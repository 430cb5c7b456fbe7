"""Changes elsewhere become marks, inside the transaction that made them: no mark without the change, none lost."""

from backend.core.outbox import on
from backend.deals.events import HistoryChanged, PitchChanged, ThesisChanged
from backend.matching.services import reach
from backend.organizations.events import OrganizationChanged, OrganizationVerified


@on(PitchChanged, same_transaction=True)
def on_pitch_changed(event: PitchChanged) -> None:
    reach.pitch_changed(event.pitch_id)


@on(ThesisChanged, same_transaction=True)
def on_thesis_changed(event: ThesisChanged) -> None:
    reach.thesis_changed(event.thesis_id, event.firm_id)


@on(OrganizationChanged, same_transaction=True)
def on_organization_changed(event: OrganizationChanged) -> None:
    reach.organization_changed(event.organization_id)


@on(OrganizationVerified, same_transaction=True)
def on_organization_verified(event: OrganizationVerified) -> None:
    reach.organization_changed(event.organization_id)


@on(HistoryChanged, same_transaction=True)
def on_history_changed(event: HistoryChanged) -> None:
    reach.history_changed(event.organization_ids)
