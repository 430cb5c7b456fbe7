"""The roadshow that is on now: told through the services, and moved for as long as the demo runs.

A visitor who opens the room sees it move. Whoever takes the remote in hand has it for themselves until they let it rest.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.console.demo.papers import Slide, deck_of
from backend.console.demo.room_audience import fill_room
from backend.core.actors import SYSTEM
from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.core.languages import Language
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import open_to_all as pitch_is_open
from backend.files import services as files
from backend.files.enums import FileKind
from backend.organizations.models import Organization
from backend.roadshows import consent
from backend.roadshows.enums import AgendaKind, CheckInKind, CheckInSource, EventPreset, EventState
from backend.roadshows.models import AgendaItem, Event, Quota, Registration, Stage
from backend.roadshows.models.event import new_code
from backend.roadshows.selectors.door import member_keeper
from backend.roadshows.selectors.stage import public_items
from backend.roadshows.services import agenda, check_ins, event_states, stage
from backend.roadshows.services.agenda import AgendaLine
from backend.roadshows.services.events import create_event, locked_event, save_changed
from backend.roadshows.services.room import phase_of, say
from backend.roadshows.services.seats import take_places
from backend.roadshows.tickets import secret_of

# What finds it again; events of people have codes of their own.
CODE = "XMHXMH"
LASTS = timedelta(hours=3)
_GUESTS = ("陈晓岚", "林子谦", "黄婧怡", "何明远", "邓思齐", "吴若溪", "罗景行", "谢一鸣", "曾雨桐", "梁家豪")
# Somebody who moved the stage themselves is left alone this long.
_HANDS_OFF = timedelta(minutes=2)


def open_room(*, host: User, operator: User, organization: Organization, pitch: Pitch, now: datetime) -> Event:
    """Announce, write the run of show, have it published and confirmed, register guests, and begin."""
    event = create_event(
        actor=host,
        organization=organization,
        changes={
            "preset": EventPreset.ROADSHOW,
            "title": "香蜜湖硬科技路演",
            "title_en": "Xiangmihu deep-tech roadshow",
            "summary": "三家硬科技公司登台，投资人与创业者在现场和线上同看一场路演。",
            "description": "活动与来宾均为演示数据，现场会自动推进。\n\n- 每个项目 8 分钟\n- 演示文稿同步翻页\n- 会后自由交流",
            "sectors": ["SEMI", "ROBO"],
            "starts_at": now + timedelta(minutes=1),
            "ends_at": now + LASTS,
            "is_online": False,
            "venue": "香蜜湖金融街会客厅",
            "address": "福田区香蜜湖路 1 号",
            "district": "福田区",
            "capacity": 120,
        },
        now=now,
    )
    Event.objects.filter(pk=event.pk).update(code=CODE)
    others = _others(pitch)
    lines = [
        line_of(AgendaKind.TALK, "开场：香蜜湖与硬科技", "Opening", "主持人", 5),
        *(line_of(AgendaKind.PITCH, one.one_liner, one.one_liner_en, "", 8, one.pk) for one in (pitch, *others)),
        line_of(AgendaKind.PANEL, "圆桌：从样片到量产", "Panel: from sample to volume", "三家公司与投资人", 30),
        line_of(AgendaKind.QA, "现场提问", "Questions", "", 15),
    ]
    agenda.replace_agenda(actor=host, event=event, edition=1, lines=lines, now=now)
    event_states.submit_event(actor=host, event=event, edition=2, now=now)
    event_states.decide_event(actor=operator, event=event, approve=True, reason="", edition="3", now=now)
    for item in AgendaItem.objects.filter(event=event, pitch__isnull=False):
        agenda.answer_slot(actor=SYSTEM, item=item, accepts=True, shows_deck=True, now=now)
    _register_guests(event, now)
    event_states.begin_event(actor=host, event=event, edition=4, now=now)
    _let_in(event, host, now)
    fill_room(event=event, host=host, now=now)
    # An event is handed in before it starts; this one has been on for a while.
    Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(minutes=5))
    return event


def line_of(
    kind: AgendaKind, title: str, title_en: str, speaker: str, minutes: int, pitch_id: UUID | None = None
) -> AgendaLine:
    return {
        "id": None,
        "kind": kind,
        "title": title,
        "title_en": title_en,
        "speaker": speaker,
        "room": "",
        "minutes": minutes,
        "begins_after": None,
        "pitch_id": pitch_id,
    }


def _others(pitch: Pitch) -> list[Pitch]:
    """Two more companies of neighbouring fields, the first of them with a deck."""
    rows = Pitch.objects.filter(pitch_is_open(), sector_primary__startswith="ROBO").exclude(pk=pitch.pk)
    found = list(rows.select_related("organization").order_by("pk")[:2])
    for one in found[:1]:
        name = one.organization.display_name
        slides = (
            Slide(name, (one.one_liner, one.one_liner_en)),
            Slide("客户与进展", ("样机在三家工厂试用", "Prototypes run in three factories")),
            Slide("下一步", ("小批量试产，寻找产业伙伴", "Small series next, partners wanted")),
        )
        deck = files.store_upload(
            actor=SYSTEM, kind=FileKind.DECK, upload=deck_of(slides, f"{name}-路演.pdf"), now=one.created_at
        )
        files.keep(deck, one.created_at)
        files.process_file(file_id=deck.pk, now=one.created_at)
        Pitch.objects.filter(pk=one.pk).update(deck=deck, deck_version=1)
    return found


def _register_guests(event: Event, now: datetime) -> None:
    """Rows as registering leaves them; their contacts are invented, so nobody is written to."""
    quota, kind = Quota.objects.get(event=event), event.ticket_types.get()
    for number, name in enumerate(_GUESTS):
        row_id = new_id()
        Registration.objects.create(
            id=row_id,
            event=event,
            created_at=now - timedelta(hours=number),
            quota_ids=[quota.pk],
            ticket_type=kind,
            name=name,
            organization_name="演示机构",
            email=f"guest-live-{number}@people.demo.xiangmihu.example",
            language=Language.EN if number % 4 == 3 else Language.ZH_HANS,
            consent_version=consent.current().version,
            consented_at=now,
            code=new_code(8),
            secret_digest=digest_of(secret_of(row_id)),
            idempotency_key=f"demo-live-{number}",
            request_digest="0" * 64,
        )
        take_places([quota.pk])


def _let_in(event: Event, host: User, now: datetime) -> None:
    """Six of the ten have come."""
    keeper = member_keeper(host, event.pk)
    rows = Registration.objects.filter(event=event).order_by("id")[:6]
    scans = [
        check_ins.Scan(new_id(), CheckInKind.ENTRY, CheckInSource.ONLINE, now, registration=row.pk) for row in rows
    ]
    check_ins.check_in(keeper=keeper, list_id=keeper.lists[0].pk, scans=scans, now=now)


def move(*, now: datetime) -> bool:
    """One step of the evening; says whether there was one to make."""
    event = Event.objects.filter(code=CODE, organization__is_demo=True).first()
    if event is None:
        return False
    _keep_on(event, now)
    on_stage = Stage.objects.filter(event=event).first()
    if on_stage is not None and is_in_hand(on_stage, now):
        return False
    _step(event, on_stage, now)
    return True


def is_in_hand(on_stage: Stage, now: datetime) -> bool:
    """Somebody has the remote, and the room stands still for as long as they let it."""
    return on_stage.moved_by_id is not None and on_stage.updated_at > now - _HANDS_OFF


@transaction.atomic
def _keep_on(event: Event, now: datetime) -> None:
    """A demo of yesterday is still on today: the evening begins anew before it ends."""
    locked = locked_event(event.pk)
    if locked.state == EventState.LIVE and locked.ends_at > now + timedelta(minutes=30):
        return
    locked.starts_at, locked.ends_at = now - timedelta(minutes=20), now + LASTS
    was, locked.state = locked.state, EventState.LIVE
    save_changed(locked)
    if was != EventState.LIVE:
        say(locked, phase_of(locked), now=now)


def _step(event: Event, on_stage: Stage | None, now: datetime) -> None:
    """Start the clock, turn a page, or go on to the next line; after the last one it begins again."""
    lines = list(public_items(event))
    item = next((line for line in lines if on_stage is not None and line.line == on_stage.item_id), None)
    if on_stage is None or item is None:
        stage.show_item(actor=SYSTEM, event_id=event.pk, item_id=lines[0].line, now=now)
    elif on_stage.timer_ends_at is None:
        ends_at = now + timedelta(minutes=item.minutes)
        stage.start_timer(actor=SYSTEM, event_id=event.pk, item_id=item.line, ends_at=ends_at, now=now)
    elif on_stage.page < on_stage.pages:
        stage.turn_page(actor=SYSTEM, event_id=event.pk, item_id=item.line, page=on_stage.page + 1, now=now)
    else:
        following = lines[(lines.index(item) + 1) % len(lines)]
        stage.show_item(actor=SYSTEM, event_id=event.pk, item_id=following.line, now=now)
