"""Which documents a change reaches."""

from collections.abc import Iterable
from uuid import UUID

from backend.deals.models import Pitch, RoundInvestor, Thesis
from backend.matching.services.marks import mark_dirty
from search.records import ObjectKind


def pitch_changed(pitch_id: UUID) -> None:
    mark_dirty(ObjectKind.DEAL, [pitch_id])


def thesis_changed(thesis_id: UUID, firm_id: UUID) -> None:
    mark_dirty(ObjectKind.CRITERIA, [thesis_id])
    mark_dirty(ObjectKind.INVESTOR, [firm_id])


def organization_changed(organization_id: UUID) -> None:
    for kind, ids in documents_of(organization_id).items():
        mark_dirty(kind, ids)


def documents_of(organization_id: UUID) -> dict[ObjectKind, list[UUID]]:
    """An organization's name and place stand in its pitches, in its own document and in those of its investors."""
    pitches, theses = Pitch.objects.filter(organization=organization_id), Thesis.objects.filter(firm=organization_id)
    return {
        ObjectKind.DEAL: list(pitches.values_list("pk", flat=True)),
        ObjectKind.CRITERIA: list(theses.values_list("pk", flat=True)),
        ObjectKind.INVESTOR: [organization_id, *investors_of([organization_id])],
    }


def history_changed(organization_ids: Iterable[UUID]) -> None:
    """Deals of these companies and investors: the investors' documents hold what they did."""
    ids = list(organization_ids)
    mark_dirty(ObjectKind.INVESTOR, [*ids, *investors_of(ids)])


def investors_of(companies: Iterable[UUID]) -> list[UUID]:
    """Firms with a recorded deal in one of the companies."""
    deals = RoundInvestor.objects.filter(round__company__in=list(companies)).order_by()
    return list(deals.values_list("investor_id", flat=True).distinct())
