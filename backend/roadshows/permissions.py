"""Who may do what with events. A step's rule joins who acts (`STEP_ROLES`) with the states it starts from."""

from collections.abc import Mapping
from typing import Any

from backend.accounts.permissions import is_operator, is_system
from backend.core import clock
from backend.core.actors import Viewer
from backend.core.permissions import Predicate, add_rule, predicate
from backend.organizations import selectors as organizations
from backend.organizations.enums import OrganizationKind, Origin
from backend.organizations.permissions import is_admin, is_member, is_reader
from backend.roadshows.enums import SHOWN_STATES, EventState


def in_states(*states: EventState) -> Predicate:
    """The event is in one of these states."""
    return predicate(lambda actor, obj=None: getattr(obj, "state", None) in states)


@predicate
def is_host(actor: Viewer, obj: Any = None) -> bool:
    """An organization that may host, or the one of an event: verified now, somebody's, and no startup."""
    host = getattr(obj, "organization", obj)
    if getattr(host, "origin", None) != Origin.MEMBER or host.kind == OrganizationKind.STARTUP:
        return False
    return organizations.is_verified_now(host, clock.now())


@predicate
def works_for_pitch(actor: Viewer, obj: Any = None) -> bool:
    """Member or above of the company whose pitch an agenda item names."""
    pitch = getattr(obj, "pitch", None)
    return pitch is not None and is_member(actor, pitch)


is_draft = in_states(EventState.DRAFT)
is_open = in_states(EventState.PUBLISHED, EventState.LIVE)
_team = is_member | is_system
# Nobody reviews the event of an organization they belong to.
_reviewer = (is_operator & ~is_reader) | is_system

STEP_ROLES: Mapping[str, Predicate] = {
    "update_event": _team,
    "edit_agenda": _team,
    "submit_event": _team,
    "withdraw_event": _team,
    "cancel_event": is_admin | is_system,
    "begin_event": _team,
    "end_event": _team,
    "run_stage": _team,
    "manage_vouchers": _team,
    "decide_registrations": _team,
    "run_door": _team,
    "import_guests": _team,
    "decide_event": _reviewer,
}
_STEP_STATES: Mapping[str, Predicate] = {
    "update_event": in_states(EventState.DRAFT, EventState.PUBLISHED),
    "edit_agenda": in_states(EventState.DRAFT, EventState.PUBLISHED),
    "submit_event": is_draft & is_host,
    "withdraw_event": in_states(EventState.UNDER_REVIEW),
    "cancel_event": in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE),
    "begin_event": in_states(EventState.PUBLISHED),
    "end_event": in_states(EventState.LIVE),
    "run_stage": in_states(EventState.LIVE),
    "manage_vouchers": in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE),
    "decide_registrations": in_states(EventState.PUBLISHED, EventState.LIVE),
    # A door is set up before the evening, and what it did wrong is set right after it.
    "run_door": in_states(EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE, EventState.ENDED),
    "import_guests": is_open,
    "decide_event": in_states(EventState.UNDER_REVIEW),
}
for _name, _role in STEP_ROLES.items():
    add_rule(f"roadshows.{_name}", _role & _STEP_STATES[_name])

add_rule("roadshows.create_event", _team & is_host)
# Names and contacts of guests are for those who work for the host, not for its readers and not for the street.
add_rule("roadshows.view_registrations", _team)
add_rule("roadshows.manage_waiting_list", _team)
# In any state: what a door decided without the net is told even when the event was called off meanwhile.
add_rule("roadshows.keep_door", _team)
# What was called off or is over may be written about too; of what nobody could register for there is nobody to write to.
add_rule("roadshows.mail_guests", _team & in_states(*SHOWN_STATES))
add_rule("roadshows.belong_to_event", is_reader | is_system)
add_rule("roadshows.confirm_slot", works_for_pitch | is_system)

EVENT_ACTIONS = (*STEP_ROLES, "view_registrations", "mail_guests", "manage_waiting_list")
