"""What hosts, companies, reviewers and guests do around an event, and whom it tells.

The firm hosts, the startup is asked to pitch, and the outsider holds a ticket. One of the startup's people had one and
gave it back, and a guest without an account holds another. Where a list is waited on, the outsider does.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.accounts.events import ContactProved
from backend.core import clock, outbox
from backend.core.ids import new_id
from backend.payments.events import RefundFailed
from backend.payments.models import Order
from backend.roadshows.enums import CheckInKind, CheckInSource, HelperRole, HookKind
from backend.roadshows.events import ApprovalAsked, PlaceFreed
from backend.roadshows.models import AgendaItem, Event, EventHelper, FinalDeck, Quota, WaitlistEntry
from backend.roadshows.selectors.door import device_keeper
from backend.roadshows.services import (
    agenda,
    check_ins,
    deck_reminders,
    event_states,
    events,
    final_decks,
    helping,
    paying,
    proving,
    releasing,
)
from backend.roadshows.services.waiting import desk, line
from backend.webhooks.services import endpoints, sending
from tests.factories.deals import PitchFactory
from tests.factories.files import DeckFileFactory
from tests.factories.payments import OrderFactory
from tests.factories.roadshows import (
    AgendaItemFactory,
    CheckInDeviceFactory,
    EventFactory,
    EventHelperFactory,
    RegistrationFactory,
    WaitingFactory,
)
from tests.support.street import Street, Told

TEAM = {"startup owner", "startup admin", "startup member"}
HOSTS = {"firm owner", "firm admin", "firm member"}
HOLDER = {"outsider"}
GUEST = "guest-without-account@example.com"


def an_event(street: Street, **fields: Any) -> Event:
    found: Event = EventFactory.create(organization=street.firm, title="投资人之夜", **fields)
    return found


def a_slot(street: Street, event: Event, **fields: Any) -> AgendaItem:
    pitch = PitchFactory.create(organization=street.startup, published=True)
    found: AgendaItem = AgendaItemFactory.create(event=event, kind="pitch", title="触觉传感器", pitch=pitch, **fields)
    return found


def sold(street: Street) -> Event:
    event = an_event(street, published=True)
    RegistrationFactory.create(event=event, person=street.people["outsider"], email="outsider@example.com")
    gone = {"state": "cancelled", "cancelled_at": clock.now()}
    RegistrationFactory.create(event=event, person=street.people["startup reader"], **gone)
    RegistrationFactory.create(event=event, email=GUEST)
    return event


def submit(street: Street, event: Event | None = None) -> Event:
    event = event or an_event(street)
    actor = street.people["firm member"]
    return event_states.submit_event(actor=actor, event=event, edition=event.edition, now=clock.now())


def decide(street: Street, *, approve: bool) -> None:
    event = an_event(street, state="under_review", submitted_at=clock.now())
    event_states.decide_event(
        actor=street.operator,
        event=event,
        approve=approve,
        reason="" if approve else "请补充嘉宾",
        edition=str(event.edition),
        now=clock.now(),
    )


def agenda_line(item: AgendaItem, **changes: Any) -> agenda.AgendaLine:
    names = ("kind", "title", "title_en", "speaker", "room", "minutes", "begins_after", "pitch_id")
    return {"id": item.pk, **{name: getattr(item, name) for name in names}, **changes}  # type: ignore[typeddict-item]


def rewrite(street: Street, event: Event, *lines: agenda.AgendaLine) -> None:
    actor, edition = street.people["firm member"], Event.objects.get(pk=event.pk).edition
    agenda.replace_agenda(actor=actor, event=event, edition=edition, lines=lines, now=clock.now())


def ask(street: Street) -> None:
    """In an event that was published already, by a line that says something new."""
    event = an_event(street, published=True)
    slot = a_slot(street, event, is_confirmed=True, answered_at=clock.now())
    rewrite(street, event, agenda_line(slot, title="新一代触觉传感器"))


def release(street: Street, event: Event, note: str = "") -> None:
    actor, edition = street.people["firm member"], Event.objects.get(pk=event.pk).edition
    releasing.release_agenda(actor=actor, event=event, edition=edition, note=note, now=clock.now())


def change_the_agenda(street: Street) -> None:
    """Of an event somebody registered for: another line, which is out."""
    event = sold(street)
    AgendaItemFactory.create(event=event, title="圆桌讨论", is_out=False)
    release(street, event)


def answer(street: Street, *, accepts: bool) -> None:
    slot = a_slot(street, an_event(street, published=True))
    actor = street.people["startup member"]
    agenda.answer_slot(actor=actor, item=slot, accepts=accepts, shows_deck=False, now=clock.now())


def a_promised_slot(street: Street, **fields: Any) -> AgendaItem:
    """The startup said yes long ago, to an event that asks for its deck."""
    long_ago = clock.now() - timedelta(days=3)
    event = an_event(street, published=True, **{"decks_asked_at": long_ago} | fields)
    return a_slot(street, event, is_confirmed=True, answered_at=long_ago)


def ask_for_decks(street: Street) -> None:
    event = a_promised_slot(street).event
    due_at, actor = clock.now() + timedelta(days=2), street.people["firm member"]
    final_decks.ask_for_decks(actor=actor, event=event, edition=event.edition, due_at=due_at, now=clock.now())


def remind_of_decks(street: Street) -> None:
    a_promised_slot(street, decks_due_at=clock.now() + timedelta(hours=5))
    deck_reminders.remind_decks(now=clock.now())


def bring_a_deck(street: Street) -> None:
    slot = a_promised_slot(street, decks_due_at=clock.now() + timedelta(days=2))
    person = street.people["startup member"]
    file = DeckFileFactory.create(uploaded_by=person)
    final_decks.deliver_deck(actor=person, slot=slot, file_id=file.pk, host_may_download=False, now=clock.now())


def reopen_a_deck(street: Street) -> None:
    slot = a_promised_slot(street, decks_due_at=clock.now() - timedelta(hours=1))
    assert slot.pitch is not None
    file = DeckFileFactory.create()
    FinalDeck.objects.create(event=slot.event, pitch=slot.pitch, file=file, delivered_at=clock.now())
    final_decks.reopen_deck(actor=street.people["firm member"], slot=slot, now=clock.now())


def call_off(street: Street, event: Event | None = None) -> None:
    event = event or sold(street)
    event_states.cancel_event(
        actor=street.people["firm admin"], event=event, edition=event.edition, reason="台风", now=clock.now()
    )


def move(street: Street, event: Event | None = None, *, days: int = 1, **changes: Any) -> Event:
    event = event or sold(street)
    later = timedelta(days=days)
    moved: Any = changes or {"starts_at": event.starts_at + later, "ends_at": event.ends_at + later}
    actor = street.people["firm member"]
    return events.update_event(actor=actor, event=event, edition=event.edition, changes=moved, now=clock.now())


def fail_a_refund(street: Street) -> None:
    """The gateway will not give the money of a ticket back."""
    row = RegistrationFactory.create(event=an_event(street, published=True))
    order: Order = OrderFactory.create(payee=street.firm, subject_kind=paying.SUBJECT, subject_id=row.pk)
    outbox.publish(RefundFailed(order_id=order.pk, refund_id=new_id()))


def miscount(street: Street) -> None:
    """The seats of an event are counted wrong, and somebody looks."""
    Quota.objects.filter(event=an_event(street, published=True)).update(taken=1)
    proving.look(now=clock.now())


def let_in_twice(street: Street) -> None:
    """By two phones without the net."""
    row = RegistrationFactory.create(event=an_event(street, published=True))
    for device in CheckInDeviceFactory.create_batch(2, event=row.event):
        keeper = device_keeper(device, row.event_id)
        scan = check_ins.Scan(new_id(), CheckInKind.ENTRY, CheckInSource.OFFLINE, clock.now(), registration=row.pk)
        check_ins.check_in(keeper=keeper, list_id=keeper.lists[0].pk, scans=[scan], now=clock.now())


def prove(street: Street) -> None:
    """The contact of a ticket that a guest registered for."""
    person = street.people["outsider"]
    RegistrationFactory.create(event=an_event(street, published=True), email=person.email)
    outbox.publish(ContactProved(person_id=person.pk))


def in_line(street: Street, **fields: Any) -> WaitlistEntry:
    """The outsider waits for the one place of an event, or it is kept for them."""
    event = an_event(street, published=True, quota__capacity=1)
    outsider = street.people["outsider"]
    found: WaitlistEntry = WaitingFactory.create(event=event, person=outsider, email="outsider@example.com", **fields)
    return found


def free_a_place(street: Street) -> None:
    outbox.publish(PlaceFreed(event_id=in_line(street).event_id))


def let_an_offer_expire(street: Street) -> None:
    entry = in_line(street, offered=True)
    line.expire_offer(entry.pk, now=clock.now() + timedelta(hours=25))


def take_off_the_list(street: Street) -> None:
    actor = street.people["firm member"]
    desk.remove_entry(actor=actor, entry=in_line(street), reason="名额有限")


def call_off_what_is_waited_for(street: Street) -> None:
    call_off(street, in_line(street, offered=True).event)


def ask_for_a_place(street: Street) -> None:
    """At an event whose host decides of each."""
    event = an_event(street, published=True, ticket_type__needs_approval=True)
    row = RegistrationFactory.create(event=event, state="pending_approval", email=GUEST)
    outbox.publish(ApprovalAsked(registration_id=row.pk))


def ask_for_help(street: Street) -> None:
    wanted = helping.Wanted(HelperRole.DESK, organization=street.startup.pk, email="", lists=())
    event, actor = an_event(street, published=True), street.people["firm member"]
    helping.invite_helper(actor=actor, event=event, wanted=wanted, language="zh-hans", now=clock.now())


def a_helper(street: Street, **fields: Any) -> EventHelper:
    event = an_event(street, published=True)
    found: EventHelper = EventHelperFactory.create(event=event, organization=street.startup, person=None, **fields)
    return found


def answer_the_host(street: Street, *, accepts: bool) -> None:
    asked = a_helper(street, state="invited", answered_at=None)
    helping.answer_helper(actor=street.people["startup admin"], helper=asked, accepts=accepts, now=clock.now())


def end_help(street: Street, who: str) -> None:
    helping.end_helper(actor=street.people[who], helper=a_helper(street), now=clock.now())


def give_up_on_an_endpoint(street: Street) -> None:
    """The firm's own system says that nobody listens there any more."""
    owner = street.people["firm owner"]
    kinds = [HookKind.EVENT_PUBLISHED]
    endpoint, _ = endpoints.add_endpoint(
        actor=owner, organization=street.firm, url="https://hooks.example.com/", note="", kinds=kinds
    )
    endpoints.send_trial(actor=owner, endpoint=endpoint, now=clock.now())
    sending.send_due(read_clock=clock.now, post=lambda url, body, headers: 410)


EVENT_ACTS: dict[str, tuple[Callable[[Street], object], Told, tuple[str, str, str]]] = {
    "event submitted": (
        submit,
        {"console.event_waiting": {"operator", "other operator"}},
        ("活动待审核", "活動待審核", "An event waits"),
    ),
    "event published": (
        lambda street: decide(street, approve=True),
        {"roadshows.event_published": HOSTS},
        ("已通过审核并发布", "已通過審核併發布", "was approved and published"),
    ),
    "event sent back": (
        lambda street: decide(street, approve=False),
        {"roadshows.event_sent_back": HOSTS},
        ("未通过审核", "未通過審核", "was sent back"),
    ),
    "slot asked": (ask, {"roadshows.slot_asked": TEAM}, ("邀请 青苗 路演", "邀請 青苗 路演", "to pitch")),
    "slot accepted": (
        lambda street: answer(street, accepts=True),
        {"roadshows.slot_accepted": HOSTS},
        ("已获企业确认", "已獲企業確認", "The company will pitch"),
    ),
    "slot declined": (
        lambda street: answer(street, accepts=False),
        {"roadshows.slot_declined": HOSTS},
        ("被企业谢绝", "被企業謝絕", "declined to pitch"),
    ),
    "event called off": (call_off, {"roadshows.event_called_off": HOLDER}, ("已取消", "已取消", "was cancelled")),
    "event moved": (
        move,
        {"roadshows.event_moved": HOLDER},
        ("时间或地点有变", "時間或地點有變", "time or place has changed"),
    ),
    "agenda changed": (
        change_the_agenda,
        {"roadshows.agenda_changed": HOLDER},
        ("更新了议程", "更新了議程", "has a new agenda"),
    ),
    "deck asked": (
        ask_for_decks,
        {"roadshows.deck_asked": TEAM},
        ("请您提交演示文稿", "請您提交演示文稿", "asks for your final deck"),
    ),
    "deck due": (
        remind_of_decks,
        {"roadshows.deck_due": TEAM},
        ("即将截止", "即將截止", "is due soon"),
    ),
    "deck delivered": (
        bring_a_deck,
        {"roadshows.deck_delivered": HOSTS},
        ("演示文稿已提交", "演示文稿已提交", "The final deck of"),
    ),
    "deck reopened": (
        reopen_a_deck,
        {"roadshows.deck_reopened": TEAM},
        ("允许您更换演示文稿", "允許您更換演示文稿", "lets you bring another deck"),
    ),
    "place asked for": (
        ask_for_a_place,
        {"roadshows.approval_waits": HOSTS},
        ("有报名待审批", "有報名待審批", "ask for a place"),
    ),
    "place offered": (
        free_a_place,
        {"roadshows.waiting_offered": HOLDER},
        ("有名额了", "有名額了", "is kept for you"),
    ),
    "offer expired": (
        let_an_offer_expire,
        {"roadshows.waiting_expired": HOLDER},
        ("名额已过期", "名額已過期", "has gone"),
    ),
    "taken off the list": (
        take_off_the_list,
        {"roadshows.waiting_removed": HOLDER},
        ("移出", "移出", "taken off the waiting list"),
    ),
    "waited for and called off": (
        call_off_what_is_waited_for,
        {"roadshows.waiting_called_off": HOLDER},
        ("已取消", "已取消", "for which you were waiting"),
    ),
    "refund failed": (
        fail_a_refund,
        {"roadshows.refund_failed": HOSTS},
        ("有一笔退款失败", "有一筆退款失敗", "did not go through"),
    ),
    "seats miscounted": (
        miscount,
        {"roadshows.seats_miscounted": {"operator", "other operator"}},
        ("名额计数有误", "名額計數有誤", "are miscounted"),
    ),
    "door conflict": (
        let_in_twice,
        {"roadshows.door_conflict": HOSTS},
        ("的签到有冲突", "的簽到有衝突", "are in conflict"),
    ),
    "help asked for": (
        ask_for_help,
        {"roadshows.helper_invited": {"startup owner", "startup admin"}},
        ("请您协办活动", "請您協辦活動", "asks for your help"),
    ),
    "help promised": (
        lambda street: answer_the_host(street, accepts=True),
        {"roadshows.helper_accepted": HOSTS},
        ("已接受协办活动", "已接受協辦活動", "helps with"),
    ),
    "help declined": (
        lambda street: answer_the_host(street, accepts=False),
        {"roadshows.helper_declined": HOSTS},
        ("谢绝协办活动", "謝絕協辦活動", "declined to help"),
    ),
    "helper left": (
        lambda street: end_help(street, "startup admin"),
        {"roadshows.helper_left": HOSTS},
        ("已退出协办活动", "已退出協辦活動", "no longer helps"),
    ),
    "help ended": (
        lambda street: end_help(street, "firm member"),
        {"roadshows.helper_ended": {"startup owner", "startup admin"}},
        ("的协办已结束", "的協辦已結束", "You no longer help"),
    ),
    "webhook turned off": (
        give_up_on_an_endpoint,
        {"webhooks.disabled": {"firm owner", "firm admin"}},
        ("已停用", "已停用", "was turned off"),
    ),
    "ticket adopted": (
        prove,
        {"roadshows.ticket_adopted": HOLDER},
        ("已归入您的账号", "已歸入您的賬號", "is in your account now"),
    ),
}
