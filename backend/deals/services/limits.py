"""How much one organization may write. Whoever counts holds the organization's row, so that two writers count in turn."""

from uuid import UUID

from backend.deals.enums import SELF_REPORTED, PitchState
from backend.deals.errors import TooManyPeople, TooManyPitches, TooManyRounds, TooManyTheses
from backend.deals.models import FundingRound, Pitch, Thesis
from backend.organizations.models import Organization

# Far above what anybody needs, far below what would fill lists, queues and the index.
MAX_OPEN_PITCHES = 20
MAX_PITCHES = 200
MAX_THESES = 50
MAX_OWN_ROUNDS = 100
MAX_PEOPLE = 50


def require_room_for_pitch(organization_id: UUID, *, is_new: bool = True) -> None:
    """One more open pitch of the company, new or opened again. Raises TooManyPitches; holds the company's row."""
    hold(organization_id)
    rows = Pitch.objects.filter(organization=organization_id)
    if rows.exclude(state=PitchState.CLOSED).count() >= MAX_OPEN_PITCHES or (is_new and rows.count() >= MAX_PITCHES):
        raise TooManyPitches


def require_room_for_thesis(firm_id: UUID) -> None:
    """One more thesis of the firm. Raises TooManyTheses; holds the firm's row."""
    hold(firm_id)
    if Thesis.objects.filter(firm=firm_id).count() >= MAX_THESES:
        raise TooManyTheses


def require_room_for_round(company_id: UUID) -> None:
    """One more round the company tells of itself. Raises TooManyRounds; holds the company's row."""
    hold(company_id)
    if FundingRound.objects.filter(company=company_id, source=SELF_REPORTED).count() >= MAX_OWN_ROUNDS:
        raise TooManyRounds


def require_room_for_person(people: int) -> None:
    """One more beside so many people of a pitch, whose row the caller holds. Raises TooManyPeople."""
    if people >= MAX_PEOPLE:
        raise TooManyPeople


def hold(organization_id: UUID) -> None:
    """Keep every other writer that counts waiting until the transaction ends."""
    Organization.objects.select_for_update(no_key=True).only("pk").get(pk=organization_id)
