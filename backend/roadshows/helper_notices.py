"""What a host, and who helps with its event, are told of each other. The words are made when they are read."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.db.models import Q

from backend.accounts.models import User
from backend.core.languages import text
from backend.notifications.kinds import Kind, Message, StillAllowed, register
from backend.organizations import selectors as organizations
from backend.roadshows.enums import HelperRole, HelperState
from backend.roadshows.models import EventHelper
from backend.roadshows.notices import named
from backend.roadshows.selectors.events import events_paid_to
from backend.roadshows.selectors.helping import invitations_of
from backend.roadshows.wording import begin_of

HELPER_INVITED = "roadshows.helper_invited"
HELPER_ACCEPTED = "roadshows.helper_accepted"
HELPER_DECLINED = "roadshows.helper_declined"
HELPER_LEFT = "roadshows.helper_left"
HELPER_ENDED = "roadshows.helper_ended"

ROLES = {
    HelperRole.CO_HOST: text("共同主办", "co-host"),
    HelperRole.DESK: text("接待", "desk"),
    HelperRole.CHECK_IN: text("签到", "check-in"),
}


def name_of(row: EventHelper) -> str:
    """Of the organization or the person; of a person who said no, whom the host only knows by address, that."""
    if row.organization is not None:
        return row.organization.display_name
    return row.person.display_name if row.person is not None else row.email


def _invited(person: User, ids: Collection[UUID]) -> Mapping[UUID, EventHelper]:
    return invitations_of(person).in_bulk(list(ids))


def _tell_invited(row: EventHelper) -> Message:
    said = str(text("{host} 请您协办活动", "{host} asks for your help with an event"))
    wish = text("{event}，{when}。角色：{role}。请接受或谢绝。", "{event}, {when}. Role: {role}. Please say yes or no.")
    words = named(wish, row.event, when=begin_of(row.event), role=str(ROLES[HelperRole(row.role)]))
    return Message(said.format(host=row.event.organization.display_name), words, "/org")


def _of_host(state: HelperState) -> StillAllowed:
    def still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, EventHelper]:
        """As it stands now, for the host's own people."""
        rows = EventHelper.objects.filter(state=state, event__in=events_paid_to(person).values("pk"))
        return rows.select_related("event", "organization", "person").in_bulk(list(ids))

    return still_allowed


def _tell(sentence: object) -> Callable[[EventHelper], Message]:
    def render(row: EventHelper) -> Message:
        title = named(sentence, row.event, name=name_of(row))
        role = str(text("角色：{role}", "Role: {role}")).format(role=str(ROLES[HelperRole(row.role)]))
        return Message(title, role, f"/org/events/{row.event_id}?tab=team")

    return render


def _ended(person: User, ids: Collection[UUID]) -> Mapping[UUID, EventHelper]:
    """Who helped, or administers the organization that did."""
    theirs = Q(person=person) | Q(organization__in=organizations.administered_by(person))
    rows = EventHelper.objects.filter(theirs, state=HelperState.ENDED, answered_at__isnull=False)
    return rows.select_related("event").in_bulk(list(ids))


def _tell_ended(row: EventHelper) -> Message:
    title = named(text("您对活动{event}的协办已结束", "You no longer help with {event}"), row.event)
    return Message(title, str(text("主办方已收回相关权限。", "Its host has taken the rights back.")), "/org")


_ACCEPTED = text("{name} 已接受协办活动{event}", "{name} helps with {event}")
_DECLINED = text("{name} 谢绝协办活动{event}", "{name} declined to help with {event}")
_LEFT = text("{name} 已退出协办活动{event}", "{name} no longer helps with {event}")
for _kind in (
    Kind(HELPER_INVITED, "hosting", _invited, _tell_invited),
    Kind(HELPER_ACCEPTED, "hosting", _of_host(HelperState.ACCEPTED), _tell(_ACCEPTED)),
    Kind(HELPER_DECLINED, "hosting", _of_host(HelperState.DECLINED), _tell(_DECLINED)),
    Kind(HELPER_LEFT, "hosting", _of_host(HelperState.ENDED), _tell(_LEFT)),
    Kind(HELPER_ENDED, "hosting", _ended, _tell_ended),
):
    register(_kind)
