"""The people of a pitch. What somebody's role is, only they can confirm."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import NotFound
from backend.core.permissions import require
from backend.deals.completeness import measure
from backend.deals.errors import PersonUnknown
from backend.deals.events import PitchChanged
from backend.deals.models import Pitch, PitchTeamMember
from backend.deals.permissions import is_approved
from backend.deals.selectors.pitches import stated_values
from backend.deals.selectors.revisions import working_team
from backend.deals.services.limits import require_room_for_person
from backend.deals.services.pitches import locked_pitch, require_step
from backend.deals.services.waiting import confirm_waiting_person, drop_person, keep_person
from backend.organizations.models import Membership


class MemberChanges(TypedDict, total=False):
    """`person` is the id of a member of the company, or None for somebody without an account."""

    name: str
    role: str
    background: str
    position: int
    person: UUID | None


@transaction.atomic
def add_team_member(*, actor: Actor, pitch: Pitch, changes: MemberChanges, now: datetime) -> PitchTeamMember:
    """Put a person on the pitch; on an approved one the entry waits for a reviewer.

    Raises NotPermitted, WrongState, TooManyPeople, PersonUnknown.
    """
    locked = locked_pitch(pitch.pk)
    require_step(actor, "edit_team", locked)
    require_room_for_person(len(working_team(locked)))
    member = PitchTeamMember(pitch=locked)
    _apply(member, changes)
    _keep(actor, locked, member)
    _tell(actor, "pitch.member_added", locked, member)
    return member


@transaction.atomic
def update_team_member(
    *, actor: Actor, member: PitchTeamMember, changes: MemberChanges, now: datetime
) -> PitchTeamMember:
    """Change a person's entry; a new name, role or account must be confirmed again. Raises as `add_team_member`."""
    locked = locked_pitch(member.pitch_id)
    require_step(actor, "edit_team", locked)
    fresh = _as_written(locked, member)
    before = (fresh.name, fresh.role, fresh.person_id)
    _apply(fresh, changes)
    if (fresh.name, fresh.role, fresh.person_id) != before:
        fresh.role_confirmed_at = None
    _keep(actor, locked, fresh)
    _tell(actor, "pitch.member_updated", locked, fresh)
    return fresh


@transaction.atomic
def remove_team_member(*, actor: Actor, member: PitchTeamMember, now: datetime) -> None:
    """Take a person off the pitch, at once in any state. Raises NotPermitted, WrongState."""
    locked = locked_pitch(member.pitch_id)
    require_step(actor, "edit_team", locked)
    fresh = _as_written(locked, member)
    drop_person(locked, fresh.pk, actor=actor)
    PitchTeamMember.objects.filter(pk=fresh.pk).delete()
    _tell(actor, "pitch.member_removed", locked, fresh)


@transaction.atomic
def confirm_role(*, actor: Actor, member: PitchTeamMember, now: datetime) -> PitchTeamMember:
    """The person themselves confirms the role written there. Raises NotPermitted for everybody else."""
    locked = locked_pitch(member.pitch_id)
    fresh = _as_written(locked, member)
    require(actor, "deals.confirm_role", fresh)
    if fresh.role_confirmed_at is None:
        fresh.role_confirmed_at = now
        if not confirm_waiting_person(locked, fresh.pk, now):
            fresh.save(update_fields=["role_confirmed_at", "updated_at"])
        _tell(actor, "pitch.role_confirmed", locked, fresh)
    return fresh


def _as_written(pitch: Pitch, member: PitchTeamMember) -> PitchTeamMember:
    """The entry as the team reads it now, approved or waiting; the pitch's lock holds both."""
    found = next((one for one in working_team(pitch) if one.pk == member.pk), None)
    if found is None:
        raise NotFound
    return found


def _keep(actor: Actor, pitch: Pitch, member: PitchTeamMember) -> None:
    if is_approved(actor, pitch):
        keep_person(pitch, member, actor=actor)
    else:
        member.save()


def _apply(member: PitchTeamMember, changes: MemberChanges) -> None:
    values = dict(changes)
    if "person" in values:
        person_id = values.pop("person")
        member.person = None if person_id is None else _member_of_company(member.pitch, person_id)
    for name, value in values.items():
        setattr(member, name, value)


def _member_of_company(pitch: Pitch, person_id: Any) -> User:
    membership = (
        Membership.objects.filter(organization=pitch.organization_id, person=person_id).select_related("person").first()
    )
    if membership is None:
        raise PersonUnknown(fields={"person": [PersonUnknown.message]})
    return membership.person


def _tell(actor: Actor, action: str, pitch: Pitch, member: PitchTeamMember) -> None:
    percent = measure(stated_values(pitch)).percent
    Pitch.objects.filter(pk=pitch.pk).update(completeness=percent)
    audit.record(actor, action, pitch, organizations=[pitch.organization_id], member=str(member.pk))
    outbox.publish(PitchChanged(pitch_id=pitch.pk))
