"""A pitch's way: who may take which step from which state, and what each step leaves behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.core import clock, outbox
from backend.core.errors import DomainError, NotPermitted
from backend.core.models import AuditEntry
from backend.core.permissions import may
from backend.core.services import drain_outbox
from backend.deals.enums import PitchState
from backend.deals.errors import StalePitch, WrongState
from backend.deals.models import Pitch
from backend.deals.permissions import PITCH_ACTIONS
from backend.deals.services import pitch_states as states
from backend.deals.services import pitches
from backend.organizations.enums import MemberRole, VerificationState
from backend.organizations.events import OrganizationVerified
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.organizations import FirmFactory, MembershipFactory, OrganizationFactory
from tests.support.pitch_cast import edition_now, person_in

pytestmark = pytest.mark.django_db

S = PitchState
_EDITS = {"update_pitch", "attach_deck", "edit_team"}
_LEADS = {"close_pitch", "set_visibility", "grant_blocks"}
# (state) → what a member may do, and what an admin may do beside that.
_MEMBER = {
    S.DRAFT: _EDITS | {"submit_pitch"},
    S.IN_REVIEW: _EDITS | {"confirm_pitch"},
    S.PUBLISHED: _EDITS | {"confirm_pitch"},
    S.PAUSED: _EDITS | {"confirm_pitch"},
    S.CLOSED: set(),
}
_ADMIN = {
    S.DRAFT: _LEADS,
    S.IN_REVIEW: _LEADS,
    S.PUBLISHED: _LEADS | {"pause_pitch"},
    S.PAUSED: _LEADS | {"resume_pitch"},
    S.CLOSED: {"reopen_pitch"},
}


def _expected(role: str, state: PitchState) -> set[str]:
    if role == "member":
        return _MEMBER[state]
    if role in ("admin", "owner"):
        return _MEMBER[state] | _ADMIN[state]
    if role == "operator" and state == S.IN_REVIEW:
        return {"decide_pitch", "publish_pitch"}
    return {"accept_nda"} if role == "investor" and state == S.PUBLISHED else set()


@pytest.mark.parametrize("state", list(S))
def test_steps_by_state_and_role(state: PitchState) -> None:
    pitch = PitchFactory.create(state=state, published_at=clock.now())
    people: dict[str, Any] = {role.value: person_in(pitch.organization, role) for role in MemberRole}
    people |= {
        "visitor": AnonymousUser(),
        "outsider": UserFactory.create(),
        "competitor": person_in(OrganizationFactory.create(verified=True)),
        "investor": person_in(FirmFactory.create(verified=True)),
        "operator": OperatorFactory.create(),
    }

    found = {
        role: {step for step in PITCH_ACTIONS if may(person, f"deals.{step}", pitch)} for role, person in people.items()
    }
    assert found == {role: _expected(role, state) for role in people}


def test_operator_who_belongs_to_the_company_may_not_review_it() -> None:
    pitch, operator = PitchFactory.create(state=S.IN_REVIEW), OperatorFactory.create()
    MembershipFactory.create(organization=pitch.organization, person=operator, role=MemberRole.READER)

    with pytest.raises(NotPermitted):
        states.decide_pitch(
            actor=operator, pitch=pitch, approve=True, reason="", edition=edition_now(pitch), now=clock.now()
        )
    pitch.refresh_from_db()
    assert pitch.state == S.IN_REVIEW


def test_whole_way_of_a_verified_company() -> None:
    pitch, now = PitchFactory.create(), clock.now()
    owner, operator = person_in(pitch.organization), OperatorFactory.create()

    states.submit_pitch(actor=owner, pitch=pitch, now=now)
    published = states.decide_pitch(
        actor=operator, pitch=pitch, approve=True, reason="", edition=edition_now(pitch), now=now
    )
    assert (published.state, published.published_at, published.last_confirmed_at) == (S.PUBLISHED, now, now)
    states.pause_pitch(actor=owner, pitch=pitch, now=now)
    later = now + timedelta(days=100)
    resumed = states.resume_pitch(actor=owner, pitch=pitch, now=later)
    assert (resumed.published_at, resumed.last_confirmed_at) == (now, later)
    states.close_pitch(actor=owner, pitch=pitch, now=later)
    reopened = states.reopen_pitch(actor=owner, pitch=pitch, now=later)

    assert (reopened.state, reopened.version, reopened.approved_at) == (S.DRAFT, 7, None)
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "pitch.submitted", "pitch.published", "pitch.paused", "pitch.resumed", "pitch.closed", "pitch.reopened",
    ]  # fmt: skip


def test_submission_names_every_missing_essential_and_changes_nothing() -> None:
    pitch = PitchFactory.create(one_liner="", sector_primary="", stage="", city="", amount_target_minor=None)
    with pytest.raises(DomainError) as refusal:
        states.submit_pitch(actor=person_in(pitch.organization), pitch=pitch, now=clock.now())

    assert refusal.value.code == "deals.pitch_incomplete"
    assert set(refusal.value.fields) == {"one_liner", "sector_primary", "stage", "amount", "city"}
    pitch.refresh_from_db()
    assert (pitch.state, pitch.version, AuditEntry.objects.count()) == (S.DRAFT, 1, 0)


def test_refusal_needs_a_reason_and_sends_back_to_draft() -> None:
    pitch, operator = PitchFactory.create(state=S.IN_REVIEW), OperatorFactory.create()
    with pytest.raises(DomainError) as refusal:
        states.decide_pitch(
            actor=operator, pitch=pitch, approve=False, reason="  ", edition=edition_now(pitch), now=clock.now()
        )
    assert set(refusal.value.fields) == {"reason"}

    refused = states.decide_pitch(
        actor=operator, pitch=pitch, approve=False, reason="金额与说明不符", edition=edition_now(pitch), now=clock.now()
    )
    assert (refused.state, refused.review_reason) == (S.DRAFT, "金额与说明不符")


def test_approved_pitch_waits_for_its_company_and_is_published_once() -> None:
    pitch = PitchFactory.create(organization=OrganizationFactory.create(), state=S.IN_REVIEW)
    approved = states.decide_pitch(
        actor=OperatorFactory.create(),
        pitch=pitch,
        approve=True,
        reason="",
        edition=edition_now(pitch),
        now=clock.now(),
    )
    assert (approved.state, approved.published_at) == (S.IN_REVIEW, None)
    assert approved.approved_at is not None
    company, now = pitch.organization_id, clock.now()
    assert states.publish_approved(organization_id=company, now=now) == 0, "an event alone does not verify"

    Organization.objects.filter(pk=company).update(verification_state=VerificationState.VERIFIED, verified_until=None)

    assert [states.publish_approved(organization_id=company, now=now) for _ in range(2)] == [1, 0]
    pitch.refresh_from_db()
    assert (pitch.state, pitch.published_at) == (S.PUBLISHED, now)
    assert AuditEntry.objects.filter(action="pitch.published", actor_kind="system").count() == 1


@pytest.mark.django_db(transaction=True)
def test_verification_event_publishes_what_waited() -> None:
    waiting = PitchFactory.create(state=S.IN_REVIEW, approved_at=clock.now())
    unread = PitchFactory.create(organization=waiting.organization, state=S.IN_REVIEW)
    with transaction.atomic():
        outbox.publish(OrganizationVerified(organization_id=waiting.organization_id, at=clock.now()))
    drain_outbox(now=clock.now())

    found = dict(Pitch.objects.values_list("pk", "state"))
    assert found == {waiting.pk: S.PUBLISHED, unread.pk: S.IN_REVIEW}


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (states.submit_pitch, S.PUBLISHED),
        (states.pause_pitch, S.DRAFT),
        (states.resume_pitch, S.PUBLISHED),
        (states.close_pitch, S.CLOSED),
        (states.reopen_pitch, S.PUBLISHED),
        (states.confirm_pitch, S.DRAFT),
    ],
)
def test_step_from_the_wrong_state_is_a_conflict_for_the_team_and_forbidden_to_others(
    step: Any, state: PitchState
) -> None:
    pitch = PitchFactory.create(state=state, published_at=clock.now())
    with pytest.raises(WrongState):
        step(actor=person_in(pitch.organization), pitch=pitch, now=clock.now())
    with pytest.raises(NotPermitted):
        step(actor=UserFactory.create(), pitch=pitch, now=clock.now())
    pitch.refresh_from_db()
    assert (pitch.state, pitch.version, AuditEntry.objects.count()) == (state, 1, 0)


def test_race_second_writer_with_the_version_it_read_is_refused() -> None:
    pitch = PitchFactory.create()
    owner, colleague = person_in(pitch.organization), person_in(pitch.organization, MemberRole.MEMBER)
    read_by_both = pitch.version
    pitches.update_pitch(actor=colleague, pitch=pitch, version=read_by_both, changes={"city": "广州"}, now=clock.now())

    with pytest.raises(StalePitch):
        pitches.update_pitch(actor=owner, pitch=pitch, version=read_by_both, changes={"city": "北京"}, now=clock.now())
    with pytest.raises(StalePitch):
        states.submit_pitch(actor=owner, pitch=pitch, now=clock.now(), version=read_by_both)

    pitch.refresh_from_db()
    assert (pitch.city, pitch.state, pitch.version) == ("广州", S.DRAFT, 2)


def test_race_negative_control_without_the_check_the_first_writers_words_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pitch = PitchFactory.create()
    owner, colleague = person_in(pitch.organization), person_in(pitch.organization, MemberRole.MEMBER)
    real = pitches.locked_pitch
    monkeypatch.setattr(pitches, "locked_pitch", lambda pitch_id, version=None: real(pitch_id))
    for actor, city in ((colleague, "广州"), (owner, "北京")):
        pitches.update_pitch(actor=actor, pitch=pitch, version=1, changes={"city": city}, now=clock.now())

    pitch.refresh_from_db()
    assert pitch.city == "北京"


def test_race_stale_object_cannot_repeat_a_step() -> None:
    """Both read a draft; the row under its lock decides, not what a writer holds in memory."""
    first = PitchFactory.create()
    second = Pitch.objects.get(pk=first.pk)
    owner = person_in(first.organization)
    states.submit_pitch(actor=owner, pitch=first, now=clock.now())

    with pytest.raises(WrongState):
        states.submit_pitch(actor=owner, pitch=second, now=clock.now())
    assert AuditEntry.objects.filter(action="pitch.submitted").count() == 1
