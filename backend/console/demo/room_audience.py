"""What the demo's audience asks and is asked on the evening that is on now: through the services, by the tickets of its guests."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core.actors import Guest
from backend.core.ids import new_id
from backend.interactions.enums import PollKind, PollState, QuestionState
from backend.interactions.services import polls
from backend.interactions.services.asking import ask, set_vote
from backend.interactions.services.entering import enter
from backend.interactions.services.moderating import move
from backend.interactions.services.polls import Words
from backend.interactions.services.voting import set_answer
from backend.roadshows.models import Event, Registration
from backend.roadshows.tickets import secret_of

# Words, whether its asker is nobody, what became of it, and how many of the others want to hear it too.
_ASKED = (
    ("样片的良率现在到多少了？", False, QuestionState.VISIBLE, 7),
    ("目前有多少付费客户，复购情况如何？", False, QuestionState.VISIBLE, 5),
    ("本轮融资主要用在哪里？", True, QuestionState.ANSWERED, 4),
    ("与代工厂的排期是否已经锁定？", False, QuestionState.VISIBLE, 2),
    ("会后可以看到演示文稿吗？", False, QuestionState.QUEUE, 0),
)

# Words, choices, which are right, how far it is, and how many chose each.
_POLLS = (
    ("您今天主要关注哪一类项目？", ("芯片与传感", "机器人整机", "核心零部件"), (), PollState.CLOSED, (5, 3, 4)),
    ("听完第一个项目，您最想继续了解什么？", ("客户与订单", "样片和良率", "团队"), (), PollState.OPEN, (4, 2, 1)),
    ("“20+8”产业集群中，“20”指什么？", ("战略性新兴产业集群", "未来产业", "产业园区"), (0,), PollState.DRAFT, ()),
)


def fill_room(*, event: Event, host: User, now: datetime) -> None:
    guests = [guest_by(event, row) for row in Registration.objects.filter(event=event).order_by("id")]
    _ask_questions(event, host, guests, now)
    _hold_polls(event, host, guests, now)


def _ask_questions(event: Event, host: User, guests: list[Guest], now: datetime) -> None:
    """The first guests ask, the others vote, and the host has looked at all but the last."""
    for number, (words, is_anonymous, state, votes) in enumerate(_ASKED):
        at = now + timedelta(seconds=number)
        question_id = new_id()
        asker = guests[number]
        ask(actor=asker, event_id=event.pk, question_id=question_id, words=words, is_anonymous=is_anonymous, now=at)
        if state == QuestionState.QUEUE:
            continue
        move_question(host, event, question_id, QuestionState.VISIBLE, at)
        for voter in [one for one in guests if one is not asker][:votes]:
            set_vote(actor=voter, event_id=event.pk, question_id=question_id, wants=True, now=at)
        if state != QuestionState.VISIBLE:
            move_question(host, event, question_id, state, at)


def _hold_polls(event: Event, host: User, guests: list[Guest], now: datetime) -> None:
    """One is over, one is open, one is prepared."""
    for text, choices, right, state, votes in _POLLS:
        kind = PollKind.QUIZ if right else PollKind.POLL
        words = Words(kind=kind, text=text, choices=choices, right=right, most=1, shows_early=False)
        poll = polls.save(actor=host, event_id=event.pk, poll_id=new_id(), words=words, now=now)
        if state == PollState.DRAFT:
            continue
        polls.move(actor=host, event_id=event.pk, poll_id=poll.pk, state=PollState.OPEN, now=now)
        chosen = [place for place, count in enumerate(votes) for _ in range(count)]
        for guest, place in zip(guests, chosen, strict=False):
            set_answer(actor=guest, event_id=event.pk, poll_id=poll.pk, chosen=[place], now=now)
        if state != PollState.OPEN:
            polls.move(actor=host, event_id=event.pk, poll_id=poll.pk, state=state, now=now)
    # The wall of the demo shows the deck.
    polls.show(actor=host, event_id=event.pk, poll_id=None, now=now)


def guest_by(event: Event, row: Registration) -> Guest:
    return Guest(enter(actor=AnonymousUser(), event_id=event.pk, ticket=secret_of(row.pk)).pk, row.pk)


def move_question(host: User, event: Event, question_id: UUID, state: str, now: datetime) -> None:
    move(actor=host, event_id=event.pk, question_id=question_id, state=state, now=now)
