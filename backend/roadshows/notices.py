"""What people are told about events: hosts, companies asked to pitch, and those who hold a ticket.

The words are made when they are read. Whoever holds a ticket is written to at its contact as well (`telling`), account
or not; so their kinds are shown in the app alone.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q

from backend.accounts.models import User
from backend.accounts.permissions import is_operator
from backend.core import clock
from backend.core.languages import text
from backend.notifications.enums import Channel
from backend.notifications.kinds import Group, Kind, Message, StillAllowed, register, register_group
from backend.roadshows.enums import HEARS_OF_EVENT, EventState, RegistrationState
from backend.roadshows.models import AgendaItem, Event, Registration
from backend.roadshows.selectors.events import events_paid_to, events_worked_for, slots_of
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.tickets import secret_of
from backend.roadshows.wording import begin_of, place_of, span_of, title_of

EVENT_PUBLISHED = "roadshows.event_published"
EVENT_SENT_BACK = "roadshows.event_sent_back"
SLOT_ASKED = "roadshows.slot_asked"
SLOT_ACCEPTED = "roadshows.slot_accepted"
SLOT_DECLINED = "roadshows.slot_declined"
EVENT_CALLED_OFF = "roadshows.event_called_off"
EVENT_MOVED = "roadshows.event_moved"
TICKET_ADOPTED = "roadshows.ticket_adopted"
REFUND_FAILED = "roadshows.refund_failed"
SEATS_MISCOUNTED = "roadshows.seats_miscounted"
DOOR_CONFLICT = "roadshows.door_conflict"

_QUOTED = text("「{title}」", "“{title}”")


def named(sentence: object, event: Event, **values: str) -> str:
    """A sentence with the title of the event in quotes where it says `{event}`."""
    return str(sentence).format(event=str(_QUOTED).format(title=title_of(event)), **values)


def _desk(event_id: UUID, tab: str = "") -> str:
    return f"/org/events/{event_id}?tab={tab}" if tab else f"/org/events/{event_id}"


def _published(person: User, ids: Collection[UUID]) -> Mapping[UUID, Event]:
    shown = (EventState.PUBLISHED, EventState.LIVE, EventState.ENDED)
    return events_worked_for(person).filter(state__in=shown).in_bulk(list(ids))


def _tell_published(row: Event) -> Message:
    title = named(text("活动{event}已通过审核并发布", "Your event {event} was approved and published"), row)
    return Message(title, str(text("现在可以报名了。", "People can register now.")), _desk(row.pk))


def _sent_back(person: User, ids: Collection[UUID]) -> Mapping[UUID, Event]:
    """Until it is handed in again."""
    rows = events_worked_for(person).filter(state=EventState.DRAFT).exclude(review_reason="")
    return rows.in_bulk(list(ids))


def _tell_sent_back(row: Event) -> Message:
    title = named(text("活动{event}未通过审核", "Your event {event} was sent back"), row)
    said = text(
        "审核意见：{reason}\n修改后可再次提交。", "The reviewer says: {reason}\nChange it and hand it in again."
    )
    return Message(title, str(said).format(reason=row.review_reason), _desk(row.pk))


def _asked(person: User, ids: Collection[UUID]) -> Mapping[UUID, AgendaItem]:
    """Slots of the person's companies, in events still to come, that nobody has answered."""
    return slots_of(person).filter(is_confirmed=False, answered_at=None).in_bulk(list(ids))


def _tell_asked(row: AgendaItem) -> Message:
    company = row.pitch.organization.display_name if row.pitch else ""
    names = {"host": row.event.organization.display_name, "company": company}
    title = str(text("{host} 邀请 {company} 路演", "{host} asks {company} to pitch")).format(**names)
    wish = text("{event}，{when}。请确认或谢绝。", "{event}, {when}. Please accept or decline.")
    return Message(title, named(wish, row.event, when=begin_of(row.event)), "/events")


def _answered(*, yes: bool) -> StillAllowed:
    def still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, AgendaItem]:
        """The answer as it stands now, for those who work for the host of an event that was not called off."""
        rows = AgendaItem.objects.filter(pitch__isnull=False, answered_at__isnull=False, is_confirmed=yes)
        rows = rows.filter(event__in=events_worked_for(person).exclude(state=EventState.CANCELLED).values("pk"))
        return rows.select_related("event").in_bulk(list(ids))

    return still_allowed


def _tell_answer(row: AgendaItem) -> Message:
    """By the line's own title: the company's name is shown only where its pitch may be read."""
    yes = text("“{slot}”的路演已获企业确认", "The company will pitch “{slot}”")
    no = text("“{slot}”的路演被企业谢绝", "The company declined to pitch “{slot}”")
    title = str(yes if row.is_confirmed else no).format(slot=row.title)
    return Message(title, named(text("活动{event}", "Event {event}"), row.event), _desk(row.event_id, "agenda"))


def _hosted(person: User, ids: Collection[UUID]) -> Mapping[UUID, Event]:
    return events_worked_for(person).in_bulk(list(ids))


def _paid_to(person: User, ids: Collection[UUID]) -> Mapping[UUID, Event]:
    """Money is told to whom it belongs."""
    return events_paid_to(person).in_bulk(list(ids))


def _tell_refund_failed(row: Event) -> Message:
    title = named(text("活动{event}有一笔退款失败", "A refund of {event} did not go through"), row)
    said = text(
        "支付通道拒绝了这笔退款，请重试，或另行退还后登记。",
        "The payment service refused it. Try it again, or give the money back another way and write it down.",
    )
    return Message(title, str(said), "/org/orders?refund_failed=true")


def _wrong(person: User, ids: Collection[UUID]) -> Mapping[UUID, Event]:
    """Still so: what has been mended is no news."""
    wrong = {one.event_id for one in miscounted(ids)} if is_operator(person) else set()
    return Event.objects.in_bulk(list(wrong))


def _tell_wrong(row: Event) -> Message:
    title = named(text("活动{event}的名额计数有误", "The seats of {event} are miscounted"), row)
    said = text(
        "已占用名额与实际报名不符。请运行 prove_seats --repair 修正。",
        "The count is not that of the people who hold them. Run prove_seats --repair.",
    )
    return Message(title, str(said), "/operator")


def _tell_door_conflict(row: Event) -> Message:
    title = named(text("活动{event}的签到有冲突", "Check-ins of {event} are in conflict"), row)
    said = text(
        "断网时有票被重复放行，或放行后发现无效。请在“签到记录”中查看。",
        "While a phone was offline a ticket was let in that was used or not valid. See what the doors read.",
    )
    return Message(title, str(said), _desk(row.pk, "door"))


def _held(*states: EventState) -> StillAllowed:
    def still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, Registration]:
        """By event, a ticket the person holds for it; an event that moved is news until it is over."""
        rows = Registration.objects.filter(person=person, event__in=ids, state__in=HEARS_OF_EVENT)
        rows = rows.filter(Q(event__state=EventState.CANCELLED) | Q(event__ends_at__gt=clock.now()))
        rows = rows.filter(event__state__in=states).select_related("event").order_by("id")
        return {row.event_id: row for row in rows}

    return still_allowed


def _adopted(person: User, ids: Collection[UUID]) -> Mapping[UUID, Registration]:
    """A ticket that is the person's since, as long as it is good for something."""
    rows = Registration.objects.filter(person=person, adopted_at__isnull=False, state=RegistrationState.CONFIRMED)
    rows = rows.filter(event__state__in=(EventState.PUBLISHED, EventState.LIVE), event__ends_at__gt=clock.now())
    return rows.select_related("event").in_bulk(list(ids))


def _ticket(row: Registration) -> str:
    return f"/me/tickets/{secret_of(row.pk)}"


def _tell_called_off(row: Registration) -> Message:
    title = named(text("您报名的{event}已取消", "{event}, for which you registered, was cancelled"), row.event)
    said = str(text("原因：{reason}", "Reason: {reason}")).format(reason=row.event.cancel_reason)
    return Message(title, said, _ticket(row))


def _tell_moved(row: Registration) -> Message:
    title = named(text("您报名的{event}时间或地点有变", "{event}: its time or place has changed"), row.event)
    said = str(text("时间：{when}\n地点：{where}", "When: {when}\nWhere: {where}"))
    return Message(title, said.format(when=span_of(row.event), where=place_of(row.event)), _ticket(row))


def _tell_adopted(row: Registration) -> Message:
    title = named(
        text("您报名{event}的票券已归入您的账号", "Your ticket for {event} is in your account now"), row.event
    )
    said = text(
        "报名时使用的联系方式与您账号已验证的一致。时间：{when}",
        "It was registered with a contact that your account has proved. When: {when}",
    )
    return Message(title, str(said).format(when=span_of(row.event)), _ticket(row))


register_group(Group("hosting", text("我主办的活动", "Events I host")))
register_group(Group("seats", text("名额核对", "Checks of the seats"), is_for=is_operator))
register_group(Group("slots", text("路演邀请", "Invitations to pitch")))
_IN_APP = frozenset({Channel.IN_APP})
register_group(Group("tickets", text("我报名的活动", "Events I registered for"), _IN_APP, channels=_IN_APP))
for _kind in (
    Kind(EVENT_PUBLISHED, "hosting", _published, _tell_published),
    Kind(EVENT_SENT_BACK, "hosting", _sent_back, _tell_sent_back),
    Kind(SLOT_ACCEPTED, "hosting", _answered(yes=True), _tell_answer),
    Kind(SLOT_DECLINED, "hosting", _answered(yes=False), _tell_answer),
    Kind(REFUND_FAILED, "hosting", _paid_to, _tell_refund_failed, is_urgent=True),
    Kind(SEATS_MISCOUNTED, "seats", _wrong, _tell_wrong, is_urgent=True),
    Kind(DOOR_CONFLICT, "hosting", _hosted, _tell_door_conflict, is_urgent=True),
    Kind(SLOT_ASKED, "slots", _asked, _tell_asked),
    Kind(EVENT_CALLED_OFF, "tickets", _held(EventState.CANCELLED), _tell_called_off, is_urgent=True),
    Kind(EVENT_MOVED, "tickets", _held(EventState.PUBLISHED, EventState.LIVE), _tell_moved, is_urgent=True),
    Kind(TICKET_ADOPTED, "tickets", _adopted, _tell_adopted),
):
    register(_kind)
