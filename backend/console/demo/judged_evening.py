"""A roadshow of the host's that is over: the hall asked and voted, three judges gave their scores, and all of it may be watched again."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from backend.accounts.models import User
from backend.console.demo.live_room import line_of
from backend.console.demo.past_evening import bring_guests, let_in
from backend.console.demo.room_audience import guest_by, move_question
from backend.core.actors import SYSTEM, Guest, Juror
from backend.core.ids import new_id
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import open_to_all as pitch_is_open
from backend.interactions.enums import PollKind, PollState, QuestionState, ReactionKind
from backend.interactions.services import polls, reacting
from backend.interactions.services.asking import ask, set_vote
from backend.interactions.services.polls import Words
from backend.interactions.services.voting import set_answer
from backend.judging.enums import PanelState
from backend.judging.models import Judge
from backend.judging.selectors.panels import applying, panel_of, rubric_of
from backend.judging.services import judges, panels
from backend.judging.services.sheets import save_sheet
from backend.organizations.models import Organization
from backend.replays.services import keeping
from backend.roadshows.enums import AgendaKind, EventPreset, RegistrationState
from backend.roadshows.models import AgendaItem, Event, Registration
from backend.roadshows.services import agenda, event_states, stage
from backend.roadshows.services.events import create_event

_DAYS_AGO = 3
_MINUTES = 8
_JUDGES = (("周评委", "演示创投 合伙人"), ("许评委", "演示产业基金 投资总监"), ("谭评委", "演示大学 教授"))
# By judge and pitch: points of the street's rubric, by its criteria in their order; of those for other stages none are taken.
_POINTS = (
    ((8, 7, 9, 7, 7, 8), (7, 8, 7, 6, 6, 7), (9, 8, 8, 8, 8, 9)),
    ((7, 6, 8, 6, 6, 7), (6, 7, 6, 7, 7, 6), (8, 8, 7, 7, 7, 8)),
    ((9, 7, 8, 8, 8, 7), (8, 7, 7, 7, 7, 8), (8, 9, 9, 8, 8, 8)),
)
# What each company was asked.
_ASKED = (
    ("灵巧手的寿命测试做到多少次？", "首批客户的交付周期有多长？", "下一代产品何时送样？"),
    ("焊缝质量由谁验收，返工率是多少？", "换一种构件需要多久调试？", "是否考虑按焊缝长度收费？"),
    ("电梯对接要医院付改造费吗？", "单台每天能完成多少次配送？", "明年计划进入多少家医院？"),
)
# Of these, in their order: how many wanted to hear the answer too, and what the host made of it.
_HEARD = ((6, QuestionState.ANSWERED), (4, QuestionState.ANSWERED), (3, None))
_POLL, _CHOICES, _VOTES = "三家公司中，您最想继续了解哪一家？", ("第一家", "第二家", "第三家"), (5, 4, 7)
_TAPS = (9, 6, 12)


def hold_judged_evening(*, host: User, operator: User, organization: Organization, now: datetime) -> Event:
    """Through the services, each at its own time."""
    begins = timezone.localtime(now).replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(days=_DAYS_AGO)
    pitches = _pitches()
    event = _announced(host, operator, organization, pitches, begins)
    _name_judges(event, host, begins - timedelta(hours=1))
    event_states.begin_event(actor=host, event=event, edition=4, now=begins)
    rows = Registration.objects.filter(event=event, state=RegistrationState.CONFIRMED).order_by("id")
    guests = [guest_by(event, row) for row in rows]
    lines = list(AgendaItem.objects.filter(event=event).order_by("position"))
    for number, item in enumerate(lines):
        _on_stage(event, host, item, guests, number, begins + timedelta(minutes=5 + 15 * number))
        _judge(event, item, number, begins + timedelta(minutes=15 + 15 * number))
    _hold_poll(event, host, guests, begins + timedelta(minutes=52))
    for state in (PanelState.CLOSED, PanelState.REVEALED):
        panels.set_state(actor=host, event_id=event.pk, state=state, now=begins + timedelta(minutes=55))
    ends = begins + timedelta(minutes=60)
    event_states.end_event(actor=host, event=event, edition=5, now=ends)
    keeping.write(actor=host, event_id=event.pk, recording_url="", recording_began_at=None, is_open=True, now=ends)
    return Event.objects.get(pk=event.pk)


def _pitches() -> list[Pitch]:
    """Of three companies of one field that have been there for a while."""
    rows = Pitch.objects.filter(pitch_is_open(), sector_primary__startswith="ROBO").order_by("published_at", "pk")
    firsts = {one.organization_id: one for one in rows[:30]}
    return list(firsts.values())[: len(_TAPS)]


def _announced(host: User, operator: User, organization: Organization, pitches: list[Pitch], begins: datetime) -> Event:
    event = create_event(
        actor=host,
        organization=organization,
        changes={
            "preset": EventPreset.ROADSHOW,
            "title": "机器人专场路演与评审",
            "title_en": "Robotics roadshow and judging",
            "summary": "三家机器人公司登台，三位评委打分，现场提问与投票。",
            "description": "活动、来宾与评委均为演示数据。",
            "sectors": ["ROBO"],
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=2),
            "is_online": False,
            "venue": "香蜜湖金融街会客厅",
            "address": "福田区香蜜湖路 1 号",
            "district": "福田区",
            "capacity": 60,
        },
        now=begins - timedelta(days=15),
    )
    written = begins - timedelta(days=14)
    lines = [line_of(AgendaKind.PITCH, one.one_liner, one.one_liner_en, "", _MINUTES, one.pk) for one in pitches]
    agenda.replace_agenda(actor=host, event=event, edition=1, lines=lines, now=written)
    event_states.submit_event(actor=host, event=event, edition=2, now=written)
    event_states.decide_event(actor=operator, event=event, approve=True, reason="", edition="3", now=written)
    for item in AgendaItem.objects.filter(event=event):
        agenda.answer_slot(actor=SYSTEM, item=item, accepts=True, shows_deck=True, now=written)
    bring_guests(event, host, begins - timedelta(days=10))
    let_in(event, host, begins)
    return event


def _name_judges(event: Event, host: User, at: datetime) -> None:
    panels.copy_default(actor=host, event_id=event.pk, edition=0, now=at)
    for name, title in _JUDGES:
        judges.add_judge(actor=host, event_id=event.pk, name=name, title=title)
    panels.set_state(actor=host, event_id=event.pk, state=PanelState.OPEN, now=at)


def _on_stage(event: Event, host: User, item: AgendaItem, guests: list[Guest], line: int, at: datetime) -> None:
    where: dict[str, Any] = {"actor": host, "event_id": event.pk, "item_id": item.pk}
    stage.show_item(**where, now=at)
    stage.start_timer(**where, ends_at=at + timedelta(minutes=_MINUTES), now=at + timedelta(seconds=5))
    asked = _ASKED[line]
    for number, (words, (votes, fate)) in enumerate(zip(asked, _HEARD, strict=True)):
        asker, moment = guests[line * len(asked) + number], at + timedelta(minutes=2 + number)
        question = ask(
            actor=asker, event_id=event.pk, question_id=new_id(), words=words, is_anonymous=False, now=moment
        )
        move_question(host, event, question.pk, QuestionState.VISIBLE, moment)
        for voter in guests[-votes:]:
            set_vote(actor=voter, event_id=event.pk, question_id=question.pk, wants=True, now=moment)
        if fate is not None:
            move_question(host, event, question.pk, QuestionState.ON_SCREEN, at + timedelta(minutes=9 + number))
            move_question(host, event, question.pk, fate, at + timedelta(minutes=10 + number))
    reacting.count(event_id=event.pk, taps={f"{item.pk}:{number}": ReactionKind.CLAP for number in range(_TAPS[line])})


def _judge(event: Event, item: AgendaItem, number: int, at: datetime) -> None:
    rubric, pitch = list(rubric_of(panel_of(event))), item.pitch
    if pitch is None:
        return
    counting = applying(rubric, pitch.stage)
    for judge, points in zip(Judge.objects.filter(event=event).order_by("id"), _POINTS, strict=True):
        given = {one.pk: value for one, value in zip(rubric, points[number], strict=True) if one in counting}
        save_sheet(
            actor=Juror(judge.pk, judge.link_edition),
            event_id=event.pk,
            pitch_id=pitch.pk,
            edition=0,
            points=given,
            now=at,
        )


def _hold_poll(event: Event, host: User, guests: list[Guest], at: datetime) -> None:
    words = Words(kind=PollKind.POLL, text=_POLL, choices=_CHOICES, right=(), most=1, shows_early=False)
    poll = polls.save(actor=host, event_id=event.pk, poll_id=new_id(), words=words, now=at)
    polls.move(actor=host, event_id=event.pk, poll_id=poll.pk, state=PollState.OPEN, now=at)
    chosen = [place for place, count in enumerate(_VOTES) for _ in range(count)]
    for guest, place in zip(guests, chosen, strict=False):
        set_answer(actor=guest, event_id=event.pk, poll_id=poll.pk, chosen=[place], now=at)
    closed = at + timedelta(minutes=2)
    polls.move(actor=host, event_id=event.pk, poll_id=poll.pk, state=PollState.CLOSED, now=closed)
