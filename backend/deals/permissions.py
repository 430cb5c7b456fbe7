"""Who may do what with pitches. A step's rule joins who acts (`STEP_ROLES`) with the states it starts from."""

from collections.abc import Mapping
from typing import Any

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core import clock
from backend.core.actors import Viewer
from backend.core.permissions import Predicate, add_rule, predicate
from backend.deals.enums import SELF_REPORTED, PitchState, ThesisState
from backend.organizations import selectors as organizations
from backend.organizations.enums import OrganizationKind, Origin, VerificationState
from backend.organizations.permissions import is_admin, is_firm, is_member, is_reader


def in_states(*states: PitchState) -> Predicate:
    """The pitch is in one of these states."""
    return predicate(lambda actor, obj=None: getattr(obj, "state", None) in states)


@predicate
def is_startup(actor: Viewer, obj: Any = None) -> bool:
    """An organization that may raise: a startup that is somebody's, not reference data."""
    return getattr(obj, "kind", None) == OrganizationKind.STARTUP and getattr(obj, "origin", None) == Origin.MEMBER


@predicate
def company_is_verified(actor: Viewer, obj: Any = None) -> bool:
    """The pitch's company is verified now; until then only team and reviewers see it."""
    company = getattr(obj, "organization", None)
    return company is not None and organizations.is_verified_now(company, clock.now())


@predicate
def is_verified_investor(actor: Viewer, obj: Any = None) -> bool:
    """Acts for at least one investment firm whose verification is in force."""
    return bool(is_person(actor)) and organizations.verified_firms_of(actor, clock.now()).exists()


@predicate
def is_approved(actor: Viewer, obj: Any = None) -> bool:
    """A reviewer found it good: what its team changes from now on waits for a reviewer too."""
    state = getattr(obj, "state", None)
    waits = state == PitchState.IN_REVIEW and getattr(obj, "approved_at", None) is not None
    return waits or state in (PitchState.PUBLISHED, PitchState.PAUSED)


@predicate
def has_revision(actor: Viewer, obj: Any = None) -> bool:
    """Changes of an approved pitch wait, handed in or not."""
    return getattr(obj, "revision", None) is not None


@predicate
def revision_is_handed_in(actor: Viewer, obj: Any = None) -> bool:
    revision = getattr(obj, "revision", None)
    return revision is not None and revision.submitted_at is not None


is_draft = in_states(PitchState.DRAFT)
is_published = in_states(PitchState.PUBLISHED)
is_closed = in_states(PitchState.CLOSED)
is_open_to_all = is_published & company_is_verified
_team = is_member | is_system
_lead = is_admin | is_system
# Nobody reviews the pitch of a company they belong to.
_reviewer = (is_operator & ~is_reader) | is_system

STEP_ROLES: Mapping[str, Predicate] = {
    "update_pitch": _team,
    "attach_deck": _team,
    "edit_team": _team,
    "confirm_pitch": _team,
    "submit_pitch": _team,
    "pause_pitch": _lead,
    "resume_pitch": _lead,
    "close_pitch": _lead,
    "reopen_pitch": _lead,
    "set_visibility": _lead,
    "grant_blocks": _lead,
    "submit_revision": _team,
    "withdraw_revision": _team,
    "decide_pitch": _reviewer,
    "decide_revision": _reviewer,
    "publish_pitch": _reviewer,
    "accept_nda": is_verified_investor & ~is_reader,
}
_STEP_STATES: Mapping[str, Predicate] = {
    "update_pitch": ~is_closed,
    "attach_deck": ~is_closed,
    "edit_team": ~is_closed,
    "confirm_pitch": ~is_closed & ~is_draft,
    "submit_pitch": is_draft,
    "pause_pitch": is_published,
    "resume_pitch": in_states(PitchState.PAUSED),
    "close_pitch": ~is_closed,
    "reopen_pitch": is_closed,
    "set_visibility": ~is_closed,
    "grant_blocks": ~is_closed,
    "submit_revision": is_approved & has_revision & ~revision_is_handed_in,
    "withdraw_revision": is_approved & has_revision,
    "decide_pitch": in_states(PitchState.IN_REVIEW) & ~is_approved,
    "decide_revision": is_approved & revision_is_handed_in,
    "publish_pitch": in_states(PitchState.IN_REVIEW) & company_is_verified,
    "accept_nda": is_open_to_all,
}
for _name, _role in STEP_ROLES.items():
    add_rule(f"deals.{_name}", _role & _STEP_STATES[_name])

add_rule("deals.create_pitch", _team & is_startup)
add_rule("deals.view_pitch", is_system | is_reader | (is_operator & ~is_draft) | is_open_to_all)
# Reads every block of a pitch it may see, whatever the team chose.
add_rule("deals.read_all_blocks", is_system | is_reader | (is_operator & ~is_draft))
add_rule("deals.view_grants", is_reader | is_operator | is_system)
add_rule("deals.belong_to_pitch", is_reader | is_system)


@predicate
def is_person_named(actor: Viewer, obj: Any = None) -> bool:
    """The actor is the person a team entry speaks of."""
    return actor.pk is not None and getattr(obj, "person_id", None) == actor.pk


add_rule("deals.confirm_role", is_person & is_person_named)

PITCH_ACTIONS = tuple(STEP_ROLES)

# Theses.


@predicate
def firm_is_verified(actor: Viewer, obj: Any = None) -> bool:
    """By state; the service compares the expiry with the clock."""
    firm = getattr(obj, "firm", None)
    return firm is not None and firm.verification_state == VerificationState.VERIFIED


_thesis_is_published = predicate(lambda actor, obj=None: getattr(obj, "state", None) == ThesisState.PUBLISHED)

add_rule("deals.create_thesis", _team & is_firm)
add_rule("deals.update_thesis", _team)
add_rule("deals.delete_thesis", _team)
add_rule("deals.publish_thesis", _team & ~_thesis_is_published & firm_is_verified)
add_rule("deals.pause_thesis", _team & _thesis_is_published)

# Past rounds and imports.


@predicate
def told_by_own_company(actor: Viewer, obj: Any = None) -> bool:
    """A round its company reported itself, and the actor works there."""
    return getattr(obj, "source", None) == SELF_REPORTED and is_member(actor, obj.company)


add_rule("deals.remove_round", told_by_own_company | is_operator | is_system)
add_rule("deals.run_imports", is_operator | is_system)
