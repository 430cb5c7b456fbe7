"""Nobody writes without end: each cap refuses one more with its own code and changes nothing, also when two write at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.errors import DomainError
from backend.core.models import AuditEntry
from backend.deals.enums import SELF_REPORTED, PitchState, Stage
from backend.deals.models import FundingRound, Pitch, PitchRevision, PitchTeamMember, Thesis
from backend.deals.selectors.revisions import working_team
from backend.deals.services import history, limits, pitch_states, pitches, theses
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory
from tests.factories.deals import PitchFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.races import overlap


def _pitch(company: Organization) -> None:
    actor = person_in(company, MemberRole.MEMBER)
    pitches.create_pitch(actor=actor, organization=company, changes={}, now=clock.now())


def _thesis(firm: Organization) -> None:
    actor = person_in(firm, MemberRole.MEMBER)
    theses.create_thesis(actor=actor, firm=firm, values={"title": "方向"}, now=clock.now())


def _round(company: Organization, actor: Any = None) -> None:
    today = clock.now().date()
    history.record_round(
        actor=actor or person_in(company, MemberRole.MEMBER),
        company=company,
        stage=Stage.SEED,
        closed_on=today - timedelta(days=FundingRound.objects.count()),
        today=today,
    )


def _count(*models: Any) -> list[int]:
    return [model.objects.count() for model in (*models, AuditEntry)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cap", "write", "model", "code"),
    [
        ("MAX_OPEN_PITCHES", _pitch, Pitch, "deals.too_many_pitches"),
        ("MAX_PITCHES", _pitch, Pitch, "deals.too_many_pitches"),
        ("MAX_THESES", _thesis, Thesis, "deals.too_many_theses"),
        ("MAX_OWN_ROUNDS", _round, FundingRound, "deals.too_many_rounds"),
    ],
)
def test_one_more_than_the_cap_is_refused(
    monkeypatch: pytest.MonkeyPatch, cap: str, write: Callable[[Organization], None], model: Any, code: str
) -> None:
    monkeypatch.setattr(limits, cap, 2)
    make = FirmFactory if model is Thesis else OrganizationFactory
    full, other = make.create(verified=True), make.create(verified=True)
    for _ in range(2):
        write(full)
    before = _count(model)

    with pytest.raises(DomainError) as refusal:
        write(full)

    assert (refusal.value.code, refusal.value.status) == (code, 409)
    assert _count(model) == before
    write(other)


@pytest.mark.django_db
def test_a_closed_pitch_makes_room_and_needs_it_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_OPEN_PITCHES", 1)
    pitch = PitchFactory.create()
    admin = person_in(pitch.organization, MemberRole.ADMIN)
    pitch_states.close_pitch(actor=admin, pitch=pitch, now=clock.now())
    _pitch(pitch.organization)
    with pytest.raises(DomainError) as refusal:
        pitch_states.reopen_pitch(actor=admin, pitch=pitch, now=clock.now())
    pitch.refresh_from_db()
    assert (refusal.value.code, pitch.state) == ("deals.too_many_pitches", PitchState.CLOSED)


@pytest.mark.django_db
def test_what_an_operator_records_counts_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_OWN_ROUNDS", 1)
    company = OrganizationFactory.create(verified=True)
    for _ in range(2):
        _round(company, OperatorFactory.create())
    _round(company)
    assert FundingRound.objects.filter(source=SELF_REPORTED).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("is_published", [False, True])
def test_people_are_counted_whether_approved_or_waiting(monkeypatch: pytest.MonkeyPatch, is_published: bool) -> None:
    monkeypatch.setattr(limits, "MAX_PEOPLE", 2)
    pitch = PitchFactory.create(published=is_published)
    client = client_of(person_in(pitch.organization))
    address = f"/api/v1/pitches/{pitch.pk}/team/"
    sent = [client.post(address, {"name": f"成员{n}", "role": "工程师"}, format="json") for n in range(3)]
    assert [answer.status_code for answer in sent] == [201, 201, 409]
    assert sent[-1].json()["code"] == "deals.too_many_people"
    assert len(working_team(Pitch.objects.get(pk=pitch.pk))) == 2
    assert (PitchTeamMember.objects.count(), PitchRevision.objects.count()) == ((0, 1) if is_published else (2, 0))


def _two_drafts() -> list[BaseException | None]:
    company = OrganizationFactory.create(verified=True)
    actors = [person_in(company, role) for role in (MemberRole.ADMIN, MemberRole.MEMBER)]

    def create(actor: Any) -> None:
        pitches.create_pitch(actor=actor, organization=company, changes={}, now=clock.now())

    return overlap(lambda: create(actors[0]), lambda: create(actors[1]))


@pytest.mark.django_db(transaction=True)
def test_race_two_last_drafts_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_OPEN_PITCHES", 1)
    outcomes = _two_drafts()
    assert [getattr(one, "code", None) for one in outcomes] == [None, "deals.too_many_pitches"]
    assert Pitch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_race_negative_control_without_the_lock_both_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_OPEN_PITCHES", 1)
    monkeypatch.setattr(limits, "hold", lambda organization_id: None)
    assert _two_drafts() == [None, None]
    assert Pitch.objects.count() == 2
