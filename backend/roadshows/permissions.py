"""Who may do what with events. A step's rule joins who acts (`STEP_ROLES`) with the states it starts from."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core import clock
from backend.core.actors import Viewer
from backend.core.permissions import Predicate, add_rule, predicate
from backend.organizations import selectors as organizations
from backend.organizations.enums import OrganizationKind, Origin
from backend.organizations.permissions import is_admin, is_member, is_reader
from backend.roadshows.enums import SHOWN_STATES, WITH_MINUTES, EventState, EventVisibility, HelperRole, HelperState

_HELP = "roadshows.help"


def in_states(*states: EventState) -> Predicate:
    """The event is in one of these states."""
    return predicate(lambda actor, obj=None: getattr(obj, "state", None) in states)


@predicate
def is_for_invited(actor: Viewer, obj: Any = None) -> bool:
    """The event is for those who were invited to it."""
    return getattr(obj, "visibility", None) == EventVisibility.INVITED


@predicate
def leaves_minutes(actor: Viewer, obj: Any = None) -> bool:
    """The event is of a preset of which minutes are kept."""
    return getattr(obj, "preset", None) in WITH_MINUTES


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


def help_by(actor: Viewer) -> Q:
    """Accepted helpers that are the person, or an organization the person acts for; nobody else is one."""
    if not is_person(actor):
        return Q(pk__in=[])
    return Q(state=HelperState.ACCEPTED) & (Q(person=actor.pk) | Q(organization__in=organizations.worked_for(actor)))


def roles_as_helper(actor: Viewer) -> Mapping[UUID, frozenset[str]]:
    """Event id → in which roles a person helps its host; empty for anybody else. One query, remembered in a request."""
    if not is_person(actor):
        return {}
    memo: dict[str, Any] | None = getattr(actor, "memo", None)
    if memo is not None and _HELP in memo:
        remembered: Mapping[UUID, frozenset[str]] = memo[_HELP]
        return remembered
    found: dict[UUID, frozenset[str]] = {}
    rows = apps.get_model("roadshows", "EventHelper")._default_manager.filter(help_by(actor))
    for event_id, role in rows.values_list("event_id", "role"):
        found[event_id] = found.get(event_id, frozenset()) | {role}
    if memo is not None:
        memo[_HELP] = found
    return found


def forget_help(actor: Viewer) -> None:
    """After an answer or an end of the actor's own: the rest of the request must see it."""
    memo: dict[str, Any] | None = getattr(actor, "memo", None)
    if memo is not None:
        memo.pop(_HELP, None)


def helps_as(*roles: HelperRole) -> Predicate:
    """Helps the host of the event in one of these roles."""

    def helps(actor: Viewer, obj: Any = None) -> bool:
        event_id: UUID | None = getattr(obj, "pk", None)
        return event_id is not None and not roles_as_helper(actor).get(event_id, frozenset()).isdisjoint(roles)

    return predicate(helps)


@predicate
def hosts_the_event(actor: Viewer, obj: Any = None) -> bool:
    """Member or above of the host of the event that a helper is of."""
    event = getattr(obj, "event", None)
    return event is not None and is_member(actor, event)


@predicate
def is_own_help(actor: Viewer, obj: Any = None) -> bool:
    """The helper is the person."""
    return actor.pk is not None and getattr(obj, "person_id", None) == actor.pk


@predicate
def is_one_person(actor: Viewer, obj: Any = None) -> bool:
    """A person is asked to help and not an organization; they have the link, or have proved its address."""
    return is_person(actor) and getattr(obj, "organization_id", None) is None


is_draft = in_states(EventState.DRAFT)
is_open = in_states(EventState.PUBLISHED, EventState.LIVE)
# The host's own people; with those who host beside them; with those at its desk; with those who stand at a door.
_team = is_member | is_system
_hosts = _team | helps_as(HelperRole.CO_HOST)
_desk = _hosts | helps_as(HelperRole.DESK)
_door = _desk | helps_as(HelperRole.CHECK_IN)
# Nobody reviews the event of an organization they belong to, or one they help with.
_reviewer = (is_operator & ~is_reader & ~helps_as(*HelperRole)) | is_system

STEP_ROLES: Mapping[str, Predicate] = {
    "update_event": _hosts,
    # What a place costs, how it is paid and until when that is paid back.
    "edit_money_terms": _team,
    "edit_agenda": _hosts,
    "release_agenda": _hosts,
    "manage_decks": _hosts,
    "submit_event": _hosts,
    "withdraw_event": _hosts,
    "cancel_event": is_admin | is_system,
    "begin_event": _hosts,
    "end_event": _hosts,
    "run_stage": _hosts,
    "manage_vouchers": _hosts,
    # A code that lowers a price is money given away.
    "give_discounts": _team,
    "decide_registrations": _hosts,
    "run_door": _desk,
    "import_guests": _hosts,
    # Rights are given by whose event it is.
    "invite_helpers": _team,
    # A copy is an event of the host's own.
    "clone_event": _team,
    "make_series": _team,
    "invite_guests": _hosts,
    "write_minutes": _hosts,
    "decide_event": _reviewer,
}
_STEP_STATES: Mapping[str, Predicate] = {
    "update_event": in_states(EventState.DRAFT, EventState.PUBLISHED),
    "edit_money_terms": in_states(EventState.DRAFT, EventState.PUBLISHED),
    "edit_agenda": in_states(EventState.DRAFT, EventState.PUBLISHED),
    # Before, nobody sees an agenda; later it stands still.
    "release_agenda": in_states(EventState.PUBLISHED),
    "manage_decks": in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE),
    "submit_event": is_draft & is_host,
    "withdraw_event": in_states(EventState.UNDER_REVIEW),
    "cancel_event": in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE),
    "begin_event": in_states(EventState.PUBLISHED),
    "end_event": in_states(EventState.LIVE),
    "run_stage": in_states(EventState.LIVE),
    "manage_vouchers": in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE),
    "give_discounts": in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE),
    "decide_registrations": in_states(EventState.PUBLISHED, EventState.LIVE),
    # A door is set up before the evening, and what it did wrong is set right after it.
    "run_door": in_states(EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE, EventState.ENDED),
    "import_guests": is_open,
    "invite_helpers": in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE),
    "clone_event": in_states(*EventState),
    "make_series": in_states(EventState.DRAFT, EventState.PUBLISHED),
    "invite_guests": is_open & is_for_invited,
    "write_minutes": in_states(EventState.ENDED) & leaves_minutes,
    "decide_event": in_states(EventState.UNDER_REVIEW),
}
for _name, _role in STEP_ROLES.items():
    add_rule(f"roadshows.{_name}", _role & _STEP_STATES[_name])

# What may be done in any state.
ALWAYS: Mapping[str, Predicate] = {
    # Names and contacts of guests are for those who work for the host, not for its readers and not for the street.
    "view_registrations": _desk,
    "export_registrations": _hosts,
    # What stands beside the guests and is not for helpers at the desk: who is invited, minutes in draft, decks.
    "read_hosts_own": _hosts,
    "view_figures": _hosts,
    "view_money": _team,
    # Codes, and the lists of who may have a kind of ticket.
    "view_vouchers": _hosts,
    "view_helpers": _hosts,
    # Views serve all events of a host.
    "keep_guest_views": _team,
    "write_decision_letters": _hosts,
    "manage_waiting_list": _hosts,
    # What a door decided without the net is told even when the event was called off meanwhile.
    "keep_door": _door,
}
for _name, _role in ALWAYS.items():
    add_rule(f"roadshows.{_name}", _role)

add_rule("roadshows.create_event", _team & is_host)
# What was called off or is over may be written about too; of what nobody could register for there is nobody to write to.
add_rule("roadshows.mail_guests", _desk & in_states(*SHOWN_STATES))
add_rule("roadshows.belong_to_event", is_reader | is_system | helps_as(HelperRole.CO_HOST))
add_rule("roadshows.confirm_slot", works_for_pitch | is_system)
add_rule("roadshows.deliver_deck", works_for_pitch | is_system)
# Of a helper: an organization's administrators answer for it, and either side ends it.
add_rule("roadshows.answer_helper", is_admin | is_one_person)
add_rule("roadshows.end_helper", hosts_the_event | is_own_help | is_admin)

EVENT_ACTIONS = (*STEP_ROLES, *ALWAYS, "mail_guests")
